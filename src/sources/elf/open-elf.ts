/** Opens ELF files below a root, and tells why one cannot be used. */
import { buildId, readElf, type ElfFile } from '../../core/elf/elf-file.ts';
import { FileSource } from './file-source.ts';
import { resolveInRoot, whyNot } from './resolve-in-root.ts';

/** An ELF file that is open. */
export interface OpenElf {
  /** On this machine. */
  readonly path: string;
  readonly source: FileSource;
  readonly elf: ElfFile;
  /** In hex; undefined when the file has none. */
  readonly buildId: string | undefined;
}

/** A place that was looked at in vain. */
export interface PassedOver {
  /** On this machine, as far as it could be told. */
  readonly path: string;
  /** A part of a sentence: "it is not there". */
  readonly reason: string;
}

/** Looks at one place after the other and remembers what was found there. */
export class Search {
  readonly passedOver: PassedOver[] = [];
  private readonly root: string;

  /** @param root a directory, empty for the root of this machine */
  constructor(root: string) {
    this.root = root;
  }

  /**
   * Opens the ELF file at a path of the root's own.
   * @param unfit why the file must not be used; undefined when it may
   * @returns undefined when there is none that may be used: `passedOver` tells why
   */
  open(path: string, unfit: (file: OpenElf) => string | undefined): OpenElf | undefined {
    const resolved = resolveInRoot(this.root, path);
    if (!resolved.ok) return this.passOver(`${this.root}${path}`, resolved.reason);
    let source: FileSource | undefined;
    try {
      source = FileSource.open(resolved.path);
      if (!source) return this.passOver(resolved.path, 'it is not a regular file');
      const file = openElf(resolved.path, source);
      const reason = typeof file === 'string' ? file : unfit(file);
      if (typeof file !== 'string' && reason === undefined) return file;
      source.close();
      return this.passOver(resolved.path, reason ?? '');
    } catch (error) {
      source?.close();
      return this.passOver(resolved.path, whyNot(error));
    }
  }

  private passOver(path: string, reason: string): undefined {
    this.passedOver.push({ path, reason });
    return undefined;
  }
}

function openElf(path: string, source: FileSource): OpenElf | string {
  const read = readElf(source);
  if (!read.ok) return read.reason;
  const { type } = read.value.header;
  if (type !== 'ET_EXEC' && type !== 'ET_DYN') return 'it is neither a program nor a shared library';
  return { path, source, elf: read.value, buildId: buildId(read.value) };
}
