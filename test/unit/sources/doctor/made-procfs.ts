// A made-up procfs in memory: files by their paths, everything else is not there.
import type { FileRead, Procfs } from '../../../../src/sources/procfs.ts';

/** A file's text, or the code of the system call that fails on it. */
export type MadeFile = string | { readonly error: string };

export class MadeProcfs implements Procfs {
  /** Each round trip's paths. */
  readonly asked: (readonly string[])[] = [];
  readonly files: Map<string, MadeFile>;
  private readonly own: boolean | undefined;

  constructor(files: Readonly<Record<string, MadeFile>>, own: boolean | undefined = true) {
    this.files = new Map(Object.entries(files));
    this.own = own;
  }

  async read(paths: readonly string[]): Promise<readonly FileRead[]> {
    this.asked.push(paths);
    return paths.map((path) => {
      const file = this.files.get(path) ?? { error: 'ENOENT' };
      return typeof file === 'string' ? { bytes: new TextEncoder().encode(file) } : file;
    });
  }

  async names(path: string): Promise<readonly string[] | { readonly error: string }> {
    const start = `${path}/`;
    const names = [...this.files.keys()].flatMap((file) =>
      file.startsWith(start) ? [file.slice(start.length).split('/')[0] ?? ''] : [],
    );
    return names.length === 0 ? { error: 'ENOENT' } : [...new Set(names)];
  }

  async isOwn(): Promise<boolean | undefined> {
    return this.own;
  }
}

/** Of whom a status text tells. */
export interface MadeStatus {
  readonly name?: string;
  readonly uid?: number | string;
  readonly gid?: number | string;
  readonly groups?: string;
  readonly permitted?: bigint;
  readonly effective?: bigint;
  /** Lines after those. */
  readonly rest?: string;
}

/** A text of `status`. */
export function statusText(made: MadeStatus = {}): string {
  const { name = 'demo', uid = 1000, gid = uid, groups = '', permitted = 0n, effective = permitted, rest = '' } = made;
  const four = (id: number | string): string => (typeof id === 'string' ? id : [id, id, id, id].join('\t'));
  const set = (value: bigint): string => value.toString(16).padStart(16, '0');
  return (
    `Name:\t${name}\nUmask:\t0022\nState:\tS (sleeping)\nPPid:\t1\nUid:\t${four(uid)}\nGid:\t${four(gid)}\nGroups:\t${groups} \n` +
    `${rest}CapInh:\t${set(0n)}\nCapPrm:\t${set(permitted)}\nCapEff:\t${set(effective)}\n`
  );
}
