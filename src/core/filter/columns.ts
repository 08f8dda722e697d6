/** The loops that compare numbers: 64-bit columns of word pairs, sizes, counters. */
import { ABSENT, WIDE, type CounterColumn } from '../memory-map/counters.ts';
import type { RegionTable } from '../memory-map/region-table.ts';
import type { Limits } from './amount.ts';
import type { Plan } from './plan.ts';

/** 0 and 1, as the loops combine them. */
type Bit = 0 | 1;

/** Rows of a column of word pairs that lie within limits or, negated, do not. */
export function pairsPlan(pairs: Uint32Array, limits: Limits, negated: boolean): Plan {
  const bounds = wordsOf(limits);
  return { keep: (rows, invert) => keepPairs(rows, pairs, bounds, (invert ^ Number(negated)) === 1 ? 1 : 0) };
}

/** Rows whose size (end - start) lies within limits or, negated, does not. */
export function sizesPlan({ start, end }: RegionTable, limits: Limits, negated: boolean): Plan {
  const bounds = wordsOf(limits);
  return { keep: (rows, invert) => keepSizes(rows, start, end, bounds, (invert ^ Number(negated)) === 1 ? 1 : 0) };
}

/** Rows of a plain column of 32-bit numbers that lie within limits; a 0 is unknown and never passes. */
export function linesPlan(lines: Uint32Array, limits: Limits, negated: boolean): Plan {
  return countersPlan(
    { key: '', family: 'other', unit: '', values: lines, wide: new Map(), texts: new Map() },
    limits,
    negated,
    0,
  );
}

/**
 * Rows of which a counter is known and lies within limits (in the counter's own unit) or, negated, does not.
 * @param unknown another value of the column that means that it is not known
 */
export function countersPlan(column: CounterColumn, limits: Limits, negated: boolean, unknown = ABSENT): Plan {
  const flip: Bit = negated ? 1 : 0;
  return {
    keep: (rows, invert) => {
      const { values } = column;
      const least = Number(limits.least);
      const most = Number(limits.most);
      for (let row = 0; row < rows.length; row++) {
        const value = values[row]!;
        if (value >= WIDE) rows[row]! &= wideBit(column, row, limits, flip) ^ invert;
        else if (value === unknown) rows[row]! &= invert;
        else rows[row]! &= (value >= least && value <= most ? 1 : 0) ^ flip ^ invert;
      }
    },
  };
}

/** 1 when the value of a row that holds WIDE or ABSENT is known and passes. */
function wideBit({ values, wide }: CounterColumn, row: number, { least, most }: Limits, flip: Bit): Bit {
  const value = values[row] === WIDE ? wide.get(row) : undefined;
  if (value === undefined) return 0;
  return (value >= least && value <= most) === (flip === 0) ? 1 : 0;
}

/** The sum of the values of a counter that are known. */
export function counterSum({ values, wide }: CounterColumn, count: number): bigint {
  let sum = 0;
  for (let row = 0; row < count; row++) {
    const value = values[row]!;
    if (value < WIDE) sum += value;
  }
  let exact = BigInt(sum);
  for (const value of wide.values()) exact += value;
  return exact;
}

/** The sum of all sizes in bytes. */
export function sizeSum({ start, end, count }: RegionTable): bigint {
  // Sums of the lower and the upper words stay exact in a double for 2^21 regions; a bigint a region would be slow.
  let low = 0;
  let high = 0;
  for (let row = 0; row < count; row++) {
    low += end[2 * row]! - start[2 * row]!;
    high += end[2 * row + 1]! - start[2 * row + 1]!;
  }
  return (BigInt(high) << 32n) + BigInt(low);
}

interface Bounds {
  readonly leastLow: number;
  readonly leastHigh: number;
  readonly mostLow: number;
  readonly mostHigh: number;
}

function wordsOf({ least, most }: Limits): Bounds {
  return {
    leastLow: Number(least & 0xffffffffn),
    leastHigh: Number(least >> 32n),
    mostLow: Number(most & 0xffffffffn),
    mostHigh: Number(most >> 32n),
  };
}

function keepPairs(rows: Uint8Array, pairs: Uint32Array, bounds: Bounds, flip: Bit): void {
  const { leastLow, leastHigh, mostLow, mostHigh } = bounds;
  for (let row = 0; row < rows.length; row++) {
    const low = pairs[2 * row]!;
    const high = pairs[2 * row + 1]!;
    const inside =
      (high > leastHigh || (high === leastHigh && low >= leastLow)) &&
      (high < mostHigh || (high === mostHigh && low <= mostLow));
    rows[row]! &= (inside ? 1 : 0) ^ flip;
  }
}

function keepSizes(rows: Uint8Array, start: Uint32Array, end: Uint32Array, bounds: Bounds, flip: Bit): void {
  const { leastLow, leastHigh, mostLow, mostHigh } = bounds;
  for (let row = 0; row < rows.length; row++) {
    const from = start[2 * row]!;
    const to = end[2 * row]!;
    const low = (to - from) >>> 0;
    const high = end[2 * row + 1]! - start[2 * row + 1]! - (to < from ? 1 : 0);
    const inside =
      (high > leastHigh || (high === leastHigh && low >= leastLow)) &&
      (high < mostHigh || (high === mostHigh && low <= mostLow));
    rows[row]! &= (inside ? 1 : 0) ^ flip;
  }
}
