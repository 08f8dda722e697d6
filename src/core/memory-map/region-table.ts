/**
 * The regions of a memory map as columns: 34 bytes a region instead of an object each, and the same buffers cross to
 * workers and webviews. Rows are in the order of the source.
 */
import { addressAt, addressNumberAt } from './address.ts';
import { mappedFile, NO_FILE, type FileColumns, type MappedFile } from './file-table.ts';
import { formatPerms, Perm } from './permissions.ts';
import { finish, pairKeys, sortRowsBy } from './radix-sort.ts';

/** The columns, one row a region. */
export interface RegionTable {
  readonly count: number;
  /** First address, as word pairs (see address.ts). */
  readonly start: Uint32Array;
  /** The address after the last one, as word pairs: the kernel's `vm_end` is exclusive. Equal to `start` when the source does not tell it. */
  readonly end: Uint32Array;
  /** Offset into the file in bytes, as word pairs. */
  readonly offset: Uint32Array;
  /** Permission bits, see `Perm`. */
  readonly perms: Uint8Array;
  /** Index into `files`. */
  readonly file: Uint32Array;
  /** Line of the source, from 1; 0 where the source has no lines. */
  readonly line: Uint32Array;
  /** Index into the table of kinds (core/kinds); 0 until the map is classified. */
  readonly kind: Uint8Array;
  readonly files: FileColumns;
  /** True when every region starts at or after the end of the one before it. */
  readonly sorted: boolean;
}

/** One region, readable. */
export interface Region {
  readonly index: number;
  readonly start: bigint;
  /** Exclusive; equal to `start` when the source does not tell it. */
  readonly end: bigint;
  /** `end - start` in bytes; 0 when the source does not tell the end. */
  readonly size: bigint;
  /** False when the source tells only where the region starts (numa_maps): `end` and `size` then mean nothing. */
  readonly hasEnd: boolean;
  /** Four letters such as `r-xp`; undefined when the source did not tell. */
  readonly perms: string | undefined;
  readonly permBits: number;
  /** In bytes; undefined when the source did not tell. */
  readonly offset: bigint | undefined;
  /** Device, inode and name; `hasFileId` false means that device and inode were not told. */
  readonly file: MappedFile;
  readonly hasFileId: boolean;
  readonly line: number;
}

/** The region at row `i` (0 to count-1). */
export function regionAt(table: RegionTable, i: number): Region {
  const permBits = table.perms[i] ?? Perm.unknown;
  const start = addressAt(table.start, i);
  const end = addressAt(table.end, i);
  return {
    index: i,
    start,
    end,
    size: end - start,
    hasEnd: end !== start,
    perms: formatPerms(permBits),
    permBits,
    offset: permBits & Perm.offsetUnknown ? undefined : addressAt(table.offset, i),
    file: mappedFile(table.files, table.file[i] ?? NO_FILE),
    hasFileId: (permBits & Perm.fileIdUnknown) === 0,
    line: table.line[i] ?? 0,
  };
}

/** Size of row `i` in bytes, as a double (exact for page-aligned regions). */
export function sizeNumberAt(table: RegionTable, i: number): number {
  return addressNumberAt(table.end, i) - addressNumberAt(table.start, i);
}

const orders = new WeakMap<RegionTable, Uint32Array>();

/** Row numbers in address order; a sorted table gives undefined, because there row order is address order. */
export function addressOrder(table: RegionTable): Uint32Array | undefined {
  if (table.sorted) return undefined;
  let order = orders.get(table);
  if (!order) {
    order = new Uint32Array(table.count);
    for (let i = 0; i < order.length; i++) order[i] = i;
    finish(sortRowsBy(order, pairKeys(table.start)));
    orders.set(table, order);
  }
  return order;
}

/**
 * The row whose region holds the address, or undefined when none is known to (an unmapped address). Of a region whose end is not
 * told the start is known.
 */
export function rowOfAddress(table: RegionTable, address: bigint): number | undefined {
  if (!table.sorted) return rowByScan(table, address);
  let low = 0;
  let high = table.count - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if (addressAt(table.start, middle) > address) high = middle - 1;
    else if (addressAt(table.end, middle) > address || addressAt(table.start, middle) === address) return middle;
    else low = middle + 1;
  }
  return undefined;
}

/** In a torn or hand-made map regions may overlap, and then the halves of a search prove nothing. */
function rowByScan(table: RegionTable, address: bigint): number | undefined {
  for (let i = 0; i < table.count; i++) {
    const start = addressAt(table.start, i);
    if (start === address || (start < address && address < addressAt(table.end, i))) return i;
  }
  return undefined;
}

/**
 * The row whose record a line of the source belongs to, or undefined before the first: in smaps the header's line and the field
 * lines after it. Lines ascend with rows.
 */
export function lastRowAtOrBefore(table: RegionTable, line: number): number | undefined {
  let low = 0;
  let high = table.count - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if ((table.line[middle] ?? 0) <= line) low = middle + 1;
    else high = middle - 1;
  }
  return high >= 0 ? high : undefined;
}
