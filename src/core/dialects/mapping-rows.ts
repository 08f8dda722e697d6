/**
 * Mappings as rows of numbers: an address space changes with every event of a trace, and an object for each would cost more than
 * all else.
 */

/** A mapping. It never changes: another one takes its place. Addresses and offsets are doubles, exact for whole pages. */
export interface Mapping {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** `Perm` bits. */
  readonly perms: number;
  /** Where it starts in its file, in bytes; the address it was made at when it has none. Parts that merge go on in it. */
  readonly offset: number;
  /** Which file, by a number that the replayer gives; 0 for none. */
  readonly file: number;
  /** What else keeps mappings from merging, see `VmFlag`. */
  readonly flags: number;
  /** The line of the event that made or last changed it. */
  readonly line: number;
}

export type MutableMapping = { -readonly [Key in keyof Mapping]: Mapping[Key] };

/** Mappings in address order. */
export interface MappingRows {
  /** `FIELDS` values a mapping; there may be room for more. */
  readonly values: Float64Array;
  readonly count: number;
}

/** The values of a row. */
export const START = 0;
export const END = 1;
const PERMS = 2;
const OFFSET = 3;
const FILE = 4;
const FLAGS = 5;
const LINE = 6;
export const FIELDS = 7;

/** A row as an object. */
export function mappingAt(values: Float64Array, row: number): Mapping {
  const mapping = { start: 0, end: 0, perms: 0, offset: 0, file: 0, flags: 0, line: 0 };
  loadRow(values, row, mapping);
  return mapping;
}

/** Makes an object show a row. */
export function loadRow(values: Float64Array, row: number, mapping: MutableMapping): void {
  const at = row * FIELDS;
  mapping.start = values[at]!;
  mapping.end = values[at + END]!;
  mapping.perms = values[at + PERMS]!;
  mapping.offset = values[at + OFFSET]!;
  mapping.file = values[at + FILE]!;
  mapping.flags = values[at + FLAGS]!;
  mapping.line = values[at + LINE]!;
}

/** True when a kernel would make one mapping of two rows (`can_vma_merge_after()` in mm/vma.c). */
export function merges(a: Float64Array, rowA: number, b: Float64Array, rowB: number): boolean {
  const i = rowA * FIELDS;
  const j = rowB * FIELDS;
  return (
    a[i + END] === b[j] &&
    a[i + PERMS] === b[j + PERMS] &&
    a[i + FILE] === b[j + FILE] &&
    a[i + FLAGS] === b[j + FLAGS] &&
    a[i + OFFSET]! + (a[i + END]! - a[i]!) === b[j + OFFSET]
  );
}

/** Lets a row go on in one that it merges with; gives the row. */
export function joinRows(a: Float64Array, rowA: number, b: Float64Array, rowB: number): number {
  a[rowA * FIELDS + END] = b[rowB * FIELDS + END]!;
  a[rowA * FIELDS + LINE] = Math.max(a[rowA * FIELDS + LINE]!, b[rowB * FIELDS + LINE]!);
  return rowA;
}

/** Takes what lies below an address out of a row. */
export function startLater(values: Float64Array, row: number, start: number): void {
  const at = row * FIELDS;
  values[at + OFFSET]! += start - values[at]!;
  values[at] = start;
}

export function copyRow(from: Float64Array, row: number, to: Float64Array, target: number): void {
  for (let i = 0; i < FIELDS; i++) to[target * FIELDS + i] = from[row * FIELDS + i]!;
}

export function setRow(
  values: Float64Array,
  row: number,
  start: number,
  end: number,
  perms: number,
  offset: number,
  file: number,
  flags: number,
  line: number,
): void {
  const at = row * FIELDS;
  values[at] = start;
  values[at + END] = end;
  values[at + PERMS] = perms;
  values[at + OFFSET] = offset;
  values[at + FILE] = file;
  values[at + FLAGS] = flags;
  values[at + LINE] = line;
}

/** The last row that starts at or before an address; -1 for none. */
export function lastAtOrBefore({ values, count }: MappingRows, address: number): number {
  let low = 0;
  let high = count - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if (values[middle * FIELDS]! <= address) low = middle + 1;
    else high = middle - 1;
  }
  return high;
}
