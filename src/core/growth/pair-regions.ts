/**
 * Which regions of an earlier map became which of a later one. Where regions lie apart, it is overlap that tells: so a heap that
 * grew, a stack that grew at its start, and what was split or merged are found alike, in one pass over both. A region is the same
 * when it maps the same file or name and is not reserved space that came into use, which is how arenas and buffers grow.
 */
import { addressNumberAt } from '../memory-map/address.ts';
import type { Baseline } from './baseline.ts';
import { pairAlike } from './alike.ts';
import { GONE, MET, PART, type Pairs } from './pairs.ts';
import { sameFiles } from './same-files.ts';
import { bytesBetween, identityAt, liesApart, sizeAt, type Numbered } from './sides.ts';
import { objectsOf, slid, slidesOf, type Slides } from './slides.ts';

/**
 * Pairs the regions of two maps. Linear in both, whatever they hold.
 * @param isOther true when they are of different sources: files are then known by their names, as another boot, machine or build
 *   numbers them anew
 */
export function pairRegions(before: Baseline, after: Baseline, isOther = false): Pairs {
  const numbers = sameFiles(before.files, after.files, isOther);
  const pairs = {
    into: new Int32Array(before.count).fill(GONE),
    met: new Uint8Array(after.count),
    was: new Float64Array(after.count),
    partOf: new Int32Array(after.count).fill(GONE),
    inPlace: before.placed && after.placed,
  };
  const olds = { side: before, numbers: numbers.before };
  const news = { side: after, numbers: numbers.after };
  if (!before.placed || !after.placed || !liesApart(before) || !liesApart(after)) pairByStart(olds, news, pairs);
  else {
    const slides = slidesOf(olds, news, isOther);
    if (slides) {
      pairs.inPlace = false;
      pairByObject(olds, news, slides, pairs);
    } else {
      pairByOverlap(olds, news, pairs);
      if (isOther) pairMoved(olds, news, pairs);
    }
  }
  return pairs;
}

/**
 * What lies elsewhere where most has stayed, such as libraries of another run without ASLR. Of one process that is new: it was
 * unmapped and mapped elsewhere.
 */
function pairMoved(olds: Numbered, news: Numbered, pairs: Pairs): void {
  const then = some(olds, (row) => pairs.into[row] === GONE);
  const now = some(news, (row) => pairs.met[row] === 0);
  const slides = slidesOf(then, now, true);
  if (slides) pairByObject(then, now, slides, pairs);
}

/** The rows of a side that pass, in the order of addresses. */
function some({ side, numbers }: Numbered, passes: (row: number) => boolean): Numbered {
  const order = Uint32Array.from({ length: side.count }, (_, place) => side.order?.[place] ?? place).filter(passes);
  return { side: { ...side, count: order.length, order }, numbers };
}

/** Two runs of a program: each object by itself, where it moved to; what is left by what it is. */
function pairByObject(olds: Numbered, news: Numbered, slides: Slides, pairs: Pairs): void {
  const then = objectsOf(olds, slides);
  const side = slid(olds.side, then, slides);
  for (const [number, rows] of objectsOf(news, slides)) {
    const only = (of: Numbered['side'], those: readonly number[]): Numbered['side'] => ({
      ...of,
      count: those.length,
      order: Uint32Array.from(those),
    });
    const before = { ...olds, side: only(side, then.get(number) ?? []) };
    pairByOverlap(before, { ...news, side: only(news.side, rows) }, pairs, olds.side);
  }
  pairAlike(olds, news, pairs);
}

/** @param sized has the sizes of the earlier rows: where they moved to, the edge of all addresses can have cut some off */
function pairByOverlap(
  olds: Numbered,
  news: Numbered,
  { into, met, was, partOf }: Pairs,
  sized: Numbered['side'] = olds.side,
): void {
  const before = olds.side;
  const after = news.side;
  let j = 0;
  for (let i = 0; i < before.count; i++) {
    const old = before.order?.[i] ?? i;
    const from = addressNumberAt(before.start, old);
    const to = addressNumberAt(before.end, old);
    const identity = identityAt(olds, old);
    let left = sizeAt(sized, old);
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
