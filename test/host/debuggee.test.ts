/** The debuggee in the real extension host: by a real debugger, by adapters that tell less, and by those of another machine. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { DebugSessions, type KnownSession } from '../../src/extension/origins/debug-sessions.ts';
import { findDebuggee } from '../../src/extension/origins/debuggee.ts';
import { DebuggeeCommands } from '../../src/extension/origins/debuggee-commands.ts';
import { missingSentence } from '../../src/extension/origins/region-bytes.ts';
import { LOCAL } from '../../src/sources/source-spec.ts';
import { buildDebuggee, missingDebugger } from '../debuggee.ts';
import { makeServices, type OwnServices } from './services.ts';
import { skip } from '../runner/report.mjs';
import { openFirstRegion, requests, startSession, stopAll, until, useAdapter } from './debugging.ts';

interface Shown {
  readonly regions: number;
  readonly failure?: string;
}

describe('the debuggee [long]', () => {
  let services: OwnServices;
  let sessions: DebugSessions;
  const children: ChildProcess[] = [];
  before(async function () {
    if (process.platform !== 'linux') skip(this, 'needs Linux');
    const extension = vscode.extensions.getExtension('memory-maps.memory-maps');
    assert.ok(extension);
    await extension.activate();
    services = makeServices(extension);
    // One for all: a new one would meet what VS Code still names as active after it has ended, and hear no more of it.
    sessions = new DebugSessions();
    // Where a debug console opens, the picture of a layout may be hidden.
    await vscode.workspace.getConfiguration('debug').update('internalConsoleOptions', 'neverOpen', true);
  });
  beforeEach(() => {
    requests.length = 0;
  });
  afterEach(async () => {
    if (sessions.candidates().length > 0) await stopAll(sessions);
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    assert.deepEqual(sessions.candidates(), []);
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
  after(() => {
    sessions?.dispose();
    services?.dispose();
  });

  /** Waits for a stop, and for its source: until that stands VS Code opens it over whatever is opened meanwhile. */
  const stopsIn = async (session: KnownSession, source: string): Promise<void> => {
    await until(() => session.stopped || undefined, sessions.onDidStop, 'the debuggee has stopped');
    await until(
      () => vscode.window.activeTextEditor?.document.uri.path.endsWith(source) || undefined,
      vscode.window.onDidChangeActiveTextEditor,
      'the source is open',
    );
  };
  const debug = async (configuration: vscode.DebugConfiguration): Promise<KnownSession> => {
    const { id } = await startSession(configuration);
    const session = sessions.find(id);
    assert.ok(session);
    return session;
  };
  const child = (): ChildProcess & { readonly pid: number } => {
    const started = spawn('sleep', ['300'], { stdio: 'ignore' });
    children.push(started);
    assert.ok(started.pid !== undefined);
    return Object.assign(started, { pid: started.pid });
  };
  const pidOf = async (session: KnownSession): Promise<number> => {
    const debuggee = await findDebuggee(session, services);
    assert.ok(debuggee.ok, debuggee.ok ? '' : debuggee.message);
    return debuggee.process.pid;
  };
  const refusal = async (session: KnownSession): Promise<string> => {
    const debuggee = await findDebuggee(session, services);
    assert.ok(!debuggee.ok);
    return debuggee.message;
  };

  describe('of a real debugger (lldb-dap)', function () {
    // Debugger, debuggee, and the workbench's views of both start: slow on a busy machine.
    this.timeout(90_000);
    let folder = '';
    let program = '';
    before(function () {
      const missing = missingDebugger();
      if (missing !== undefined) skip(this, missing);
      ({ folder, program } = buildDebuggee());
    });
    after(() => {
      if (folder !== '') rmSync(folder, { recursive: true });
    });

    it('shows its layout, again at every stop, and leads from variables to regions', async () => {
      const changed: number[] = [];
      const layouts = { processChanged: (pid: number) => changed.push(pid), isSeen: () => false };
      const commands = new DebuggeeCommands(sessions, services, layouts);
      vscode.debug.addBreakpoints([new vscode.FunctionBreakpoint('stop_here')]);
      const session = await debug({ type: 'lldb-dap', name: 'real', request: 'launch', program });
      await stopsIn(session, 'debuggee.c');
      assert.equal(session.process?.isLocal, true);
      const pid = await pidOf(session);
      const first = await vscode.commands.executeCommand<Shown>('memoryMaps.showDebuggeeLayout');
      assert.ok(first.regions > 10 && !first.failure, `${first.regions} ${first.failure}`);

      const frame = await until(
        () =>
          vscode.debug.activeStackItem instanceof vscode.DebugStackFrame ? vscode.debug.activeStackItem : undefined,
        vscode.debug.onDidChangeActiveStackItem,
        'a frame has the focus',
      );
      const { scopes } = (await session.session.customRequest('scopes', { frameId: frame.frameId })) as {
        scopes: { name: string; variablesReference: number }[];
      };
      const variables = async (variablesReference: number): Promise<{ name: string; variablesReference: number }[]> =>
        ((await session.session.customRequest('variables', { variablesReference })) as { variables: [] }).variables;
      const locals = await variables(scopes[0]?.variablesReference ?? 0);
      const go = async (variable: unknown): Promise<string> => {
        const sentence = await vscode.commands.executeCommand<string>('memoryMaps.goToDebuggeeAddress', {
          sessionId: session.session.id,
          variable,
        });
        assert.equal(vscode.window.activeTextEditor?.document.uri.path, `/local/${pid}/maps`);
        return sentence;
      };
      const lineAtCursor = (): string => {
        const editor = vscode.window.activeTextEditor;
        return editor?.document.lineAt(editor.selection.active.line).text ?? '';
      };
      assert.match(
        await go(locals.find(({ name }) => name === 'heap')),
        /is in Heap \(brk\), \[heap\]: region .* \(rw-p, /,
      );
      assert.match(lineAtCursor(), /\[heap\]$/);
      const registers = scopes.find(({ name }) => name === 'Registers');
      const [general] = await variables(registers?.variablesReference ?? 0);
      const all = await variables(general?.variablesReference ?? 0);
      await go(all.find(({ name }) => name === 'rsp'));
      assert.match(lineAtCursor(), /\[stack\]$/);
      assert.match(
        await go(all.find(({ name }) => name === 'rip')),
        /debuggee: region .* It is byte 0x[0-9a-f]+ of the file\./,
      );

      const before = changed.length;
      await session.session.customRequest('continue', { threadId: frame.threadId });
      await until(() => (changed.length > before ? true : undefined), sessions.onDidStop, 'it has stopped again');
      assert.equal(changed.at(-1), pid);
      assert.ok((await vscode.commands.executeCommand<Shown>('memoryMaps.showDebuggeeLayout')).regions > first.regions);
      commands.dispose();
      await stopAll(sessions);
      assert.equal(existsSync(`/proc/${pid}`), false, 'the debuggee is left behind');
    });

    it('is followed where the debugger starts it again and does not tell the other process', async () => {
      vscode.debug.addBreakpoints([new vscode.FunctionBreakpoint('stop_here')]);
      const session = await debug({ type: 'lldb-dap', name: 'again', request: 'launch', program });
      await stopsIn(session, 'debuggee.c');
      const before = await pidOf(session);
      await vscode.commands.executeCommand<Shown>('memoryMaps.showDebuggeeLayout');
      const stopped = new Promise((resolve) => sessions.onDidStop(resolve));
      await vscode.commands.executeCommand('workbench.action.debug.restart');
      await stopped;
      const after = await pidOf(session);
      assert.notEqual(after, before);
      const { tabGroups } = vscode.window;
      const isShown = (): true | undefined =>
        tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label.includes(`${after}`))) || undefined;
      await until(isShown, tabGroups.onDidChangeTabs, `the layout is that of process ${after}`);
    });

    it('says that its bytes cannot be opened where the debugger reads no memory', async () => {
      vscode.debug.addBreakpoints([new vscode.FunctionBreakpoint('stop_here')]);
      const session = await debug({ type: 'lldb-dap', name: 'real', request: 'launch', program });
      await until(() => session.stopped || undefined, sessions.onDidStop, 'the debuggee has stopped');
      assert.equal(session.readsMemory, false, 'lldb-dap of LLDB 19 does not');
      const region = { sessionId: session.session.id, start: '0x1000', end: '0x2000' };
      const told = await vscode.commands.executeCommand('memoryMaps.openRegionBytes', region);
      assert.equal(told, 'The bytes cannot be opened. The debugger "lldb-dap" does not read memory.');
    });
  });

  it('is found without a process event by what the debugger prints', async () => {
    const { pid } = child();
    await useAdapter({ evaluate: () => `Process ${pid} stopped\n* thread #1` });
    const session = await debug({ type: 'lldb', name: 'asked', request: 'launch' });
    assert.equal(await pidOf(session), pid);
    const asked = requests.filter(({ command }) => command === 'evaluate');
    assert.deepEqual(asked, [
      { command: 'evaluate', arguments: { expression: 'process status', context: '_command' } },
    ]);
    assert.equal(await pidOf(session), pid);
    assert.equal(requests.filter(({ command }) => command === 'evaluate').length, 1, 'asked once');
  });

  it('is the process that was told, where the debugger keeps it when it starts anew', async () => {
    const kept = child();
    await useAdapter({ process: { name: 'sleep', systemProcessId: kept.pid, isLocalProcess: true } });
    const session = await debug({ type: 'made', name: 'kept', request: 'launch' });
    assert.equal(await pidOf(session), kept.pid);
    await session.session.customRequest('restart', {});
    assert.equal(await pidOf(session), kept.pid);
    kept.kill('SIGKILL');
    await once(kept, 'exit');
    assert.match(await refusal(session), /The debugger "made" does not tell which process it debugs\./);
  });

  it('is found by the PID of a configuration that attaches', async () => {
    const { pid } = child();
    await useAdapter({});
    assert.equal(await pidOf(await debug({ type: 'made', name: 'attached', request: 'attach', pid })), pid);
  });

  it('is not guessed when the debugger answers something else', async () => {
    for (const evaluate of [() => 'Process 1 exited with status = 0', () => '1', undefined]) {
      await useAdapter(evaluate ? { evaluate } : {});
      const session = await debug({ type: 'lldb', name: 'untold', request: 'launch' });
      assert.match(await refusal(session), /The debugger "lldb" does not tell which process it debugs\. Pause/);
      await stopAll(sessions);
    }
  });

  it('on another machine is not looked up in the /proc of this one', async () => {
    const { pid } = child();
    const process = { name: '/opt/far', systemProcessId: pid, isLocalProcess: false };
    await useAdapter({ process });
    const far = await debug({ type: 'made', name: 'far', request: 'launch' });
    await until(() => far.process, vscode.debug.onDidChangeActiveStackItem, 'the process is told').catch(
      () => undefined,
    );
    assert.match(
      await refusal(far),
      /^The debuggee "\/opt\/far" runs elsewhere: so the debugger says\..*"Add Source of Processes…"/,
    );
    await stopAll(sessions);

    await useAdapter({ process: { ...process, isLocalProcess: true } });
    const connected = await debug({
      type: 'made',
      name: 'far',
      request: 'attach',
      connect: { host: 'board', port: 1 },
    });
    assert.match(await refusal(connected), /its launch configuration connects to board/);
    await stopAll(sessions);

    // Larger than any PID that a process of this machine has.
    await useAdapter({ process: { name: 'x', systemProcessId: 4194303, isLocalProcess: true } });
    const missing = await debug({ type: 'made', name: 'far', request: 'launch' });
    assert.match(await refusal(missing), /its PID is 4194303, and this machine shows no such process/);
  });

  it('opens a region as bytes in the hex editor, through the debugger', async () => {
    const elf = [0x7f, 0x45, 0x4c, 0x46];
    const { start, offset, bytes } = await openFirstRegion(services, sessions, child().pid, {});
    assert.deepEqual(bytes, elf, 'the first region is the head of an ELF file');
    assert.equal(offset, start, 'rows are counted by addresses');
    // Adapters of Microsoft’s library take an offset of 32 bits.
    const narrow = await openFirstRegion(services, sessions, child().pid, { offsets: 2 ** 31 });
    assert.deepEqual([narrow.bytes, narrow.offset], [elf, 0]);
  });

  it('says what is missing to open bytes, and what lies around an address that is not mapped', async () => {
    assert.equal(missingSentence('x', true, false), 'The bytes cannot be opened. The Hex Editor is not installed.');
    assert.match(missingSentence('x', false, false) ?? '', /does not read memory\. The Hex Editor is not installed\./);
    assert.equal(missingSentence('x', true, true), undefined);
    const { pid } = child();
    await useAdapter({ process: { name: 'sleep', systemProcessId: pid, isLocalProcess: true } });
    await debug({ type: 'made', name: 'unmapped', request: 'launch' });
    const go = (argument: object): Thenable<string> =>
      vscode.commands.executeCommand('memoryMaps.goToDebuggeeAddress', argument);
    assert.match(
      await go({ variable: { name: 'p', value: '0x10' } }),
      /^0x00000010 is not mapped: no region of sleep holds it\. [0-9a-f]+-[0-9a-f]+ \(.*\) starts [\d.,]+ \w+ above it\.$/,
    );
    assert.match(await go({ variable: { name: '$(zap)s', value: '"text"' } }), /holds no address/);
  });

  // The last one: its debugger takes a while to end all that it started.
  it('of Node’s own debugger, which tells no PID, is asked for it', async () => {
    const program = join(import.meta.dirname, '..', 'fixtures', 'source', 'debuggee.cjs');
    const ofProgram = until(
      () => sessions.candidates().find(({ session }) => session.parentSession !== undefined),
      vscode.debug.onDidStartDebugSession,
      'the session of the program has started',
    );
    await debug({ type: 'node', name: 'node', request: 'launch', program, runtimeExecutable: process.execPath });
    const session = await ofProgram;
    assert.equal(session.process, undefined);
    const pid = await pidOf(session);
    assert.notEqual(pid, process.pid);
    const { processes } = await services.worker.listProcesses(LOCAL);
    assert.match(processes.find((each) => each.pid === pid)?.command ?? '', /debuggee\.cjs/);
  });
});
