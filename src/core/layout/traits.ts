/**
 * Rare facts about regions that the picture must never lose: memory that is writable and executable at once, and files
 * that are gone from their directory. They are marked on the rail below the bars at every zoom.
 */
import { deletedEntries } from '../kinds/traits.ts';
import { Perm } from '../memory-map/permissions.ts';
import type { Axis } from './axis.ts';

/** The traits that are marked, in the order of the legend. The bit of trait `i` is `1 << i`. */
export const TRAITS = [
  {
    id: 'wx',
    label: 'w+x',
    description: 'Writable and executable at once: whatever is written there can be run.',
  },
  {
    id: 'deleted',
    label: 'deleted',
    description: 'The file was deleted or replaced after it was mapped.',
  },
] as const;

export type TraitId = (typeof TRAITS)[number]['id'];

export const WX = 1;
export const DELETED = 2;

/** The traits of all regions. */
export interface TraitColumn {
  /** Bits by position. */
  readonly bits: Uint8Array;
  /** Ascending positions of the regions that have each trait of `TRAITS`. */
  readonly positions: readonly Uint32Array[];
}

/** Finds the traits of all regions of an axis. */
export function findTraits(axis: Axis): TraitColumn {
  const bits = new Uint8Array(axis.count);
  return { bits, positions: [findWritable(axis, bits), findDeleted(axis, bits)] };
}

// Each pass is a function of its own, see axis.ts.

function findWritable({ count, order, table: { perms } }: Axis, bits: Uint8Array): Uint32Array {
  const found: number[] = [];
  const both = Perm.write | Perm.execute;
  for (let p = 0; p < count; p++) {
    if (((perms[order ? (order[p] ?? 0) : p] ?? 0) & (both | Perm.unknown)) !== both) continue;
    bits[p] = WX;
    found.push(p);
  }
  return Uint32Array.from(found);
}

function findDeleted({ count, order, table: { file, files } }: Axis, bits: Uint8Array): Uint32Array {
  const found: number[] = [];
  const deleted = deletedEntries(files);
  // Most maps have none.
  if (!deleted.includes(1)) return new Uint32Array(0);
  for (let p = 0; p < count; p++) {
    if (deleted[file[order ? (order[p] ?? 0) : p] ?? 0] !== 1) continue;
    bits[p] = (bits[p] ?? 0) | DELETED;
    found.push(p);
  }
  return Uint32Array.from(found);
}

/**
 * Calls `mark` once for every column in which a region of `positions` begins or goes on, `from` being the unit of column
 * 0. Regions that share a column cost a search each column, not a step each region.
 */
export function eachMark(
  axis: Axis,
  positions: Uint32Array,
  from: number,
  unitsPerColumn: number,
  columns: number,
  mark: (column: number, columns: number) => void,
): void {
  const edges = edgesOf(axis, positions);
  let i = firstEndingAfter(edges, from, 0);
  while (2 * i < edges.length) {
    const left = Math.max(0, Math.floor(((edges[2 * i] ?? 0) - from) / unitsPerColumn));
    if (left >= columns) return;
    const right = Math.ceil(((edges[2 * i + 1] ?? 0) - from) / unitsPerColumn);
    const width = Math.max(1, Math.min(right, columns) - left);
    mark(left, width);
    i = Math.max(i + 1, firstEndingAfter(edges, from + (left + width) * unitsPerColumn, i));
  }
}

/** The first of ascending `positions` whose region touches units `from` to `to`, or undefined. */
export function markedBetween(axis: Axis, positions: Uint32Array, from: number, to: number): number | undefined {
  const position = positions[firstEndingAfter(edgesOf(axis, positions), from, 0)];
  return position !== undefined && (axis.bounds[2 * position + 1] ?? 0) < to ? position : undefined;
}

const known = new WeakMap<Uint32Array, { readonly axis: Axis; readonly edges: Float64Array }>();

/**
 * Where the regions at some positions start and end, one after the other. They lie far apart in the axis of a large map: each look
 * at one would wait for memory, at every frame.
 */
function edgesOf(axis: Axis, positions: Uint32Array): Float64Array {
  const before = known.get(positions);
  if (before?.axis === axis) return before.edges;
  const edges = new Float64Array(2 * positions.length);
  for (let i = 0; i < positions.length; i++) {
    const stretch = 2 * (positions[i] ?? 0) + 1;
    edges[2 * i] = axis.bounds[stretch] ?? 0;
    edges[2 * i + 1] = axis.bounds[stretch + 1] ?? 0;
  }
  known.set(positions, { axis, edges });
  return edges;
}

/** The number of the first pair of `edges`, from `from` on, that ends after a unit. Near ones cost a look or two. */
function firstEndingAfter(edges: Float64Array, unit: number, from: number): number {
  const count = edges.length / 2;
  const endsAfter = (i: number): boolean => (edges[2 * i + 1] ?? 0) > unit;
  let low = from;
  let step = 1;
  while (low + step <= count && !endsAfter(low + step - 1)) {
    low += step;
    step *= 2;
  }
  let high = Math.min(low + step - 1, count);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (endsAfter(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
