// Shells of this machine as far shells: what a target would have, at the end of a pipe.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type { Channel, OpenChannel } from '../../../../src/sources/shell/channel.ts';
import { SourceFailure, type Waiting } from '../../../../src/sources/source.ts';

/** The shells that targets have, by what stands for them here. */
export const SHELLS: Readonly<Record<string, readonly string[]>> = {
  dash: ['dash'],
  'busybox ash': ['busybox', 'sh'],
  bash: ['bash', '--posix'],
  mksh: ['mksh'],
};

/** Whether this machine has the program. */
export function has(command: string): boolean {
  return spawnSync(command, ['-c', ':']).error === undefined;
}

/** Waits for an answer as long as it takes. */
export const PATIENT: Waiting = { signal: new AbortController().signal, isCancelled: () => false };

/** A channel that counts, and that a test may change: what comes is given to `through` first. */
export class FarShell {
  /** The programs that were started, in their order. */
  readonly children: ChildProcess[] = [];
  /** What was written. */
  sent = '';
  /** Bytes that came. */
  received = 0;
  /** How often something was asked, as round trips. */
  writes = 0;
  /** Changes each whole answer, a character a byte. */
  edit: ((answer: string) => string) | undefined;
  through: (bytes: Uint8Array, give: (bytes: Uint8Array) => void) => void = (bytes, give) => give(bytes);
  private readonly argv: readonly string[];
  private readonly options: object;

  constructor(argv: readonly string[], options: { readonly env?: NodeJS.ProcessEnv } = {}) {
    this.argv = argv;
    this.options = options;
  }

  readonly open: OpenChannel = () => {
    const [command = '', ...args] = this.argv;
    const child = spawn(command, args, { ...this.options, stdio: ['pipe', 'pipe', 'ignore'] });
    this.children.push(child);
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
    const channel: Channel = {
      write: (bytes) => {
        this.writes++;
        this.sent += Buffer.from(bytes).toString('latin1');
        child.stdin.write(bytes);
      },
      onData: () => {},
      onClose: () => {},
      answers: () => {},
      close: () => {
        child.stdin.end();
        child.stdout.resume();
        return ended;
      },
    };
    let held = '';
    child.stdin.on('error', () => {}); // The shell may have ended: `close` says so.
    child.stdout.on('data', (bytes: Buffer) => {
      this.received += bytes.length;
      if (!this.edit) {
        this.through(bytes, (part) => channel.onData(part));
        return;
      }
      held += bytes.toString('latin1');
      const nonce = this.sent.slice(this.sent.lastIndexOf('N=') + 2).split(';', 1)[0] ?? '';
      if (!held.endsWith(`\n${nonce}.\n`)) return;
      channel.onData(Buffer.from(this.edit(held), 'latin1'));
      held = '';
    });
    void ended.then(() => channel.onClose(new SourceFailure('The far shell has ended.')));
    return channel;
  };
}

/** Starts a process, and waits until it has printed something and sleeps: until then its memory and state change. */
export async function started(command: string, args: readonly string[], argv0?: string): Promise<ChildProcess> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'], ...(argv0 === undefined ? {} : { argv0 }) });
  await once(child.stdout, 'data');
  while (child.exitCode === null && !readFileSync(`/proc/${child.pid}/stat`, 'latin1').includes(') S ')) {
    await setTimeout(1);
  }
  return child;
}
