/** What is understood of a debug adapter's messages: what the protocol says, and nothing of what it does not. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isRestart, readMessage } from '../../../src/sources/debug/messages.ts';

const event = (name: string, body?: unknown): unknown => ({ type: 'event', seq: 1, event: name, body });
const response = (command: string, body?: unknown, success = true): unknown => ({
  type: 'response',
  command,
  body,
  success,
});

describe('messages of a debug adapter', () => {
  it('tell the process, where it runs and how wide its addresses are', () => {
    const body = { name: '/bin/demo', systemProcessId: 1234, isLocalProcess: true, pointerSize: 64 };
    assert.deepEqual(readMessage(event('process', body)), {
      kind: 'process',
      process: { pid: 1234, isLocal: true, name: '/bin/demo', pointerSize: 64 },
    });
    assert.deepEqual(readMessage(event('process', { name: 'far', isLocalProcess: false })), {
      kind: 'process',
      process: { pid: undefined, isLocal: false, name: 'far', pointerSize: undefined },
    });
  });

  it('take no PID that no process can have', () => {
    for (const systemProcessId of [0, -1, 1.5, 4194304, 1e300, Number.NaN, '0', '12x', ' 12', '012', null, {}, [7]]) {
      const news = readMessage(event('process', { name: 'x', systemProcessId }));
      assert.equal(news?.kind === 'process' && news.process.pid, undefined, JSON.stringify(systemProcessId));
    }
  });

  it('show a name of control characters as text', () => {
    const news = readMessage(event('process', { name: '\u001b]0;x\u0007\u202e' }));
    assert.equal(news?.kind === 'process' && news.process.name, '\\x1b]0;x\\x07\\u202e');
  });

  it('tell whether the adapter reads memory, from its first answer and later', () => {
    const reads = (message: unknown): unknown => {
      const news = readMessage(message);
      return news?.kind === 'capabilities' ? news.readsMemory : undefined;
    };
    assert.equal(reads(response('initialize', { supportsReadMemoryRequest: true })), true);
    assert.equal(reads(response('initialize', { supportsReadMemoryRequest: 'yes' })), false);
    assert.equal(reads(response('initialize')), false);
    assert.equal(reads(response('initialize', { supportsReadMemoryRequest: true }, false)), undefined);
    assert.equal(reads(event('capabilities', { capabilities: { supportsReadMemoryRequest: true } })), true);
    assert.equal(reads(event('capabilities', { capabilities: { supportsStepBack: true } })), undefined);
  });

  it('tell when the debuggee stops, runs and ends', () => {
    const kinds = ['stopped', 'continued', 'exited', 'terminated', 'thread'].map(
      (name) => readMessage(event(name, {}))?.kind,
    );
    assert.deepEqual(kinds, ['stopped', 'continued', 'over', 'over', undefined]);
    assert.equal(readMessage(response('next'))?.kind, 'continued');
    assert.equal(readMessage(response('next', undefined, false)), undefined);
  });

  it('tell the PID of a Java program, which has an event of its own', () => {
    const news = readMessage(event('processid', { processId: 77, shellProcessId: -1 }));
    assert.equal(news?.kind === 'process' && news.process.pid, 77);
    assert.equal(readMessage(event('processid', { processId: -1, shellProcessId: 12 })), undefined);
  });

  it('give what the debugger prints, and not what the debuggee prints', () => {
    assert.deepEqual(readMessage(event('output', { output: 'a' })), { kind: 'output', text: 'a' });
    assert.deepEqual(readMessage(event('output', { output: 'a', category: 'console' })), { kind: 'output', text: 'a' });
    for (const category of ['stdout', 'stderr', 'telemetry', 7]) {
      assert.equal(readMessage(event('output', { output: '* 1 process 1', category })), undefined);
    }
  });

  it('to an adapter have it start its debuggee again when they say so', () => {
    assert.ok(isRestart({ type: 'request', command: 'restart', seq: 1 }));
    for (const other of [{ type: 'response', command: 'restart' }, { type: 'request', command: 'restartFrame' }, 1]) {
      assert.ok(!isRestart(other));
    }
  });

  it('are passed over when they are none, names of the language itself included', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      assert.equal(readMessage(event(name, {})), undefined);
      assert.equal(readMessage(response(name, {})), undefined);
    }
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom('process', 'capabilities', 'output', 'processid'), (any, name) => {
        readMessage(any);
        readMessage(event(name, any));
        readMessage(response('initialize', any));
      }),
    );
  });
});
