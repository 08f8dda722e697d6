/** A program of this machine that leads to another one, while it runs. Nothing of it stays behind. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { platform } from 'node:os';
import { errorCode } from '../local/files.ts';

/** What is started: the words of the command line reach the program as they are, no shell reads them. */
export interface Program {
  /** A path, or a name that is looked up in PATH. */
  readonly file: string;
  readonly args: readonly string[];
  /** Added to this process's own environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** How a program ended. */
export interface ProgramEnd {
  /** The code of the system call that failed to start it, such as `ENOENT`; undefined when it did run. */
  readonly notStarted: string | undefined;
  /** The exit code; undefined when a signal ended it. */
  readonly code: number | undefined;
  readonly signal: string | undefined;
  /** The last of what it printed on standard error, as it came: not safe to print. */
  readonly errors: string;
}

/** So many bytes of standard error are kept. */
const KEPT_ERRORS = 4096;
/** So long a program has to end once the input of a shell ended, and once more after SIGTERM, in milliseconds. */
const GRACE = 1000;
/** So long what was printed last is waited for after the end, in milliseconds: a child of the program may hold the pipe open. */
const LAST_WORDS = 500;

/** A group of its own can be ended with all that the program started. It has no terminal either, so that nothing can ask there. */
const HAS_GROUPS = platform() !== 'win32';

export class RunningProgram {
  /** Called with what it prints; set before anything is printed. */
  onData: (bytes: Uint8Array) => void = () => undefined;
  /** Resolves when it is gone; never rejects. */
  readonly ended: Promise<ProgramEnd>;
  /** undefined when it did not start. */
  private readonly child: ChildProcessWithoutNullStreams | undefined;
  private errors = Buffer.alloc(0);
  private hasEnded = false;
  /** It may end by itself when its input ends: it has answered before, and its input goes on. */
  private isListening = false;
  private ending: Promise<void> | undefined;

  /** Starts it. */
  constructor(program: Program) {
    const child = start(program);
    this.child = child instanceof Promise ? undefined : child;
    this.ended = child instanceof Promise ? child.then(notStarted) : this.watch(child);
  }

  /** Queues bytes for its standard input; what comes after the end is dropped. */
  write(bytes: Uint8Array): void {
    if (this.child?.stdin.writable) this.child.stdin.write(bytes);
  }

  /** Tells it that no more input comes. */
  endInput(): void {
    this.child?.stdin.end();
  }

  /** Ends its input, and the program when that does not end it. Resolves when it is gone. */
  end(): Promise<void> {
    return (this.ending ??= this.endInSteps());
  }

  private async endInSteps(): Promise<void> {
    if (this.hasEnded || !this.child) return;
    this.endInput();
    if (this.isListening && (await within(this.ended, GRACE))) return;
    this.kill('SIGTERM');
    if (await within(this.ended, GRACE)) return;
    this.kill('SIGKILL');
    await this.ended;
  }

  private watch(child: ChildProcessWithoutNullStreams): Promise<ProgramEnd> {
    child.stdout.on('data', (bytes: Buffer) => {
      this.isListening = child.stdin.writable;
      this.onData(bytes);
    });
    child.stderr.on('data', (bytes: Buffer) => {
      this.errors = Buffer.concat([this.errors, bytes]).subarray(-KEPT_ERRORS);
    });
    // A pipe breaks when the program ends, which is told by itself and with the reason.
    for (const each of [child, child.stdin, child.stdout, child.stderr]) each.on('error', () => undefined);
    return new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        // What it started, such as the command that leads through a jump host, has nobody to talk to any more.
        if (HAS_GROUPS) this.kill('SIGTERM');
        const finish = (): void => {
          clearTimeout(timer);
          this.hasEnded = true;
          child.stdin.destroy();
          child.stdout.destroy();
          child.stderr.destroy();
          const errors = this.errors.toString('utf8');
          resolve({ notStarted: undefined, code: code ?? undefined, signal: signal ?? undefined, errors });
        };
        const timer = setTimeout(finish, LAST_WORDS);
        child.once('close', finish);
      });
    });
  }

  private kill(signal: NodeJS.Signals): void {
    const { child } = this;
    if (child?.pid === undefined) return;
    try {
      if (HAS_GROUPS) process.kill(-child.pid, signal);
      else child.kill(signal);
    } catch (error) {
      // ESRCH: all of them are gone. EPERM: what is left has become another user's, who alone may end it.
      if (!(error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM')))
        throw error;
    }
  }
}

/** Starts a program; gives the code of the error instead when it does not start. */
function start({ file, args, env }: Program): ChildProcessWithoutNullStreams | Promise<string> {
  try {
    const child = spawn(file, args, {
      stdio: 'pipe',
      env: { ...process.env, ...env },
      detached: HAS_GROUPS,
      windowsHide: true,
    });
    if (child.pid !== undefined) return child;
    // Without a process it may have no pipes either. Some errors come later, others are thrown.
    return new Promise((resolve) => child.on('error', (error) => resolve(errorCode(error) ?? error.message)));
  } catch (error) {
    return Promise.resolve(errorCode(error) ?? String(error));
  }
}

function notStarted(why: string): ProgramEnd {
  return { notStarted: why, code: undefined, signal: undefined, errors: '' };
}

/** Whether it resolves within so many milliseconds. */
async function within(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  try {
    return await Promise.race([promise.then(() => true as const), late]);
  } finally {
    clearTimeout(timer);
  }
}
