/** The procfs behind a shell. */
import { byteString } from '../byte-string.ts';
import { type FileRead, isProcPath, type Procfs } from '../procfs.ts';
import { SourceFailure } from '../source.ts';
import type { Part } from './answer.ts';
import { errorCodeIn } from './error-codes.ts';
import type { Shell } from './shell.ts';

/** Exit statuses with which a shell says that there is no such command, or that it may not be run. */
const NO_COMMAND: readonly number[] = [126, 127];
const IS_DIRECTORY = 'EISDIR';
/** The statuses of `h` in script.ts. */
const HEAD_CODES: ReadonlyMap<number, string> = new Map([
  [3, 'EINVAL'],
  [4, 'EPERM'],
  [5, 'ENOENT'],
  ...NO_COMMAND.map((status) => [status, 'ENOSYS'] as const),
]);

/** Reads with one `cat` for each file, and what needs no file with none. */
export class ShellProcfs implements Procfs {
  private readonly shell: Shell;

  constructor(shell: Shell) {
    this.shell = shell;
  }

  async read(paths: readonly string[], signal: AbortSignal): Promise<readonly FileRead[]> {
    if (paths.length === 0) return [];
    const parts = await this.shell.ask(paths.map((path) => `c ${farPath(path)}`).join(';'), signal);
    return paths.map((_, i) => fileRead(parts[i]));
  }

  async heads(paths: readonly string[], signal: AbortSignal): Promise<readonly FileRead[]> {
    if (paths.length === 0) return [];
    const parts = await this.shell.ask(paths.map((path) => `h ${farPath(path)}`).join(';'), signal);
    return paths.map((_, i) => {
      const { status, content, complaint } = partOf(parts, i);
      if (status === 0) return { bytes: content };
      return { error: HEAD_CODES.get(status) ?? errorCodeIn(complaint) };
    });
  }

  /** Names that no path of procfs can hold are left out. */
  async names(path: string, signal: AbortSignal): Promise<readonly string[] | { readonly error: string }> {
    const [part] = await this.shell.ask(`n ${farPath(path)}`, signal);
    const read = fileRead(part);
    // A folder without names is shown to cat, which says why there are none.
    if ('error' in read) return read.error === IS_DIRECTORY ? [] : read;
    return byteString(read.bytes)
      .split('\n')
      .flatMap((line) => (line.startsWith('/') ? [line.slice(1)] : []));
  }

  async isOwn(path: string, signal: AbortSignal): Promise<boolean | undefined> {
    const [part] = await this.shell.ask(`o ${farPath(path)}`, signal);
    return part?.status === 0 ? true : part?.status === 1 ? false : undefined;
  }
}

function partOf(parts: readonly Part[], i: number): Part {
  const part = parts[i];
  if (!part) throw new SourceFailure('The target left a part of the answer out.');
  return part;
}

/** What a part says of its file. @throws SourceFailure when there is no cat, or no such part */
export function fileRead(given: Part | undefined): FileRead {
  const part = partOf(given ? [given] : [], 0);
  if (part.status === 0) return { bytes: part.content };
  if (NO_COMMAND.includes(part.status)) {
    throw new SourceFailure('The target has no cat that may be run.', 'Only a shell and cat are needed there.');
  }
  return { error: errorCodeIn(part.complaint) };
}

function farPath(path: string): string {
  if (!isProcPath(path)) throw new Error('This is no path below /proc.');
  return `/proc/${path}`;
}
