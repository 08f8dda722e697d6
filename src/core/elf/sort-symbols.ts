/** Puts symbols into address order, in time linear in their number. */
import type { GatheredSymbols } from './gathered-symbols.ts';
import { difference } from './word-pairs.ts';

/** Words are sorted by 11 bits at a time. */
const DIGIT_BITS = 11;
const BUCKETS = 1 << DIGIT_BITS;
const DIGITS = 3;

/** STT_ values from best to worst: functions, resolvers of functions, objects, whatever has no type. */
const TYPE_ORDER = [2, 10, 1, 0];
/** STB_GLOBAL, STB_GNU_UNIQUE, STB_WEAK, others, STB_LOCAL. */
const BINDING_ORDER = [1, 10, 2, -1, 0];

/** Rank by `st_info`: the lower, the better a name for a place. */
const RANK_OF_INFO = Uint8Array.from({ length: 256 }, (_, info) => {
  const type = TYPE_ORDER.indexOf(info & 15);
  const known = BINDING_ORDER.indexOf(info >> 4);
  const binding = known < 0 ? BINDING_ORDER.indexOf(-1) : known;
  return ((type < 0 ? TYPE_ORDER.length : type) << 3) | binding;
});
const NO_SIZE = 1 << 7;

/** Rows in address order; rows of one address with the best name first. */
export function addressOrder({ count, value, size, info, dynamic }: GatheredSymbols): Uint32Array {
  const rank = new Uint32Array(count);
  for (let row = 0; row < count; row++) {
    const sized = size[row] === 0 ? NO_SIZE : 0;
    rank[row] = ((sized | RANK_OF_INFO[info[row] ?? 0]!) << 1) | dynamic[row]!;
  }
  const rows = new Uint32Array(count);
  for (let row = 0; row < count; row++) rows[row] = row;
  return sortRows(rows, [
    { words: rank, stride: 1, at: 0 },
    { words: value, stride: 2, at: 0 },
    { words: value, stride: 2, at: 1 },
  ]);
}

/** A column of 32-bit words to sort by: that of row `i` is `words[i * stride + at]`. */
export interface SortKey {
  readonly words: Uint32Array;
  readonly stride: number;
  readonly at: number;
}

/** Sorts rows by keys, the least significant key first; equal rows keep their order. Writes to `rows`. */
export function sortRows(rows: Uint32Array, keys: readonly SortKey[]): Uint32Array {
  const [first] = rows;
  if (first === undefined) return rows;
  let from = rows;
  let to: Uint32Array = new Uint32Array(rows.length);
  const counts = new Uint32Array(DIGITS * BUCKETS);
  for (const key of keys) {
    countDigits(from, key, counts);
    for (let digit = 0; digit < DIGITS; digit++) {
      const starts = counts.subarray(digit * BUCKETS, (digit + 1) * BUCKETS);
      const shift = digit * DIGIT_BITS;
      const bucket = (key.words[first * key.stride + key.at]! >>> shift) & (BUCKETS - 1);
      // Rows of one bucket are in order already: the upper halves of most addresses are alike.
      if (starts[bucket] === rows.length) continue;
      placeBuckets(starts);
      moveRows(from, to, key, shift, starts);
      [from, to] = [to, from];
    }
  }
  return from;
}

// The loops over all rows are functions of their own, because those are compiled soon.

/** How many rows have each value of each digit, which no order changes. */
function countDigits(rows: Uint32Array, { words, stride, at }: SortKey, counts: Uint32Array): void {
  counts.fill(0);
  for (let i = 0; i < rows.length; i++) {
    const word = words[rows[i]! * stride + at]!;
    counts[word & (BUCKETS - 1)]!++;
    counts[BUCKETS + ((word >>> DIGIT_BITS) & (BUCKETS - 1))]!++;
    counts[2 * BUCKETS + (word >>> (2 * DIGIT_BITS))]!++;
  }
}

function moveRows(
  from: Uint32Array,
  to: Uint32Array,
  { words, stride, at }: SortKey,
  shift: number,
  starts: Uint32Array,
): void {
  for (let i = 0; i < from.length; i++) {
    const row = from[i]!;
    to[starts[(words[row * stride + at]! >>> shift) & (BUCKETS - 1)]!++] = row;
  }
}

/** Turns the number of rows in each bucket into the place where the bucket starts. */
function placeBuckets(starts: Uint32Array): void {
  let sum = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    const here = starts[bucket]!;
    starts[bucket] = sum;
    sum += here;
  }
}

/**
 * For each row of sorted columns the nearest row before it that may reach over its start, -1 for none. Following these from
 * any row meets every symbol that covers an address at or after the row and before the next.
 */
export function enclosingRows(count: number, value: Uint32Array, size: Float64Array): Int32Array {
  const enclosing = new Int32Array(count);
  let top = -1;
  for (let row = 0; row < count; row++) {
    const low = value[2 * row]!;
    const high = value[2 * row + 1]!;
    while (top >= 0 && difference(value, top, low, high) >= size[top]!) top = enclosing[top]!;
    enclosing[row] = top;
    if (size[row]! > 0) top = row;
  }
  return enclosing;
}
