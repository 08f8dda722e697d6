/** What became of each region since an earlier reading, and what is gone. Amounts are in bytes. */
import { ABSENT, WIDE, type CounterColumn } from '../memory-map/counters.ts';
import { addressNumberAt } from '../memory-map/address.ts';
import { fileEntries } from '../kinds/traits.ts';
import { Perm } from '../memory-map/permissions.ts';
import { takeBaseline, type Baseline, type Reading } from './baseline.ts';
import { pairRegions } from './pair-regions.ts';
import { GONE, PART, type Pairs } from './pairs.ts';
import { sizeAt } from './sides.ts';

/** What became of a region; the number in `Growth.changes`. A region that changed its permissions only is the same, see `permsWere`. */
export const Change = { same: 0, new: 1, grown: 2, shrunk: 3 } as const;

/** Regions that changed alike. */
export interface ChangeTotal {
  readonly regions: number;
  /** The sum of their differences: of a new region its whole size. */
  readonly size: number;
}

/** How memory grew, where both readings tell the counter. */
export interface MemoryGrowth {
  readonly key: string;
  /** By row; NaN where it is not known, as of the parts of what was one region. */
  readonly bytes: Float64Array;
  /** By row what is known of such parts. */
  readonly splits: ReadonlyMap<number, SplitGrowth>;
  /** Of the whole map, what is gone included; undefined when any region does not tell. */
  readonly total: number | undefined;
}

/** The regions that were one, or several that lay side by side: how their memory grew is known of all together only. */
export interface SplitGrowth {
  /** In the order of addresses. */
  readonly rows: readonly number[];
  /** NaN where a region does not tell. */
  readonly bytes: number;
}

export interface Growth {
  /** By row, as `Change`. */
  readonly changes: Uint8Array;
  /** By row; NaN where a reading does not tell the region's end. */
  readonly size: Float64Array;
  readonly memory: MemoryGrowth | undefined;
  /** By row the permission bits of what is there still and had others, as mprotect() gives. */
  readonly permsWere: ReadonlyMap<number, number>;
  /** By `Change`. */
  readonly totals: readonly ChangeTotal[];
  /** Regions of the earlier reading that are there no longer; its size is below 0. */
  readonly gone: ChangeTotal;
  /** Which those are, by their rows in the earlier reading. */
  readonly goneRows: Uint32Array;
  /** The sum of all differences. */
  readonly total: number;
  /** False when nothing is another than it was. */
  readonly differs: boolean;
}

/** Compares a map with an earlier one. Linear in the regions of both. @param isOther see `pairRegions` */
export function compare(before: Baseline, reading: Reading, isOther = false): Growth {
  const after = takeBaseline(reading);
  const pairs = pairRegions(before, after, isOther);
  const { into, met, was } = pairs;
  const goneRows = new Uint32Array(before.count);
  const gone = { regions: 0, size: 0 };
  for (let row = 0; row < before.count; row++) {
    if (into[row] !== GONE) continue;
    goneRows[gone.regions++] = row;
    gone.size -= sizeAt(before, row);
  }
  const changes = new Uint8Array(after.count);
  const size = new Float64Array(after.count);
  const totals = Object.values(Change).map(() => ({ regions: 0, size: 0 }));
  let total = gone.size;
  for (let row = 0; row < after.count; row++) {
    const bytes = sizeAt(after, row);
    const by = bytes > 0 ? bytes - (was[row] ?? 0) : NaN;
    const change = met[row] === 0 ? Change.new : by > 0 ? Change.grown : by < 0 ? Change.shrunk : Change.same;
    size[row] = by;
    changes[row] = change;
    const of = totals[change];
    if (of) of.regions++;
    if (!by) continue;
    if (of) of.size += by;
    total += by;
  }
  const memory = memoryGrowth(before, after, pairs);
  const permsWere = otherPermissions(before, after, pairs);
  const differs =
    gone.regions > 0 ||
    permsWere.size > 0 ||
    totals[Change.same]?.regions !== after.count ||
    memory?.bytes.some(Boolean) ||
    [...(memory?.splits.values() ?? [])].some(({ bytes }) => Boolean(bytes));
  return {
    changes,
    size,
    memory,
    permsWere,
    totals,
    gone,
    goneRows: goneRows.slice(0, gone.regions),
    total,
    differs,
  };
}

const LETTERS = Perm.read | Perm.write | Perm.execute | Perm.shared | Perm.nommuShared;

function otherPermissions(before: Baseline, after: Baseline, { into, partOf, inPlace }: Pairs): Map<number, number> {
  const found = new Map<number, number>();
  if (!inPlace) return found;
  const meet = (old: number, now: number): void => {
    const [was, is] = [before.perms[old] ?? Perm.unknown, after.perms[now] ?? Perm.unknown];
    if (((was | is) & Perm.unknown) === 0 && ((was ^ is) & LETTERS) !== 0 && stayed(before, old, after, now))
      found.set(now, was & LETTERS);
  };
  into.forEach((now, old) => now !== GONE && meet(old, now));
  partOf.forEach((old, now) => old !== GONE && meet(old, now));
  return found;
}

/** Whether two rows have an address in common, and of a file show the same byte there: another part has other permissions anyway. */
function stayed(before: Baseline, old: number, after: Baseline, now: number): boolean {
  const [from, at] = [addressNumberAt(before.start, old), addressNumberAt(after.start, now)];
  if (from >= addressNumberAt(after.end, now) || at >= addressNumberAt(before.end, old)) return false;
  if (fileEntries(after.files)[after.file[now] ?? 0] !== 1) return true;
  if (((before.perms[old] ?? 0) | (after.perms[now] ?? 0)) & Perm.offsetUnknown) return from === at;
  return at - from === addressNumberAt(after.offset, now) - addressNumberAt(before.offset, old);
}

function memoryGrowth(before: Baseline, after: Baseline, { into, met, partOf }: Pairs): MemoryGrowth | undefined {
  const then = before.memory.find(({ key }) => after.memory.some((column) => column.key === key));
  const now = then && after.memory.find(({ key }) => key === then.key);
  if (!then || !now) return undefined;
  const bytes = new Float64Array(after.count);
  let total = 0;
  for (let row = 0; row < before.count; row++) {
    const had = bytesAt(then, row);
    total -= had;
    const to = into[row] ?? GONE;
    if (to !== GONE) bytes[to] = (bytes[to] ?? 0) - had;
  }
  for (let row = 0; row < after.count; row++) {
    const has = bytesAt(now, row);
    total += has;
    bytes[row] = (bytes[row] ?? 0) + has;
  }
  const splits = new Map<number, { rows: number[]; bytes: number }>();
  for (let place = 0; place < after.count; place++) {
    const row = after.order?.[place] ?? place;
    if (met[row] !== PART) continue;
    const split = splits.get(into[partOf[row] ?? GONE] ?? GONE) ?? { rows: [], bytes: 0 };
    split.rows.push(row);
    split.bytes += bytes[row] ?? NaN;
    splits.set(row, split);
    bytes[row] = NaN;
  }
  return { key: now.key, bytes, splits, total: Number.isNaN(total) ? undefined : total };
}

/** A counter in bytes; NaN where the region does not tell. */
export function bytesAt({ values, wide }: CounterColumn, row: number): number {
  const value = values[row] ?? ABSENT;
  if (value < WIDE) return value * 1024;
  return value === WIDE ? Number(wide.get(row)) * 1024 : NaN;
}
