/** Debug sessions for host tests, and adapters made for one test. */
import assert from 'node:assert/strict';
import { closeSync, openSync, readSync } from 'node:fs';
import * as vscode from 'vscode';
import { addressNumberAt } from '../../src/core/memory-map/address.ts';
import type { DebugSessions } from '../../src/extension/origins/debug-sessions.ts';
import { fieldOf } from '../../src/sources/debug/values.ts';
import { LOCAL } from '../../src/sources/source-spec.ts';
import type { OwnServices } from './services.ts';

/** Waits until a condition holds; events only tell when to look again. */
export async function until<Value>(
  condition: () => Value | undefined,
  event: vscode.Event<unknown>,
  what: string | (() => string),
): Promise<Value> {
  const now = condition();
  if (now !== undefined) return now;
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      changes.dispose();
      reject(new Error(`In 20 s it did not come to this: ${typeof what === 'string' ? what : what()}`));
    }, 20_000);
    const changes = event(() => {
      const value = condition();
      if (value === undefined) return;
      clearTimeout(late);
      changes.dispose();
      resolve(value);
    });
  });
}

/** Starts a session and gives it. */
export async function startSession(configuration: vscode.DebugConfiguration): Promise<vscode.DebugSession> {
  let started: vscode.DebugSession | undefined;
  const listening = vscode.debug.onDidStartDebugSession((session) => {
    if (session.name === configuration.name) started = session;
  });
  try {
    assert.ok(await vscode.debug.startDebugging(undefined, configuration), `${configuration.name} did not start`);
    return await until(() => started, vscode.debug.onDidStartDebugSession, `${configuration.name} has started`);
  } finally {
    listening.dispose();
  }
}

/** Ends all sessions, and waits until they have ended. */
export async function stopAll(sessions: DebugSessions): Promise<void> {
  await vscode.debug.stopDebugging();
  await until(
    () => (sessions.candidates().length === 0 ? true : undefined),
    (listener) =>
      vscode.Disposable.from(sessions.onDidEnd(listener), vscode.debug.onDidTerminateDebugSession(listener)),
    () =>
      `all have ended, but not ${sessions
        .candidates()
        .map(({ session }) => `${session.type} "${session.name}"`)
        .join()}`,
  );
}

/** What an adapter made for a test does; whatever is left out it does not. */
export interface MadeAdapter {
  /** The body of its `process` event. */
  readonly process?: object;
  /** Its answers to `evaluate`; an error is told as one. */
  readonly evaluate?: (expression: string, context: unknown) => string;
  /** It reads the memory of this process. */
  readonly memoryOf?: number;
  /** Offsets to a memory reference from here on are refused. */
  readonly offsets?: number;
}

/** Every request that a made adapter got. */
export const requests: { readonly command: string; readonly arguments: unknown }[] = [];

/** Makes the adapter of the next sessions of the types `made` and `lldb`. @returns stops the debuggee of each, as a breakpoint does */
export async function useAdapter(made: MadeAdapter): Promise<() => void> {
  const extension = vscode.extensions.getExtension<{ make: unknown }>('memory-maps.test-debuggers');
  assert.ok(extension, 'the extension with the debuggers is not loaded');
  const api = await extension.activate();
  const adapters: Made[] = [];
  api.make = () => {
    const adapter = new Made(made);
    adapters.push(adapter);
    return adapter;
  };
  return () =>
    adapters.forEach((adapter) =>
      adapter.event('stopped', { reason: 'breakpoint', threadId: 1, allThreadsStopped: true }),
    );
}

class Made implements vscode.DebugAdapter {
  private readonly made: MadeAdapter;
  private readonly sent = new vscode.EventEmitter<vscode.DebugProtocolMessage>();
  readonly onDidSendMessage = this.sent.event;
  private seq = 0;

  constructor(made: MadeAdapter) {
    this.made = made;
  }

  event(event: string, body: object = {}): void {
    this.sent.fire({ type: 'event', seq: ++this.seq, event, body });
  }

  handleMessage(message: vscode.DebugProtocolMessage): void {
    const [command, seq, given] = ['command', 'seq', 'arguments'].map((name) => fieldOf(message, name));
    if (fieldOf(message, 'type') !== 'request' || typeof command !== 'string') return;
    requests.push({ command, arguments: given });
    let answer: object;
    try {
      answer = { success: true, body: this.answer(command, given) };
    } catch (error) {
      answer = { success: false, message: error instanceof Error ? error.message : String(error) };
    }
    const reply = { type: 'response', seq: ++this.seq, request_seq: seq, command, ...answer };
    this.sent.fire(reply);
    if (command === 'initialize') this.event('initialized');
    if (command === 'launch' || command === 'attach') {
      if (this.made.process) this.event('process', this.made.process);
    }
    if (command === 'disconnect') this.event('terminated');
  }

  dispose(): void {
    this.sent.dispose();
  }

  private answer(command: string, given: unknown): object {
    const { evaluate, memoryOf, offsets = Infinity } = this.made;
    switch (command) {
      case 'initialize':
        return { supportsConfigurationDoneRequest: true, supportsReadMemoryRequest: memoryOf !== undefined };
      case 'threads':
        return { threads: [{ id: 1, name: 'main' }] };
      case 'stackTrace':
        return { stackFrames: [{ id: 1, name: 'main', line: 0, column: 0 }], totalFrames: 1 };
      case 'scopes':
        return { scopes: [] };
      case 'evaluate': {
        if (!evaluate) throw new Error('This adapter evaluates nothing.');
        return {
          result: evaluate(String(fieldOf(given, 'expression')), fieldOf(given, 'context')),
          variablesReference: 0,
        };
      }
      case 'readMemory':
        if (Number(fieldOf(given, 'offset') ?? 0) >= offsets) throw new Error('The offset is no number of 32 bits.');
        return memoryOf === undefined ? {} : readMemory(memoryOf, given);
      default:
        return {};
    }
  }
}

function readMemory(pid: number, given: unknown): object {
  const address = BigInt(String(fieldOf(given, 'memoryReference'))) + BigInt(Number(fieldOf(given, 'offset') ?? 0));
  const bytes = Buffer.alloc(Number(fieldOf(given, 'count')));
  const file = openSync(`/proc/${pid}/mem`, 'r');
  try {
    const length = readSync(file, bytes, 0, bytes.length, address);
    return { address: `0x${address.toString(16)}`, data: bytes.subarray(0, length).toString('base64') };
  } finally {
    closeSync(file);
  }
}

/** Opens the first region of a debuggee as bytes. @returns what the hex editor read first, and from which offset on */
export async function openFirstRegion(
  { worker }: OwnServices,
  sessions: DebugSessions,
  pid: number,
  adapter: Pick<MadeAdapter, 'offsets'>,
): Promise<{ readonly start: number; readonly offset: number; readonly bytes: readonly number[] }> {
  const stop = await useAdapter({
    process: { name: 'sleep', systemProcessId: pid, isLocalProcess: true },
    memoryOf: pid,
    ...adapter,
  });
  const { id } = await startSession({ type: 'made', name: 'bytes', request: 'launch' });
  const session = sessions.find(id);
  assert.ok(session);
  stop();
  await until(() => session.stopped || undefined, sessions.onDidStop, 'the debuggee has stopped');
  const live = await worker.readProcess(LOCAL, { pid, file: 'maps', startTime: undefined });
  assert.ok(live.ok);
  const start = addressNumberAt(live.map.regions.start, 0);
  const sentence = await vscode.commands.executeCommand<string>('memoryMaps.goToDebuggeeAddress', {
    address: (start + 0x10).toString(16),
  });
  assert.match(sentence, /0x10 from its start\. It is byte 0x10 of the file\./);
  const opened = await vscode.commands.executeCommand<vscode.Uri>('memoryMaps.openRegionBytes');
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  assert.ok(input instanceof vscode.TabInputCustom, String(opened));
  assert.equal(input.viewType, 'hexEditor.hexedit');
  const editor = vscode.extensions.getExtension<{ last: { offset: number; uri: string; bytes: Uint8Array } }>(
    'ms-vscode.hexeditor',
  );
  assert.ok(editor);
  const { offset, uri, bytes } = editor.exports.last;
  assert.ok(uri.startsWith(`vscode-debug-memory://${session.session.id}/`), uri);
  await stopAll(sessions);
  return { start, offset, bytes: [...bytes.subarray(0, 4)] };
}
