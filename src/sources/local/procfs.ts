/** The procfs of this machine. */
import { readdirSync, statSync } from 'node:fs';
import type { FileRead, Procfs } from '../procfs.ts';
import { errorCode, LargeFile } from './files.ts';

const large = new LargeFile();

export class LocalProcfs implements Procfs {
  private readonly root: string;

  /** @param root where procfs is mounted */
  constructor(root = '/proc') {
    this.root = root;
  }

  async read(paths: readonly string[], signal: AbortSignal): Promise<readonly FileRead[]> {
    const goesOn = (): void => signal.throwIfAborted();
    return paths.map((path) =>
      orError(
        () => ({ bytes: large.read(`${this.root}/${path}`, goesOn).slice() }),
        (error) => ({ error }),
      ),
    );
  }

  async names(path: string): Promise<readonly string[] | { readonly error: string }> {
    return orError(
      () => readdirSync(`${this.root}/${path}`),
      (error) => ({ error }),
    );
  }

  async isOwn(path: string): Promise<boolean | undefined> {
    return isOwnFile(`${this.root}/${path}`);
  }
}

/** Whether a file belongs to the effective user of this process; undefined when it cannot be looked at. */
export function isOwnFile(path: string): boolean | undefined {
  return orError(
    () => statSync(path).uid === process.geteuid?.(),
    () => undefined,
  );
}

/** What a function gives, or what is made of the code of the system call that failed in it. */
function orError<Result, Instead>(work: () => Result, instead: (code: string) => Instead): Result | Instead {
  try {
    return work();
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    return instead(code);
  }
}
