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

/** Rows whose line lies within limits or, negated, does not; line 0 is unknown and never passes. */
export function linesPlan(lines: Uint32Array, limits: Limits, negated: boolean): Plan {
  return { keep: (rows, invert) => keepNumbers(rows, lines, limits, 0, negated ? 1 : 0, invert) };
}

/** Rows of which a counter is known and lies within limits (in the counter's own unit) or, negated, does not. */
export function countersPlan({ values, wide }: CounterColumn, limits: Limits, negated: boolean): Plan {
  const flip = negated ? 1 : 0;
  return {
    keep: (rows, invert) => {
      const { least, most } = limits;
      const passing = Array.from(wide, ([row, value]): [number, number] => {
        const bit = Number(value >= least && value <= most) ^ flip ^ invert;
        return [row, rows[row]! & bit];
      });
      keepNumbers(rows, values, limits, ABSENT, flip, invert);
      for (const [row, bit] of passing) rows[row] = bit;
    },
  };
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

// No branches on values: they come in no order, and each wrong guess of the processor costs more than the comparison.

/** @param unknown the value that means that a row is not known; nor are values that do not fit the column */
function keepNumbers(
  rows: Uint8Array,
  values: Uint32Array,
  limits: Limits,
  unknown: number,
  flip: Bit,
  invert: Bit,
): void {
  const least = Number(limits.least);
  const most = Number(limits.most);
  for (let row = 0; row < rows.length; row++) {
    const value = values[row]!;
    const inside = Number(value >= least) & Number(value <= most);
    const known = Number(value < WIDE) & Number(value !== unknown);
    rows[row]! &= ((inside ^ flip) & known) ^ invert;
  }
}

function keepPairs(rows: Uint8Array, pairs: Uint32Array, bounds: Bounds, flip: Bit): void {
  const { leastLow, leastHigh, mostLow, mostHigh } = bounds;
  for (let row = 0; row < rows.length; row++) {
    const low = pairs[2 * row]!;
    const high = pairs[2 * row + 1]!;
    const above = Number(high > leastHigh) | (Number(high === leastHigh) & Number(low >= leastLow));
    const below = Number(high < mostHigh) | (Number(high === mostHigh) & Number(low <= mostLow));
    rows[row]! &= (above & below) ^ flip;
  }
}

function keepSizes(rows: Uint8Array, start: Uint32Array, end: Uint32Array, bounds: Bounds, flip: Bit): void {
  const { leastLow, leastHigh, mostLow, mostHigh } = bounds;
  for (let row = 0; row < rows.length; row++) {
    const from = start[2 * row]!;
    const to = end[2 * row]!;
    const low = (to - from) >>> 0;
    const high = (end[2 * row + 1]! - start[2 * row + 1]! - Number(to < from)) >>> 0;
    const above = Number(high > leastHigh) | (Number(high === leastHigh) & Number(low >= leastLow));
    const below = Number(high < mostHigh) | (Number(high === mostHigh) & Number(low <= mostLow));
    rows[row]! &= (above & below) ^ flip;
  }
}
