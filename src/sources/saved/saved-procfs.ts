/** The procfs that saved files are a part of. */
import type { FileRead, Procfs } from '../procfs.ts';
import type { Snapshot } from './snapshot.ts';

export class SavedProcfs implements Procfs {
  private readonly snapshot: (goesOn: () => void) => Promise<Snapshot>;

  /** @param snapshot opens the files, or gives those that are open */
  constructor(snapshot: (goesOn: () => void) => Promise<Snapshot>) {
    this.snapshot = snapshot;
  }

  /** A file that was not saved is answered as one that is not there, by ENOENT. */
  async read(paths: readonly string[], signal: AbortSignal): Promise<readonly FileRead[]> {
    const goesOn = (): void => signal.throwIfAborted();
    const { read } = await this.snapshot(goesOn);
    return paths.map((path) => {
      goesOn();
      const bytes = read(path, goesOn);
      return bytes ? { bytes } : { error: 'ENOENT' };
    });
  }

  async names(path: string, signal: AbortSignal): Promise<readonly string[] | { readonly error: string }> {
    const { byPid, archive, roots } = await this.snapshot(() => signal.throwIfAborted());
    const process = /^[1-9]\d{0,9}$/.test(path) ? byPid.get(Number(path)) : undefined;
    if (process) return [...process.files.keys()];
    const names = new Set<string>();
    for (const root of roots) {
      const folder = `${root}${path}/`;
      for (const file of archive.files)
        if (file.path.startsWith(folder)) names.add(file.path.slice(folder.length).replace(/\/.*$/, ''));
    }
    return names.size > 0 ? [...names] : { error: 'ENOENT' };
  }

  /** Files are saved without their owners. */
  async isOwn(): Promise<boolean | undefined> {
    return undefined;
  }
}
