/**
 * The axis of the picture: all addresses in order, laid end to end in picture units. What a unit is the scale tells (see
 * scales.ts): on a scale of addresses one byte, and folded stretches take fewer units than they have bytes. The axis alternates
 * gap, region, gap, region ...: the stretch with index 2p is the gap before position p (often empty), 2p+1 is the
 * region at position p. A position counts regions in address order; `rowAt` gives the row of the table.
 */
import { addressNumberAt } from '../memory-map/address.ts';
import type { Counters } from '../memory-map/counters.ts';
import { Perm } from '../memory-map/permissions.ts';
import { addressOrder, type RegionTable } from '../memory-map/region-table.ts';
import { drawnRegion, drawnSize, SizeClasses, type Folding } from './folding.ts';
import {
  FOLDED,
  measure,
  scaleOf,
  type Measures,
  type Resident,
  type ScaleChoice,
  type ScaleId,
  type Sizes,
} from './scales.ts';

export interface Axis {
  readonly table: RegionTable;
  /** Regions on the axis. */
  readonly count: number;
  /** Rows by position; undefined where a position is its row. */
  readonly order: Uint32Array | undefined;
  /** Stretch `k` reaches from `bounds[k]` to `bounds[k + 1]`, in units; never descending, `bounds[0]` is 0. */
  readonly bounds: Float64Array;
  /** Every `STEP`th bound: a search in few of them stays in a near cache, and ends in a place that does. */
  readonly steps: Float64Array;
  /** All units: the end of the last region. */
  readonly length: number;
  /** The scale that it is laid out on: the folded one where the one that was asked for cannot be. */
  readonly scale: ScaleId;
  readonly folding: Folding;
  /** Only on the scale by resident bytes. */
  readonly resident: Resident | undefined;
  readonly holes: Holes;
  /** Where the gap before each position starts, in bytes; only where regions overlap and it must be looked up. */
  readonly reach: Float64Array | undefined;
}

/** The unmapped stretches, the one below the first region included. */
export interface Holes {
  readonly count: number;
  /** How many of them are folded. */
  readonly folded: number;
  /** All and the largest, in bytes. */
  readonly size: number;
  readonly largest: number;
}

const UNUSABLE = Perm.read | Perm.write | Perm.execute | Perm.unknown;

/** True for a region without any permission: a reservation or a guard. */
export function isReservation(perms: number): boolean {
  return (perms & UNUSABLE) === 0;
}

/**
 * Lays a table out. Linear in its rows; it never fails, whatever the table holds.
 * @param counters of the table's rows, which the scale by resident bytes needs
 */
export function layOut(table: RegionTable, choice: ScaleChoice = FOLDED, counters?: Counters): Axis {
  const order = addressOrder(table);
  const { id, folding, widthAt, resident } = measure(choice, { ...sizesOf(table, order), counters });
  const { bounds, reach, holes } = placeAll(table, order, folding, widthAt);
  const { toScale } = scaleOf(id);
  return {
    table,
    count: table.count,
    order,
    bounds,
    steps: stepsOf(bounds),
    length: bounds.at(-1) ?? 0,
    scale: id,
    folding,
    resident,
    holes: toScale ? holes : { ...holes, folded: 0 },
    reach,
  };
}

// Each pass is a function of its own: V8 compiles a loop that runs for long before it knows what the code behind the loop
// does, and throws away what it compiled when it gets there.

/** The sizes of all stretches. */
function sizesOf({ count, perms, start: starts, end: ends }: RegionTable, order: Axis['order']): Sizes {
  const gaps = new SizeClasses();
  const reservations = new SizeClasses();
  const regions = new SizeClasses();
  let reach = 0;
  for (let p = 0; p < count; p++) {
    const row = order ? (order[p] ?? 0) : p;
    const start = addressNumberAt(starts, row);
    const end = Math.max(start, addressNumberAt(ends, row));
    if (start > reach) gaps.add(start - reach);
    if (end > reach) reach = end;
    (isReservation(perms[row] ?? 0) ? reservations : regions).add(end - start);
  }
  return { gaps, reservations, regions };
}

/** Lays all stretches end to end. */
function placeAll(
  { count, sorted, perms, start: starts, end: ends }: RegionTable,
  order: Axis['order'],
  folding: Folding,
  widthAt: Measures['widthAt'],
): Pick<Axis, 'bounds' | 'reach' | 'holes'> {
  const bounds = new Float64Array(2 * count + 1);
  const reaches = sorted ? undefined : new Float64Array(count);
  let gapCount = 0;
  let foldedGaps = 0;
  let gapSize = 0;
  let largest = 0;
  let unit = 0;
  let reach = 0;
  for (let p = 0; p < count; p++) {
    // Worked out again: two more columns of a million cost more.
    const row = order ? (order[p] ?? 0) : p;
    const start = addressNumberAt(starts, row);
    const end = Math.max(start, addressNumberAt(ends, row));
    if (start > reach) {
      const gap = start - reach;
      unit += gap > folding.gap && folding.gapWidth !== undefined ? folding.gapWidth : drawnSize(gap, folding.gap);
      gapCount++;
      gapSize += gap;
      if (gap > folding.gap) foldedGaps++;
      if (gap > largest) largest = gap;
    }
    if (reaches) reaches[p] = reach;
    if (end > reach) reach = end;
    bounds[2 * p + 1] = unit;
    if (widthAt) unit += widthAt(row);
    else if (isReservation(perms[row] ?? 0)) unit += drawnSize(end - start, folding.reservation);
    else unit += drawnRegion(end - start, folding);
    bounds[2 * p + 2] = unit;
  }
  return { bounds, reach: reaches, holes: { count: gapCount, folded: foldedGaps, size: gapSize, largest } };
}

/** Stretches of a step: a power of two. */
export const STEP = 32;
/** Steps that a walk takes at once, and how often, before a search begins. */
const STRIDE = 8;
const WALK = 16;

function stepsOf(bounds: Float64Array): Float64Array {
  const steps = new Float64Array(Math.ceil((bounds.length - 1) / STEP));
  for (let i = 0; i < steps.length; i++) steps[i] = bounds[i * STEP] ?? 0;
  return steps;
}

/** The table's row at a position. */
export function rowAt(axis: Axis, position: number): number {
  return axis.order ? (axis.order[position] ?? 0) : position;
}

/** Where a region lies, in units. */
export function regionSpan(axis: Axis, position: number): { readonly from: number; readonly to: number } {
  return { from: axis.bounds[2 * position + 1] ?? 0, to: axis.bounds[2 * position + 2] ?? 0 };
}

/** A region's true size in bytes. */
export function regionSize(axis: Axis, position: number): number {
  const row = rowAt(axis, position);
  return Math.max(0, addressNumberAt(axis.table.end, row) - addressNumberAt(axis.table.start, row));
}

/** True when a region is drawn narrower than to scale, on a scale of addresses. */
export function isFolded(axis: Axis, position: number): boolean {
  const size = regionSize(axis, position);
  const { reservation, giant } = axis.folding;
  return isReservation(axis.table.perms[rowAt(axis, position)] ?? 0) ? size > reservation : size >= giant;
}

/**
 * The true size in bytes of the gap before a position (0 when there is none), and whether it is folded. In a map whose
 * regions overlap, what an earlier region covers is no gap.
 */
export function gapBefore(axis: Axis, position: number): { readonly size: number; readonly folded: boolean } {
  const size = gapSizeBefore(axis, position);
  return { size, folded: size > axis.folding.gap && scaleOf(axis.scale).toScale };
}

/** The size alone, for passes over a table. */
export function gapSizeBefore(axis: Axis, position: number): number {
  const { bounds, table } = axis;
  if ((bounds[2 * position + 1] ?? 0) <= (bounds[2 * position] ?? 0)) return 0;
  return addressNumberAt(table.start, rowAt(axis, position)) - gapStart(axis, position);
}

/** The address at which the gap before a position starts: the highest end of all regions before it. */
export function gapStart(axis: Axis, position: number): number {
  if (position === 0) return 0;
  return axis.reach ? (axis.reach[position] ?? 0) : addressNumberAt(axis.table.end, position - 1);
}

/**
 * The stretch that a unit lies in: the last one that starts at or before it, looking from stretch `from` on (which must
 * start at or before the unit). Neighbours cost a look or two and far ones a logarithm.
 */
export function stretchAt(axis: Pick<Axis, 'bounds' | 'steps'>, unit: number, from = 0): number {
  const { bounds } = axis;
  const end = bounds.length - 1;
  if (from + 1 >= end || (bounds[from + 1] ?? 0) > unit) return from;
  const first = STEP * stepAt(axis, unit, Math.floor(from / STEP));
  return lastUpTo(bounds, unit, Math.max(from, first), Math.min(first + STEP, end));
}

/** The last step that starts at or before a unit, looking from step `from` on, which must be one. */
export function stepAt({ steps }: Pick<Axis, 'steps'>, unit: number, from: number): number {
  const { length } = steps;
  let stride = STRIDE;
  let step = from;
  // Near ones are walked to: the processor foresees a walk, and no halving.
  for (let walked = 0; walked < WALK; walked++) {
    if (step + stride >= length || (steps[step + stride] ?? 0) > unit) {
      while (step + 1 < length && (steps[step + 1] ?? 0) <= unit) step++;
      return step;
    }
    step += stride;
  }
  while (step + stride < length && (steps[step + stride] ?? 0) <= unit) {
    step += stride;
    stride *= 2;
  }
  return lastUpTo(steps, unit, step, Math.min(step + stride, length));
}

/** The last index from `low` on and below `high` whose value is at most `unit`; `low` is taken to be one. */
function lastUpTo(values: Float64Array, unit: number, low: number, high: number): number {
  let first = low;
  let end = high;
  while (end - first > 1) {
    const middle = (first + end) >>> 1;
    if ((values[middle] ?? 0) <= unit) first = middle;
    else end = middle;
  }
  return first;
}

/** What lies at a unit: the region at a position, or the gap before it; undefined outside of the picture. */
export type Hit = { readonly region: number } | { readonly gapBefore: number };

export function hitTest(axis: Axis, unit: number): Hit | undefined {
  if (!(unit >= 0 && unit < axis.length)) return undefined;
  const stretch = stretchAt(axis, unit);
  return stretch % 2 === 1 ? { region: (stretch - 1) / 2 } : { gapBefore: stretch / 2 };
}

/**
 * The position of the region that holds the address, else of the first one above it; undefined for an address above all
 * regions.
 */
export function positionAtAddress(
  axis: Axis,
  address: number,
): { readonly position: number; readonly inside: boolean } | undefined {
  let low = 0;
  let high = axis.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (addressNumberAt(axis.table.start, rowAt(axis, middle)) <= address) low = middle + 1;
    else high = middle;
  }
  const before = low - 1;
  if (before >= 0 && address < addressNumberAt(axis.table.end, rowAt(axis, before))) {
    return { position: before, inside: true };
  }
  return low < axis.count ? { position: low, inside: false } : undefined;
}
