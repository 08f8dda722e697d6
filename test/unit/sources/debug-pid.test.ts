/** The PID of a debuggee whose adapter does not tell it: from the configuration, or by asking the debugger in its own way. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { configuredPid, pidQuestion } from '../../../src/sources/debug/pid-questions.ts';
import { remoteSign } from '../../../src/sources/debug/remote-signs.ts';

function answer(type: string, text: string): unknown {
  const question = pidQuestion(type);
  assert.ok(question, type);
  return question.read(text);
}
const local = (pid: number): unknown => ({ pid, isRemote: false });

describe('the PID of a debuggee', () => {
  it('is in a configuration that attaches, under either name', () => {
    assert.equal(configuredPid({ request: 'attach', pid: 12 }), 12);
    assert.equal(configuredPid({ request: 'attach', processId: '12' }), 12);
    assert.equal(configuredPid({ request: 'launch', pid: 12 }), undefined);
    for (const pid of ['${command:pickProcess}', '12; id', '', 0, -3, 1e9, undefined, '-1', '0x10']) {
      assert.equal(configuredPid({ request: 'attach', pid }), undefined, String(pid));
    }
  });

  it('is what LLDB says of its process', () => {
    const status =
      "Process 12058 stopped\n* thread #1, name = 't', stop reason = breakpoint 1.1\n    frame #0: 0x1159 t`main\n";
    assert.deepEqual(answer('lldb', status), local(12058));
    assert.deepEqual(answer('lldb-dap', `(lldb) process status\n${status}`), local(12058));
    assert.deepEqual(answer('lldb', 'Process 7 is running.\n'), local(7));
    for (const text of [
      '',
      'error: Command requires a current process.',
      'Process 12058 exited with status = 0 (0x00000000)',
      `Process 1 killed ${status}`,
      `x\n${status}`,
      'Process 99999999 stopped',
      'Process 0 stopped',
    ]) {
      assert.equal(answer('lldb', text), undefined, text);
    }
  });

  it('is in the row that GDB marks', () => {
    const heading = '  Num  Description       Connection           Executable        \n';
    const row = '* 1    process 1320      1 (native)           /tmp/t       \n';
    assert.deepEqual(answer('gdb', heading + row), local(1320));
    assert.deepEqual(answer('cppdbg', heading + row), local(1320));
    const old =
      '  Num  Description       Executable        \n* 1    process 1320      /tmp/t \n  2    <null>            \n';
    assert.deepEqual(answer('gdb', old), local(1320), 'before GDB 10');
    for (const [connection, isRemote] of [
      ['1 (remote localhost:1234)', true],
      ['1 (extended-remote :2345)', true],
      ['1 (sim)', true],
      ['1 (native)', false],
    ] as const) {
      assert.deepEqual(answer('gdb', `${heading}* 1    process 42        ${connection} /bin/x\n`), {
        pid: 42,
        isRemote,
      });
    }
    for (const text of [
      `${heading}* 1    <null>                                              \n`,
      `${heading}${row}* 2    process 7         1 (native)    /tmp/u\n`,
      `${heading}  1    process 1320      1 (native)           /tmp/t       \n`,
      `${heading}* 1    Remote target     1 (remote :1)    /tmp/t\n`,
    ]) {
      assert.equal(answer('gdb', text), undefined, text);
    }
  });

  it('is a number that the program itself gives', () => {
    for (const type of ['node', 'pwa-node', 'debugpy']) {
      assert.deepEqual(answer(type, '4242'), local(4242));
      assert.deepEqual(answer(type, ' 4242\n'), local(4242));
      for (const text of ["'4242'", '4242n', '4242 4243', '-4242', '4.2', 'undefined', '4194304', '42\n43']) {
        assert.equal(answer(type, text), undefined, text);
      }
    }
  });

  it('is not asked for where there is no way to ask', () => {
    for (const type of ['pwa-chrome', 'java', '', '__proto__', 'constructor'])
      assert.equal(pidQuestion(type), undefined);
  });

  it('never comes out of a text by accident or harm', () => {
    const types = fc.constantFrom('lldb', 'lldb-dap', 'gdb', 'cppdbg', 'node', 'debugpy');
    fc.assert(
      fc.property(types, fc.string({ maxLength: 400 }), (type, text) => {
        const found = pidQuestion(type)?.read(text);
        if (found) assert.ok(Number.isInteger(found.pid) && found.pid > 0 && found.pid < 4194304);
      }),
    );
    answer('gdb', `* ${' '.repeat(1e6)}`);
    answer('lldb', 'Process '.repeat(1e5));
  });
});

describe('a debuggee on another machine', () => {
  it('is known by where its configuration connects to', () => {
    const signs: [object, string | undefined][] = [
      [{ miDebuggerServerAddress: 'board:2345' }, 'board:2345'],
      [{ miDebuggerServerAddress: 'localhost:2345' }, 'localhost:2345'],
      [{ 'gdb-remote-port': 1234 }, 'gdb-remote-port 1234'],
      [{ target: ':1234' }, ':1234'],
      [{ target: '/dev/ttyUSB0' }, '/dev/ttyUSB0'],
      [{ target: '/bin/program' }, undefined],
      [{ target: { program: 'x' } }, undefined],
      [{ pipeTransport: { pipeProgram: 'ssh' } }, 'ssh'],
      [{ connect: { host: '10.0.0.2', port: 5678 } }, '10.0.0.2'],
      [{ connect: { host: 'localhost', port: 5678 } }, undefined],
      [{ host: '127.0.0.1' }, undefined],
      [{ hostName: 'far' }, 'far'],
      [{ address: '::1' }, undefined],
      [{ remoteRoot: '/app' }, '/app'],
      [{ processCreateCommands: ['settings set x', 'gdb-remote board:1'] }, 'gdb-remote board:1'],
      [{ attachCommands: ['target extended-remote :3'] }, 'target extended-remote :3'],
      [{ attachCommands: ['process attach --pid 1'] }, undefined],
      [{ program: '/bin/x', request: 'launch' }, undefined],
    ];
    for (const [configuration, sign] of signs) {
      assert.equal(remoteSign(configuration), sign, JSON.stringify(configuration));
    }
  });

  it('is told in words that are safe to print, whatever the configuration holds', () => {
    assert.equal(remoteSign({ hostName: '\u001b[2Jfar' }), '\\x1b[2Jfar');
    fc.assert(fc.property(fc.anything(), (configuration) => void remoteSign(configuration)));
  });
});
