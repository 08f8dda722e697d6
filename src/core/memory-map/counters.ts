/**
 * The counters of smaps and smaps_rollup, a column for each key that was seen. Keys differ between kernels and unknown
 * ones are kept (`__show_smap()` in fs/proc/task_mmu.c). A value that was not printed is absent, not 0.
 */

import { textAt, type RowTexts } from './texts.ts';

/** In a column: this region has no such line. */
export const ABSENT = 0xffffffff;
/** In a column: the value is 2^32-2 or more and stands in `wide`. */
export const WIDE = 0xfffffffe;

/**
 * Where a key is from: a record of smaps (pmap prints them too), a word of numa_maps, or a column that only this source has
 * (a BuildId, the shares of showmap).
 */
export type CounterFamily = 'smaps' | 'numa' | 'other';

/** Keys of smaps that are no amounts of memory; all others are in kB (`__show_smap()`, Android's `Name:`). */
const UNITLESS = new Set(['THPeligible', 'ProtectionKey', 'Name']);

/** The unit that a key has where nothing else is said: `kB` for the amounts of smaps, else none. */
export function usualUnit(key: string, family: CounterFamily): string {
  return family === 'smaps' && !UNITLESS.has(key) ? 'kB' : '';
}

/** How the text that a counter was read from sets its values, where it is not as in current kernels. */
export type ValueColumn = 'left' | 23;

/** One key of the record, for instance `Rss`. */
export interface CounterColumn {
  readonly key: string;
  readonly family: CounterFamily;
  /** `kB` (1024 bytes) for most; empty for THPeligible, ProtectionKey and others without a unit. */
  readonly unit: string;
  /**
   * Where values stand in the text: right-aligned up to column 24 when it is absent, up to column 23 in the oldest smaps, or
   * left-aligned in column 17 (`THPeligible` in kernels 5 and 6.1).
   */
  readonly valueColumn?: ValueColumn;
  /** A row a region: the value, `ABSENT` or `WIDE`. */
  readonly values: Uint32Array;
  /** Values of the rows that hold `WIDE`, by row. */
  readonly wide: ReadonlyMap<number, bigint>;
  /** What is not a number (Android's `Name:`); absent when all values are numbers. */
  readonly texts?: RowTexts | undefined;
}

/** All counters of a map. */
export interface Counters {
  /** In the order in which the keys were first seen. */
  readonly columns: readonly CounterColumn[];
  /** A row a region: index into `flagSets`; 0 when the record has no VmFlags line. */
  readonly vmFlags: Uint32Array;
  /** Each different VmFlags line as its two-letter codes; entry 0 is empty. */
  readonly flagSets: readonly (readonly string[])[];
}

/** A counter's value: a number when it is exact as a double, else a bigint; a text where the source has one. */
export type CounterValue = number | bigint | string;

/** The value of a column at a row, or undefined when the region has no such line. */
export function counterAt(column: CounterColumn, row: number): CounterValue | undefined {
  const value = column.values[row] ?? ABSENT;
  if (value === ABSENT) return textAt(column.texts, row);
  if (value !== WIDE) return value;
  const wide = column.wide.get(row);
  return wide !== undefined && wide <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(wide) : wide;
}

/** A value with its unit: `4 kB`, `1 page`. */
export function valueText(value: CounterValue, unit: string): string {
  if (unit === '' || typeof value === 'string') return String(value);
  return `${value} ${value === 1 ? unit.replace(/s$/, '') : unit}`;
}

/** The column of a key, or undefined when no record has it. */
export function counterColumn(counters: Counters, key: string): CounterColumn | undefined {
  return counters.columns.find((column) => column.key === key);
}

/** The value of a key at a row in the key's own unit (kB), as a number; undefined when absent or not a number. */
export function counterNumber(counters: Counters | undefined, key: string, row: number): number | undefined {
  const column = counters && counterColumn(counters, key);
  const value = column && counterAt(column, row);
  return typeof value === 'string' || value === undefined ? undefined : Number(value);
}

/** The VmFlags codes of a row in the kernel's order; undefined when the record has no VmFlags line. */
export function vmFlagsAt(counters: Counters | undefined, row: number): readonly string[] | undefined {
  const set = counters?.vmFlags[row] ?? 0;
  return set === 0 ? undefined : counters?.flagSets[set];
}
