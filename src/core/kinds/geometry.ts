/** Sizes and places of rows as doubles and 32-bit words: what rules need millions of times, without a bigint. */
import { addressNumberAt } from '../memory-map/address.ts';
import type { RegionTable } from '../memory-map/region-table.ts';

const TWO_32 = 4294967296;

/** Size of a row in bytes; exact for page-aligned regions. */
export function sizeAt(table: RegionTable, row: number): number {
  const { start, end } = table;
  return (end[2 * row + 1]! - start[2 * row + 1]!) * TWO_32 + end[2 * row]! - start[2 * row]!;
}

/** True when `upper` starts where `lower` ends. */
export function contiguous(table: RegionTable, lower: number, upper: number): boolean {
  const { start, end } = table;
  return end[2 * lower] === start[2 * upper] && end[2 * lower + 1] === start[2 * upper + 1];
}

/** True when `upper`'s offset goes on where `lower`'s pages end, as when one segment was split by mprotect(). */
export function offsetContinues(table: RegionTable, lower: number, upper: number): boolean {
  return addressNumberAt(table.offset, lower) + sizeAt(table, lower) === addressNumberAt(table.offset, upper);
}

/** Bytes between the end of `lower` and the start of `upper`. */
export function gapBetween(table: RegionTable, lower: number, upper: number): number {
  return addressNumberAt(table.start, upper) - addressNumberAt(table.end, lower);
}

/** The start of a row as a double; exact for page-aligned addresses. */
export function startAt(table: RegionTable, row: number): number {
  return addressNumberAt(table.start, row);
}

/** The end of a row as a double; exact for page-aligned addresses. */
export function endAt(table: RegionTable, row: number): number {
  return addressNumberAt(table.end, row);
}
