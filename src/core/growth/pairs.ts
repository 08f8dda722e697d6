/**
 * Which regions of an earlier map became which of a later one. Where regions lie apart, it is overlap that tells: so a heap that
 * grew, a stack that grew at its start, and what was split or merged are found alike, in one pass over both. A region is the same
 * when it maps the same file or name and is not reserved space that came into use, which is how arenas and buffers grow.
 */
import { addressNumberAt } from '../memory-map/address.ts';
import { Perm } from '../memory-map/permissions.ts';
import type { Baseline } from './baseline.ts';
import { sameFiles } from './same-files.ts';

/** What was found, by rows of the tables. */
export interface Pairs {
  /** By earlier row the first later one that has some of it, or `GONE`. */
  readonly into: Int32Array;
  /** By later row: 0 for a new one, `MET`, or `PART` for one of several that an earlier region became. */
  readonly met: Uint8Array;
  /** By later row the bytes that it had before: all of each earlier region is in one or in several of these. */
  readonly was: Float64Array;
  /** By later row the earlier one of which it is a part that is not the first, or `GONE`. */
  readonly partOf: Int32Array;
}

export const GONE = -1;
const MET = 1;
export const PART = 2;

type Side = Pick<Baseline, 'count' | 'start' | 'end' | 'perms' | 'file' | 'order'>;

/** A side with the number of each entry of its file table. */
interface Numbered {
  readonly side: Side;
  readonly numbers: Uint32Array;
}

/** Pairs the regions of two maps. Linear in both, whatever they hold. */
export function pairRegions(before: Baseline, after: Baseline): Pairs {
  const numbers = sameFiles(before.files, after.files);
  const byAddress = before.placed && after.placed && liesApart(before) && liesApart(after);
  const pairs = {
    into: new Int32Array(before.count).fill(GONE),
    met: new Uint8Array(after.count),
    was: new Float64Array(after.count),
    partOf: new Int32Array(after.count).fill(GONE),
  };
  const olds = { side: before, numbers: numbers.before };
  const news = { side: after, numbers: numbers.after };
  if (byAddress) pairByOverlap(olds, news, pairs);
  else pairByStart(olds, news, pairs);
  return pairs;
}

const USABLE = Perm.read | Perm.write | Perm.execute | Perm.unknown;

/** What a row maps. Reserved space, which may not be touched, is another thing than memory. */
function identityAt({ side: { file, perms }, numbers }: Numbered, row: number): number {
  return 2 * (numbers[file[row] ?? 0] ?? 0) + ((perms[row] ?? 0) & USABLE ? 1 : 0);
}

/** True when every region has an end and starts behind the one before it, as in every map that the kernel prints whole. */
function liesApart({ count, start, end, order }: Side): boolean {
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

function pairByOverlap(olds: Numbered, news: Numbered, { into, met, was, partOf }: Pairs): void {
  const before = olds.side;
  const after = news.side;
  let j = 0;
  for (let i = 0; i < before.count; i++) {
    const old = before.order?.[i] ?? i;
    const from = addressNumberAt(before.start, old);
    const to = addressNumberAt(before.end, old);
    const identity = identityAt(olds, old);
    let left = sizeAt(before, old);
    let first = GONE;
    for (; j < after.count; j++) {
      const now = after.order?.[j] ?? j;
      const start = addressNumberAt(after.start, now);
      if (start >= to) break;
      const end = addressNumberAt(after.end, now);
      if (end > from && identityAt(news, now) === identity) {
        if (first === GONE) {
          first = now;
          met[now] = Math.max(met[now] ?? 0, MET);
        } else {
          const startsIn = start > from;
          const endsIn = end < to;
          const bytes = bytesBetween(
            startsIn ? after.start : before.start,
            startsIn ? now : old,
            endsIn ? after.end : before.end,
            endsIn ? now : old,
          );
          was[now] = (was[now] ?? 0) + bytes;
          left -= bytes;
          met[first] = PART;
          met[now] = PART;
          partOf[now] = old;
        }
      }
      // It may have some of the next one too.
      if (end > to) break;
    }
    into[old] = first;
    // What no region has any more is told of the first part.
    if (first !== GONE) was[first] = (was[first] ?? 0) + left;
  }
}

/** Torn or hand-made maps, and sources without addresses or ends: the same start, and the next of those that are left. */
function pairByStart(olds: Numbered, news: Numbered, { into, met, was }: Pairs): void {
  const before = olds.side;
  const after = news.side;
  const rowOf = (place: number): number => before.order?.[place] ?? place;
  /** Places of the earlier rows by what they map, as chains in the order of addresses. */
  const heads = new Map<number, number>();
  const next = new Int32Array(before.count).fill(GONE);
  for (let place = before.count - 1; place >= 0; place--) {
    const identity = identityAt(olds, rowOf(place));
    next[place] = heads.get(identity) ?? GONE;
    heads.set(identity, place);
  }
  for (let place = 0; place < after.count; place++) {
    const now = after.order?.[place] ?? place;
    const start = addressNumberAt(after.start, now);
    const identity = identityAt(news, now);
    let head = heads.get(identity) ?? GONE;
    while (head >= 0 && addressNumberAt(before.start, rowOf(head)) < start) head = next[head] ?? GONE;
    if (head >= 0 && addressNumberAt(before.start, rowOf(head)) === start) {
      const old = rowOf(head);
      into[old] = now;
      met[now] = MET;
      was[now] = sizeAt(before, old) || NaN;
      head = next[head] ?? GONE;
    }
    heads.set(identity, head);
  }
}

/** The bytes of a row, exact below 2^53; 0 where its end is not told, or lies before its start. */
export function sizeAt({ start, end }: Pick<Side, 'start' | 'end'>, row: number): number {
  return Math.max(0, bytesBetween(start, row, end, row));
}

/** From one address to another, by their words: so it is exact where addresses are not. */
function bytesBetween(start: Uint32Array, i: number, end: Uint32Array, j: number): number {
  const high = (end[2 * j + 1] ?? 0) - (start[2 * i + 1] ?? 0);
  return high * 4294967296 + ((end[2 * j] ?? 0) - (start[2 * i] ?? 0));
}
