/** The two maps that are compared, as far as pairing looks at them. */
import { addressNumberAt } from '../memory-map/address.ts';
import { Perm } from '../memory-map/permissions.ts';
import type { Baseline } from './baseline.ts';

export type Side = Pick<Baseline, 'count' | 'start' | 'end' | 'perms' | 'file' | 'files' | 'order'>;

/** A side with the number of each entry of its file table: the same on both sides for what is the same. */
export interface Numbered {
  readonly side: Side;
  readonly numbers: Uint32Array;
}

const USABLE = Perm.read | Perm.write | Perm.execute | Perm.unknown;

/** What a row maps. Reserved space, which may not be touched, is another thing than memory. */
export function identityAt({ side: { file, perms }, numbers }: Numbered, row: number): number {
  return 2 * (numbers[file[row] ?? 0] ?? 0) + ((perms[row] ?? 0) & USABLE ? 1 : 0);
}

/** True when every region has an end and starts behind the one before it, as in every map that the kernel prints whole. */
export function liesApart({ count, start, end, order }: Side): boolean {
  let reach = 0;
  for (let place = 0; place < count; place++) {
    const row = order?.[place] ?? place;
    const from = addressNumberAt(start, row);
    const to = addressNumberAt(end, row);
    if (from < reach || to <= from) return false;
    reach = to;
  }
  return true;
}

/** The bytes of a row, exact below 2^53; 0 where its end is not told, or lies before its start. */
export function sizeAt({ start, end }: Pick<Side, 'start' | 'end'>, row: number): number {
  return Math.max(0, bytesBetween(start, row, end, row));
}

/** From one address to another, by their words: so it is exact where addresses are not. */
export function bytesBetween(start: Uint32Array, i: number, end: Uint32Array, j: number): number {
  const high = (end[2 * j + 1] ?? 0) - (start[2 * i + 1] ?? 0);
  return high * 4294967296 + ((end[2 * j] ?? 0) - (start[2 * i] ?? 0));
}
