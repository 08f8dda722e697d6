/** Tables of only those files that rows use, taken out of larger tables. */
import { NO_FILE, type FileColumns } from './file-table.ts';

/** Takes tables out of others, as often as there are maps to make of them: each costs as much as its rows, however large the others are. */
export class FilesInUse {
  private readonly tables: readonly FileColumns[];
  /** By entry its number in the table that was made last with it, and which one that was, from 1. */
  private readonly renumbered: Uint32Array;
  private readonly madeFor: Uint32Array;
  private made = 0;

  /** @param tables the numbers of the second go on where those of the first end */
  constructor(...tables: readonly FileColumns[]) {
    const count = tables.reduce((sum, table) => sum + table.count, 0);
    this.tables = tables;
    this.renumbered = new Uint32Array(count);
    this.madeFor = new Uint32Array(count);
  }

  /**
   * The entries that rows use, in the order in which they do, as reading them would have put them.
   * @param file the entry of each row, which is renumbered
   */
  take(file: Uint32Array): FileColumns {
    const { renumbered, madeFor } = this;
    const made = ++this.made;
    const used: number[] = [NO_FILE];
    renumbered[NO_FILE] = NO_FILE;
    madeFor[NO_FILE] = made;
    for (let row = 0; row < file.length; row++) {
      const entry = file[row]!;
      if (madeFor[entry] !== made) {
        madeFor[entry] = made;
        renumbered[entry] = used.push(entry) - 1;
      }
      file[row] = renumbered[entry]!;
    }
    return this.tableOf(used);
  }

  private tableOf(used: readonly number[]): FileColumns {
    const places = used.map((number) => this.placeOf(number));
    const count = used.length;
    const major = new Uint32Array(count);
    const minor = new Uint32Array(count);
    const inode = new Uint32Array(2 * count);
    const nameEnd = new Uint32Array(count);
    let length = 0;
    places.forEach(({ table, i }, entry) => {
      major[entry] = table.major[i]!;
      minor[entry] = table.minor[i]!;
      inode[2 * entry] = table.inode[2 * i]!;
      inode[2 * entry + 1] = table.inode[2 * i + 1]!;
      nameEnd[entry] = length += table.nameEnd[i]! - nameStart(table, i);
    });
    const nameBytes = new Uint8Array(length);
    let at = 0;
    for (const { table, i } of places) {
      for (let p = nameStart(table, i); p < table.nameEnd[i]!; p++) nameBytes[at++] = table.nameBytes[p]!;
    }
    return { count, major, minor, inode, nameEnd, nameBytes };
  }

  private placeOf(number: number): { readonly table: FileColumns; readonly i: number } {
    let i = number;
    let next = 0;
    let table = this.tables[next]!;
    while (i >= table.count) {
      i -= table.count;
      table = this.tables[++next]!;
    }
    return { table, i };
  }
}

/** Where the name of an entry starts. */
export function nameStart({ nameEnd }: FileColumns, entry: number): number {
  return entry === 0 ? 0 : nameEnd[entry - 1]!;
}
