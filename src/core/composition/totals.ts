/** How much of each measure the regions of a kind, of an object, or with the same permissions have. */
import { kindOf, KINDS } from '../kinds/kinds.ts';
import { formatPerms, Perm } from '../memory-map/permissions.ts';
import { objectPath, type Composition } from './compose.ts';
import { amountsOf, MEASURES, type MeasureId } from './measures.ts';

export type TotalsBy = 'kind' | 'object' | 'perms';

/** What regions are summed up by, in the order of a switch. */
export const TOTALS_BY: readonly { readonly id: TotalsBy; readonly label: string }[] = [
  { id: 'kind', label: 'Kind' },
  { id: 'object', label: 'Object' },
  { id: 'perms', label: 'Permissions' },
];

/** The sums of one measure, by entry. */
export interface MeasureSums {
  /** In bytes, of the regions of which it is known. */
  readonly bytes: Float64Array;
  /** Of how many regions it is not known. */
  readonly unknown: Float64Array;
}

/** Entries are indexes of `KINDS`, objects of the composition, or permission bits. */
export interface Totals {
  readonly by: TotalsBy;
  /** The entries that have regions, ascending. */
  readonly entries: readonly number[];
  /** By entry. */
  readonly regions: Float64Array;
  /** Without what the map does not tell of any region. */
  readonly measures: ReadonlyMap<MeasureId, MeasureSums>;
}

/** One amount. */
export interface Amount {
  readonly bytes: number;
  /** Of how many of `regions` it is not known. */
  readonly unknown: number;
  readonly regions: number;
}

/** Bits that the text of permissions shows. */
const SHOWN = Perm.read | Perm.write | Perm.execute | Perm.shared | Perm.nommuShared;

/** Sums up; linear in the regions. */
export function totalsBy(composition: Composition, by: TotalsBy): Totals {
  const { listing, rows } = composition;
  const { size, entryOf } = entryColumn(composition, by);
  const regions = new Float64Array(size);
  for (let i = 0; i < rows.length; i++) regions[entryOf[rows[i]!]!]!++;
  const measures = new Map<MeasureId, MeasureSums>();
  for (const measure of MEASURES) {
    const amounts = amountsOf(listing, measure);
    if (!amounts) continue;
    const bytes = new Float64Array(size);
    const unknown = new Float64Array(size);
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      const amount = amounts[row]!;
      if (amount >= 0) bytes[entryOf[row]!]! += amount;
      else unknown[entryOf[row]!]!++;
    }
    measures.set(measure.id, { bytes, unknown });
  }
  const entries: number[] = [];
  regions.forEach((count, entry) => count > 0 && entries.push(entry));
  return { by, entries, regions, measures };
}

/** By row the entry, and how many there can be. */
function entryColumn(
  { listing, objectCount, objectOfRow }: Composition,
  by: TotalsBy,
): { readonly size: number; readonly entryOf: Uint8Array | Uint32Array } {
  const { kind, perms } = listing.regions;
  switch (by) {
    case 'kind':
      return { size: KINDS.length, entryOf: kind };
    case 'object':
      return { size: objectCount, entryOf: objectOfRow };
    case 'perms':
      return { size: 256, entryOf: perms.map((bits) => (bits & Perm.unknown ? Perm.unknown : bits & SHOWN)) };
  }
}

/** In place of the category of an entry whose regions are of several. */
export const SEVERAL = -1;

/** By entry the category of its regions, or `SEVERAL`. @param column the category of each row */
export function entryCategories(composition: Composition, by: TotalsBy, column: Uint8Array): Int16Array {
  const { size, entryOf } = entryColumn(composition, by);
  const unseen = -2;
  const found = new Int16Array(size).fill(unseen);
  for (const row of composition.rows) {
    const entry = entryOf[row]!;
    if (found[entry] === unseen) found[entry] = column[row]!;
    else if (found[entry] !== column[row]) found[entry] = SEVERAL;
  }
  return found;
}

/** What an entry is called. Texts from files are safe to show. */
export function entryName(composition: Composition, by: TotalsBy, entry: number): string {
  if (by === 'kind') return kindOf(entry).label;
  return by === 'object' ? objectPath(composition, entry) : (formatPerms(entry) ?? 'unknown');
}

/** An amount of several entries together; undefined when the map tells nothing of the measure. */
export function amountOfAll(
  { regions, measures }: Totals,
  measure: MeasureId,
  entries: readonly number[],
): Amount | undefined {
  const sums = measures.get(measure);
  if (!sums) return undefined;
  const sum = (of: Float64Array): number => entries.reduce((all, entry) => all + of[entry]!, 0);
  return { bytes: sum(sums.bytes), unknown: sum(sums.unknown), regions: sum(regions) };
}

/** What totals are sorted by: their name, their count of regions, or a measure. */
export type TotalsColumn = 'name' | 'regions' | MeasureId;

/** The entries in the order of a column. What is equal or not known stays in the order of the table, behind all else. */
export function sortedEntries(
  composition: Composition,
  totals: Totals,
  column: TotalsColumn,
  descending: boolean,
): readonly number[] {
  const { by, entries, regions, measures } = totals;
  const sign = descending ? -1 : 1;
  if (column === 'name') {
    const names = new Map(entries.map((entry) => [entry, entryName(composition, by, entry)]));
    const nameOf = (entry: number): string => names.get(entry) ?? '';
    return entries.toSorted((a, b) => sign * (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0));
  }
  const sums = column === 'regions' ? undefined : measures.get(column);
  const values = column === 'regions' ? regions : sums?.bytes;
  if (!values) return entries;
  const isUnknown = (entry: number): boolean => sums !== undefined && sums.unknown[entry] === regions[entry];
  const rank = (entry: number): number => (isUnknown(entry) ? 1 : 0);
  return entries.toSorted((a, b) => rank(a) - rank(b) || sign * (values[a]! - values[b]!) || a - b);
}
