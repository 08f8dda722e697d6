// A process whose memory does what the test tells it.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** Buffers that may grow are reserved in one piece each and made accessible from the start on, so that a map shows each step. */
const PROGRAM = `
  process.title = process.env.MEMORY_MAPS_TEST_NAME;
  const buffers = [];
  const commands = {
    add: () => buffers.push(new ArrayBuffer(0x10000, { maxByteLength: 0x4000000 })),
    grow: () => buffers.at(-1).resize(buffers.at(-1).byteLength + 0x20000),
    touch: () => {
      const bytes = new Uint8Array(buffers.at(-1));
      for (let at = 0; at < bytes.length; at += 0x2000) bytes[at] = 1;
    },
    drop: () => buffers.forEach((buffer) => buffer.resize(0)),
  };
  require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
    commands[line]();
    console.log('done ' + line);
  });
  console.log('ready');
`;

export class LiveProcess {
  readonly pid: number;
  private readonly child: ChildProcess;

  private constructor(child: ChildProcess, pid: number) {
    this.child = child;
    this.pid = pid;
  }

  /** @param name what the process calls itself, up to 15 letters */
  static async start(name = 'memmaps-live'): Promise<LiveProcess> {
    const child = spawn(process.execPath, ['--single-threaded', '-e', PROGRAM], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '', MEMORY_MAPS_TEST_NAME: name },
    });
    assert.ok(child.pid !== undefined && child.stdout && child.stdin);
    child.stdin.on('error', () => undefined); // It may be killed before it has read what it was sent.
    await once(child.stdout, 'data');
    return new LiveProcess(child, child.pid);
  }

  /** Maps one more region, makes the last one larger by 128 KiB, writes into it every 8 KiB, or takes all of them away. */
  async do(command: 'add' | 'grow' | 'touch' | 'drop'): Promise<void> {
    const { stdin, stdout } = this.child;
    assert.ok(stdin && stdout);
    stdin.write(`${command}\n`);
    await once(stdout, 'data');
  }

  /** Ends it, and waits until it is gone. */
  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}
