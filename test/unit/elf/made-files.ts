// A folder for a test, filled with files that are written where they are told to be.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A temporary folder that stands for a machine's root. */
export class MadeRoot {
  readonly path = mkdtempSync(join(tmpdir(), 'memory-maps-root-'));

  /** Writes a file; `path` starts with `/`. */
  write(path: string, content: Uint8Array | string): void {
    this.folderOf(path);
    writeFileSync(join(this.path, path), content);
  }

  link(path: string, target: string): void {
    this.folderOf(path);
    symlinkSync(target, join(this.path, path));
  }

  /** Where a path of the root's own lies. */
  at(path: string): string {
    return join(this.path, path);
  }

  dispose(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  private folderOf(path: string): void {
    mkdirSync(dirname(join(this.path, path)), { recursive: true });
  }
}
