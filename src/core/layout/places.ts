/** Between units of the picture and addresses. Inside a folded stretch both run evenly, so every place has an address. */
import { addressNumberAt } from '../memory-map/address.ts';
import { gapStart, positionAtAddress, regionSpan, rowAt, stretchAt, type Axis } from './axis.ts';

interface Stretch {
  /** In units. */
  readonly from: number;
  readonly to: number;
  /** In bytes. */
  readonly start: number;
  readonly end: number;
}

/** The address at a unit, as a double. */
export function addressAtUnit(axis: Axis, unit: number): number {
  const index = stretchAt(axis, Math.min(Math.max(0, unit), axis.length));
  const { from, to, start, end } = index % 2 === 1 ? region(axis, (index - 1) / 2) : gap(axis, index / 2);
  return to > from ? start + ((Math.min(unit, to) - from) / (to - from)) * (end - start) : start;
}

/** The unit of an address; addresses above all regions are at the end. */
export function unitAtAddress(axis: Axis, address: number): number {
  const place = positionAtAddress(axis, address);
  if (!place) return axis.length;
  const { from, to, start, end } = place.inside ? region(axis, place.position) : gap(axis, place.position);
  return end > start ? from + (Math.max(0, address - start) / (end - start)) * (to - from) : from;
}

function region(axis: Axis, position: number): Stretch {
  const row = rowAt(axis, position);
  return {
    ...regionSpan(axis, position),
    start: addressNumberAt(axis.table.start, row),
    end: addressNumberAt(axis.table.end, row),
  };
}

function gap(axis: Axis, position: number): Stretch {
  const start = gapStart(axis, position);
  const end = position < axis.count ? addressNumberAt(axis.table.start, rowAt(axis, position)) : start;
  return { from: axis.bounds[2 * position] ?? 0, to: axis.bounds[2 * position + 1] ?? axis.length, start, end };
}

/** Where the region of a position starts, in two words, the low one first: what `positionStartingAt` takes. */
export function startOf({ table: { start }, order }: Axis, position: number): readonly [low: number, high: number] {
  const row = order?.[position] ?? position;
  return [start[2 * row] ?? 0, start[2 * row + 1] ?? 0];
}

/** The position whose region starts at the address, or undefined: how a region is found again in another reading. */
export function positionStartingAt(axis: Axis, low: number, high: number): number | undefined {
  const { start } = axis.table;
  const address = high * 4294967296 + low;
  let first = 0;
  let end = axis.count;
  while (first < end) {
    const middle = (first + end) >>> 1;
    if (addressNumberAt(start, rowAt(axis, middle)) < address) first = middle + 1;
    else end = middle;
  }
  const row = rowAt(axis, first);
  return first < axis.count && start[2 * row] === low && start[2 * row + 1] === high ? first : undefined;
}
