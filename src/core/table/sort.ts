/** Sorts the regions of a table by a column. Stable: what is equal stays in the order of its addresses. */
import { kindOf } from '../kinds/kinds.ts';
import { ABSENT, WIDE, type CounterColumn } from '../memory-map/counters.ts';
import { formatPerms, Perm } from '../memory-map/permissions.ts';
import { pairKeys, sortRowsBy, type RowKeys } from '../memory-map/radix-sort.ts';
import { addressOrder, type RegionTable } from '../memory-map/region-table.ts';
import type { Column, ColumnId, Listing } from './columns.ts';
import { nameRanks } from './name-order.ts';

/** What rows are sorted by. Rows of which it is not known are `unknown`, and stand last in both directions. */
interface Keys extends RowKeys {
  readonly isKnown?: (row: number) => boolean;
}

/**
 * All rows in the order of a column. It may pause at each `yield`, about every 10 ms of work: a million regions take 50 to
 * 100 ms, by name up to a second.
 */
export function* sortRows(listing: Listing, column: Column, descending: boolean): Generator<undefined, Uint32Array> {
  const { regions } = listing;
  const order = addressOrder(regions)?.slice() ?? allRows(regions.count);
  if (column.id === 'start' && !descending) return order;
  yield undefined;
  const keys = column.counter ? counterKeys(column.counter) : yield* KEYS[column.id](listing);
  const known = keys.isKnown ? partition(order, keys.isKnown) : order.length;
  yield* sortRowsBy(order.subarray(0, known), keys, descending);
  return order;
}

function allRows(count: number): Uint32Array {
  const rows = new Uint32Array(count);
  for (let row = 0; row < count; row++) rows[row] = row;
  return rows;
}

type KeysOf = (listing: Listing) => Generator<undefined, Keys>;

const KEYS: Readonly<Record<ColumnId, KeysOf>> = {
  start: constant(({ regions }) => pairKeys(regions.start)),
  end: constant(({ regions }) => pairKeys(regions.end)),
  size: constant(({ regions }) => sizeKeys(regions)),
  offset: constant(({ regions }) => ({ ...pairKeys(regions.offset), isKnown: hasBit(regions, Perm.offsetUnknown) })),
  perms: constant(({ regions }) => ({
    ...byteKeys(regions.perms, PERMS_RANK),
    isKnown: hasBit(regions, Perm.unknown),
  })),
  kind: constant(({ regions }) => byteKeys(regions.kind, KIND_RANK)),
  growth: constant(({ growth }) => differenceKeys(growth?.size)),
  'memory-growth': constant(({ growth }) => differenceKeys(growth?.memory?.bytes)),
  'first-seen': constant(({ ages }) => differenceKeys(ages?.seen)),
  name: nameKeys,
};

function constant(keys: (listing: Listing) => Keys): KeysOf {
  // oxlint-disable-next-line require-yield
  return function* (listing) {
    return keys(listing);
  };
}

/** True for a row without an `unknown` bit. */
function hasBit({ perms }: RegionTable, unknown: number): (row: number) => boolean {
  return (row) => ((perms[row] ?? 0) & unknown) === 0;
}

/** Brings the rows that are known to the front, in their order, and gives how many they are. */
function partition(order: Uint32Array, isKnown: (row: number) => boolean): number {
  const unknown: number[] = [];
  let known = 0;
  for (const row of order) {
    if (isKnown(row)) order[known++] = row;
    else unknown.push(row);
  }
  order.set(unknown, known);
  return known;
}

function sizeKeys({ start, end, count }: RegionTable): Keys {
  const sizes = new Uint32Array(2 * count);
  for (let row = 0; row < count; row++) {
    const from = start[2 * row]!;
    const to = end[2 * row]!;
    sizes[2 * row] = to - from;
    sizes[2 * row + 1] = end[2 * row + 1]! - start[2 * row + 1]! - (to < from ? 1 : 0);
  }
  return pairKeys(sizes);
}

/** Ranks of what a byte stands for, by the text that is shown for it. */
function rankOf(textOf: (byte: number) => string): Uint8Array {
  const texts = Array.from({ length: 256 }, (_, byte) => textOf(byte));
  const sorted = [...new Set(texts)].sort((a, b) => (a < b ? -1 : 1));
  return Uint8Array.from(texts, (text) => sorted.indexOf(text));
}

const PERMS_RANK = rankOf((bits) => formatPerms(bits) ?? '');
const KIND_RANK = rankOf((index) => kindOf(index).label);

function byteKeys(column: Uint8Array, rank: Uint8Array): Keys {
  const low = new Uint8Array(column.length);
  for (let row = 0; row < low.length; row++) low[row] = rank[column[row]!]!;
  return { low, stride: 1 };
}

/** Names first, in the order of their bytes, then what the source calls regions without one, then their kinds. */
function* nameKeys({ regions, names }: Listing): Generator<undefined, Keys> {
  const ranks = yield* nameRanks(regions.files);
  const labels = names?.labels ?? [];
  const sorted = [...new Set(labels)].sort((a, b) => (a < b ? -1 : 1));
  const places = new Map(sorted.map((label, place) => [label, place]));
  const behindNames = regions.files.count + 1;
  const labelKeys = labels.map((label) => behindNames + (places.get(label) ?? 0));
  const behindLabels = behindNames + sorted.length;
  const low = new Uint32Array(regions.count);
  for (let row = 0; row < low.length; row++) {
    const rank = ranks[regions.file[row]!]!;
    const label = names?.index[row] ?? 0;
    if (rank > 0) low[row] = rank;
    else low[row] = labelKeys[label - 1] ?? behindLabels + KIND_RANK[regions.kind[row]!]!;
  }
  return { low, stride: 1 };
}

/** Differences of bytes, which may be below 0; what is not a number is not known. */
function differenceKeys(differences: Float64Array = new Float64Array()): Keys {
  const pairs = new Uint32Array(2 * differences.length);
  differences.forEach((by, row) => {
    pairs[2 * row] = by;
    pairs[2 * row + 1] = Math.floor(by / 2 ** 32) + 2 ** 31;
  });
  return { ...pairKeys(pairs), isKnown: (row) => !Number.isNaN(differences[row]) };
}

/** Values that do not fit into the column are the highest, in their own order. */
function counterKeys({ values, wide }: CounterColumn): Keys {
  const isKnown = (row: number): boolean => values[row] !== ABSENT;
  if (wide.size === 0) return { low: values, stride: 1, isKnown };
  const sorted = [...new Set(wide.values())].sort((a, b) => (a < b ? -1 : 1));
  const places = new Map(sorted.map((value, place) => [value, place]));
  const pairs = new Uint32Array(2 * values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    pairs[2 * row] = value === WIDE ? (places.get(wide.get(row) ?? 0n) ?? 0) : value;
    pairs[2 * row + 1] = value === WIDE ? 1 : 0;
  }
  return { ...pairKeys(pairs), isKnown };
}
