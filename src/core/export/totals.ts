/** Sums over a map. */
import { anonymousEntries } from '../kinds/traits.ts';
import { formatPerms, Perm } from '../memory-map/permissions.ts';
import { counterAt } from '../memory-map/counters.ts';
import { addressAt } from '../memory-map/address.ts';
import { mappedFile } from '../memory-map/file-table.ts';
import type { MemoryMap } from '../memory-map/memory-map.ts';
import { countChosen, isChosen, type RowMask } from './rows.ts';
import { jsonInteger, type JsonInteger } from './json-integer.ts';

/** The totals of the normal form. Sizes are in bytes, counters in their own unit (kB). */
export interface Totals {
  readonly regions: number;
  /** null when the source tells the end of no region. */
  readonly size: JsonInteger | null;
  /** Regions of anonymous memory: no file is behind them, and no name or one given by prctl (`[anon:…]`). */
  readonly anonymous: number;
  /** null as `size` is, of these regions. */
  readonly anonymousSize: JsonInteger | null;
  readonly deleted: number;
  /** null when the source tells the permissions of no region. */
  readonly writableExecutable: number | null;
  readonly byPerms: Readonly<Record<string, { readonly regions: number; readonly size: JsonInteger | null }>>;
  /** Sums of the counters that are amounts of memory; null when the source has none. */
  readonly smaps: Readonly<Record<string, JsonInteger>> | null;
}

/** Counters in kB that are properties of a region, so that a sum says nothing. */
const NOT_AMOUNTS = new Set(['KernelPageSize', 'MMUPageSize']);

/** What regions are counted under whose permissions are not told. */
const UNKNOWN = 'unknown';

/** The sums over the regions of a map that a mask chooses. */
export function totalsOf(map: MemoryMap, mask?: RowMask): Totals {
  const { regions } = map;
  let size = 0n;
  let anonymous = 0;
  let anonymousSize = 0n;
  let deleted = 0;
  let writableExecutable = 0;
  const byPerms = new Map<string, { regions: number; size: bigint }>();
  const isAnonymous = anonymousEntries(regions.files);
  for (let row = 0; row < regions.count; row++) {
    if (!isChosen(mask, row)) continue;
    const bytes = addressAt(regions.end, row) - addressAt(regions.start, row);
    const bits = regions.perms[row] ?? 0;
    size += bytes;
    if (isAnonymous[regions.file[row] ?? 0] === 1) {
      anonymous++;
      anonymousSize += bytes;
    }
    if (mappedFile(regions.files, regions.file[row] ?? 0).deleted) deleted++;
    if ((bits & (Perm.write | Perm.execute | Perm.unknown)) === (Perm.write | Perm.execute)) writableExecutable++;
    const perms = formatPerms(bits) ?? UNKNOWN;
    const sum = byPerms.get(perms) ?? { regions: 0, size: 0n };
    sum.regions++;
    sum.size += bytes;
    byPerms.set(perms, sum);
  }
  const count = countChosen(mask, regions.count);
  return {
    regions: count,
    size: sizeTold(size, count),
    anonymous,
    anonymousSize: sizeTold(anonymousSize, anonymous),
    deleted,
    writableExecutable: count > 0 && byPerms.get(UNKNOWN)?.regions === count ? null : writableExecutable,
    byPerms: Object.fromEntries(
      [...byPerms]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([perms, sum]) => [perms, { regions: sum.regions, size: sizeTold(sum.size, sum.regions) }]),
    ),
    smaps: counterSums(map, mask),
  };
}

/** The size of some regions; null when the end of none is told: a region whose end is its start has one that nobody told. */
function sizeTold(size: bigint, regions: number): JsonInteger | null {
  return size === 0n && regions > 0 ? null : jsonInteger(size);
}

function counterSums(map: MemoryMap, mask: RowMask): Totals['smaps'] {
  if (!map.counters?.columns.some(({ family }) => family === 'smaps')) return null;
  const sums: [key: string, sum: JsonInteger][] = [];
  for (const column of map.counters.columns) {
    if (column.family !== 'smaps' || column.unit !== 'kB' || NOT_AMOUNTS.has(column.key)) continue;
    let sum = 0n;
    let told = false;
    for (let row = 0; row < map.regions.count; row++) {
      if (!isChosen(mask, row)) continue;
      const value = counterAt(column, row);
      if (value === undefined || typeof value === 'string') continue;
      sum += BigInt(value);
      told = true;
    }
    if (told) sums.push([column.key, jsonInteger(sum)]);
  }
  return Object.fromEntries(sums);
}
