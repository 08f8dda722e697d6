/**
 * The counters of a map as a few bytes a region, to be sent to a view: 3 to 9 instead of the 92 of plain columns. Most
 * counters of most regions are 0, or what another one is: all of a heap is Anonymous, Private_Dirty and Referenced.
 *
 * A column is a row of tokens. A token is a number in groups of seven bits, lowest first (LEB128); its two low bits are the
 * `Token`, the others its argument. A value is written as its code: 0 when it is absent, else 1 more than it is.
 */
import type { CounterFamily } from '../core/memory-map/counters.ts';
import type { RegionTable } from '../core/memory-map/region-table.ts';
import type { PackedWide, PackedTexts } from './packed-texts.ts';

export interface PackedCounters {
  readonly columns: readonly PackedCounter[];
  /** The column of flag sets, in tokens. */
  readonly vmFlags: Uint8Array;
  /** Each different VmFlags line, its codes apart by blanks. */
  readonly flagSets: PackedTexts;
}

/** See `CounterColumn`. */
export interface PackedCounter {
  readonly key: string;
  readonly family: CounterFamily;
  readonly unit: string;
  readonly values: Uint8Array;
  readonly wide: PackedWide;
  /** Absent when all values are numbers. */
  readonly texts?: PackedColumnTexts | undefined;
}

/** See `RowTexts`. */
export interface PackedColumnTexts {
  readonly rows: Uint8Array;
  readonly words: PackedTexts;
}

/** What a token says of the rows that follow. */
export const Token = {
  /** One row has the code in the argument. */
  code: 0,
  /** So many rows have the code of the row before them. */
  repeat: 1,
  /** So many rows are as in the column that this one is compared with. */
  same: 2,
} as const;

/** What a token's argument is multiplied by: the token stands in the two bits below it. */
export const TOKEN_STEP = 4;

/** The counter that most others of a record resemble. */
export const COMMON = 'Rss';
/** The counter that the region's addresses tell, in kB. */
const SIZE = 'Size';

/** The column that a key's is compared with. @param common the values of `COMMON` */
export function likeness(key: string, common: Uint32Array | undefined, regions: RegionTable): Uint32Array | undefined {
  if (key === SIZE) return kilobytes(regions);
  return key === COMMON ? undefined : common;
}

/** The size of each region in kB, as smaps prints it; what passes 32 bits is cut off. */
function kilobytes({ start, end, count }: RegionTable): Uint32Array {
  const sizes = new Uint32Array(count);
  for (let row = 0; row < count; row++) {
    const low = (end[2 * row] ?? 0) - (start[2 * row] ?? 0);
    const high = (end[2 * row + 1] ?? 0) - (start[2 * row + 1] ?? 0);
    sizes[row] = (high * 4194304 + low / 1024) >>> 0;
  }
  return sizes;
}
