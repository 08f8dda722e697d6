/**
 * What a debug adapter tells of its debuggee, read from messages of the Debug Adapter Protocol (DAP). Adapters are programs of
 * others: a message that is not as the protocol says tells nothing.
 */
import { printable } from '../../core/memory-map/printable.ts';
import { fieldOf, pidOf, textOf } from './values.ts';

/** The process that a `process` event tells of. */
export interface DebuggeeProcess {
  /** Undefined when the debuggee is no process of an operating system, or the adapter does not say. */
  readonly pid: number | undefined;
  /** Whether it runs on the adapter's machine; undefined when the adapter does not say. */
  readonly isLocal: boolean | undefined;
  /** Safe to print. */
  readonly name: string;
  /** The width of its addresses in bits; undefined when the adapter does not say. */
  readonly pointerSize: number | undefined;
}

/** What one message says. */
export type DebugNews =
  | { readonly kind: 'process'; readonly process: DebuggeeProcess }
  /** Whether the adapter reads memory (`supportsReadMemoryRequest`). */
  | { readonly kind: 'capabilities'; readonly readsMemory: boolean }
  | { readonly kind: 'stopped' | 'continued' | 'over' }
  /** Text that the debugger itself wrote, not the debuggee. */
  | { readonly kind: 'output'; readonly text: string };

/** Reads a message that an adapter sent; undefined when it tells nothing of the debuggee. Never throws. */
export function readMessage(message: unknown): DebugNews | undefined {
  const body = fieldOf(message, 'body');
  switch (fieldOf(message, 'type')) {
    case 'event':
      return EVENTS.get(textOf(fieldOf(message, 'event')) ?? '')?.(body);
    case 'response':
      return fieldOf(message, 'success') === true
        ? RESPONSES.get(textOf(fieldOf(message, 'command')) ?? '')?.(body)
        : undefined;
    default:
      return undefined;
  }
}

/** Whether a message to an adapter has it start its debuggee again: as another process, of which not every adapter tells. */
export function isRestart(message: unknown): boolean {
  return fieldOf(message, 'type') === 'request' && fieldOf(message, 'command') === 'restart';
}

type Reader = (body: unknown) => DebugNews | undefined;

const over: Reader = () => ({ kind: 'over' });
const continued: Reader = () => ({ kind: 'continued' });

const EVENTS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['process', processEvent],
  ['processid', javaProcessEvent],
  ['capabilities', capabilitiesEvent],
  ['output', outputEvent],
  ['stopped', () => ({ kind: 'stopped' })],
  ['continued', continued],
  ['exited', over],
  ['terminated', over],
]);

/** Adapters send no `continued` after a request that lets the debuggee run: the answer stands for it. */
const RESPONSES: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['initialize', initializeResponse],
  ...['continue', 'next', 'stepIn', 'stepOut', 'stepBack', 'reverseContinue'].map((command): [string, Reader] => [
    command,
    continued,
  ]),
]);

function processEvent(body: unknown): DebugNews {
  return {
    kind: 'process',
    process: {
      pid: pidOf(fieldOf(body, 'systemProcessId')),
      isLocal: booleanOf(fieldOf(body, 'isLocalProcess')),
      name: printable(textOf(fieldOf(body, 'name')) ?? ''),
      pointerSize: pointerSize(fieldOf(body, 'pointerSize')),
    },
  };
}

/** The debugger for Java has an event of its own. It may not know the PID, and says -1 then. */
function javaProcessEvent(body: unknown): DebugNews | undefined {
  const pid = pidOf(fieldOf(body, 'processId'));
  if (pid === undefined) return undefined;
  return { kind: 'process', process: { pid, isLocal: undefined, name: '', pointerSize: undefined } };
}

function initializeResponse(body: unknown): DebugNews {
  return { kind: 'capabilities', readsMemory: fieldOf(body, 'supportsReadMemoryRequest') === true };
}

/** Only what has changed is in it. */
function capabilitiesEvent(body: unknown): DebugNews | undefined {
  const readsMemory = booleanOf(fieldOf(fieldOf(body, 'capabilities'), 'supportsReadMemoryRequest'));
  return readsMemory === undefined ? undefined : { kind: 'capabilities', readsMemory };
}

/** What the debuggee itself prints (`stdout`, `stderr`) is none of the debugger's words. */
function outputEvent(body: unknown): DebugNews | undefined {
  const text = textOf(fieldOf(body, 'output'));
  const category = fieldOf(body, 'category') ?? 'console';
  return text === undefined || category !== 'console' ? undefined : { kind: 'output', text };
}

function booleanOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function pointerSize(value: unknown): number | undefined {
  return value === 16 || value === 32 || value === 64 ? value : undefined;
}
