/** Puts rows that were read again in the place of others, as if the whole table had been read again. */
import type { FileColumns } from './file-table.ts';
import { FilesInUse, nameStart } from './files-in-use.ts';
import type { RegionTable } from './region-table.ts';

/** Which rows another table takes the place of. */
export interface Splice {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** How many lines further down the rows behind them are; less than 0 when they are further up. */
  readonly lines: number;
}

/**
 * A table with the rows of `other` in the place of some of `table`. Neither is changed; kinds are unset.
 * @returns undefined when rows would be out of address order
 */
export function spliceRegions(table: RegionTable, other: RegionTable, splice: Splice): RegionTable | undefined {
  const { from, to } = splice;
  const isInOrder =
    table.sorted &&
    other.sorted &&
    (other.count === 0
      ? from === 0 || to === table.count || !overlaps(table, from - 1, table, to)
      : (from === 0 || !overlaps(table, from - 1, other, 0)) &&
        (to === table.count || !overlaps(other, other.count - 1, table, to)));
  if (!isInOrder) return undefined;
  const count = table.count - (to - from) + other.count;
  const numbers = numbersIn(table.files, other.files);
  const file = joined(
    table.file,
    other.file.map((entry) => numbers[entry]!),
    splice,
    1,
  );
  const line = joined(table.line, other.line, splice, 1);
  if (splice.lines !== 0) for (let row = from + other.count; row < count; row++) line[row]! += splice.lines;
  return {
    count,
    start: joined(table.start, other.start, splice, 2),
    end: joined(table.end, other.end, splice, 2),
    offset: joined(table.offset, other.offset, splice, 2),
    perms: joined(table.perms, other.perms, splice, 1),
    file,
    line,
    kind: new Uint8Array(count),
    files: new FilesInUse(table.files, other.files).take(file),
    sorted: true,
  };
}

/** True when a row starts below the end of the one that stands before it. */
function overlaps(before: RegionTable, row: number, after: RegionTable, next: number): boolean {
  const high = after.start[2 * next + 1]! - before.end[2 * row + 1]!;
  return high < 0 || (high === 0 && after.start[2 * next]! < before.end[2 * row]!);
}

function joined<Column extends Uint8Array | Uint32Array>(a: Column, b: Column, splice: Splice, width: number): Column;
function joined(
  a: Uint8Array | Uint32Array,
  b: Uint8Array | Uint32Array,
  { from, to }: Splice,
  width: number,
): Uint8Array | Uint32Array {
  const length = a.length - width * (to - from) + b.length;
  const column = a instanceof Uint8Array ? new Uint8Array(length) : new Uint32Array(length);
  column.set(a.subarray(0, width * from));
  column.set(b, width * from);
  column.set(a.subarray(width * to), width * from + b.length);
  return column;
}

/** What each entry of `other` is called: as the same one of `files`, or by a number behind all of those. */
function numbersIn(files: FileColumns, other: FileColumns): Uint32Array {
  const numbers = Uint32Array.from({ length: other.count }, (_, entry) => files.count + entry);
  for (let entry = 0; entry < other.count; entry++) {
    for (let known = 0; known < files.count; known++) {
      if (!isSame(files, known, other, entry)) continue;
      numbers[entry] = known;
      break;
    }
  }
  return numbers;
}

function isSame(a: FileColumns, i: number, b: FileColumns, j: number): boolean {
  const from = nameStart(a, i);
  const start = nameStart(b, j);
  const length = a.nameEnd[i]! - from;
  if (length !== b.nameEnd[j]! - start || a.major[i] !== b.major[j] || a.minor[i] !== b.minor[j]) return false;
  if (a.inode[2 * i] !== b.inode[2 * j] || a.inode[2 * i + 1] !== b.inode[2 * j + 1]) return false;
  for (let p = 0; p < length; p++) if (a.nameBytes[from + p] !== b.nameBytes[start + p]) return false;
  return true;
}
