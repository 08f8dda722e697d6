/** Sizes and places of rows as doubles and 32-bit words: what rules need millions of times, without a bigint. */
import { addressNumberAt } from '../memory-map/address.ts';

/** The columns of a RegionTable that tell where regions are; word pairs, see memory-map/address.ts. */
export interface Places {
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  readonly offset: Uint32Array;
}

const TWO_32 = 4294967296;

/** Size of a row in bytes; exact for page-aligned regions. */
export function sizeAt(places: Places, row: number): number {
  const { start, end } = places;
  return (end[2 * row + 1]! - start[2 * row + 1]!) * TWO_32 + end[2 * row]! - start[2 * row]!;
}

/** True when `upper` starts where `lower` ends. */
export function contiguous(places: Places, lower: number, upper: number): boolean {
  const { start, end } = places;
  return end[2 * lower] === start[2 * upper] && end[2 * lower + 1] === start[2 * upper + 1];
}

/** True when `upper`'s offset goes on where `lower`'s pages end, as when one segment was split by mprotect(). */
export function offsetContinues(places: Places, lower: number, upper: number): boolean {
  return addressNumberAt(places.offset, lower) + sizeAt(places, lower) === addressNumberAt(places.offset, upper);
}

/** Bytes between the end of `lower` and the start of `upper`. */
export function gapBetween(places: Places, lower: number, upper: number): number {
  return addressNumberAt(places.start, upper) - addressNumberAt(places.end, lower);
}

/** The start of a row as a double; exact for page-aligned addresses. */
export function startAt(places: Places, row: number): number {
  return addressNumberAt(places.start, row);
}

/** The end of a row as a double; exact for page-aligned addresses. */
export function endAt(places: Places, row: number): number {
  return addressNumberAt(places.end, row);
}
