/** The filter of the picture. What does not pass is dimmed where it lies: the picture stays the whole truth. */
import { sizeNumberAt, type RegionTable } from '../memory-map/region-table.ts';
import { rowAt, type Axis } from './axis.ts';
import type { Coloured } from './category.ts';
import { TRAITS, type TraitColumn, type TraitId } from './traits.ts';

export interface Filter {
  /** Categories of the colouring that do not pass, by their ids. */
  readonly hidden: readonly string[];
  /** When there are any, only regions that have one of these traits pass. */
  readonly traits: readonly TraitId[];
}

/** Everything passes. */
export const NO_FILTER: Filter = { hidden: [], traits: [] };

/** True when the filter lets everything through. */
function isOff(filter: Filter): boolean {
  return filter.hidden.length === 0 && filter.traits.length === 0;
}

/**
 * By row 1 for what passes; undefined when everything does.
 * @param matches by row 1 for what another filter lets through; undefined when there is none
 */
export function applyFilter(
  axis: Axis,
  { categories, column }: Coloured,
  traits: TraitColumn,
  filter: Filter,
  matches?: Uint8Array,
): Uint8Array | undefined {
  if (isOff(filter)) return matches;
  const shown = Uint8Array.from(categories, ({ id }) => (filter.hidden.includes(id) ? 0 : 1));
  const wanted = TRAITS.reduce((bits, { id }, i) => (filter.traits.includes(id) ? bits | (1 << i) : bits), 0);
  const passes = new Uint8Array(axis.count);
  for (let p = 0; p < axis.count; p++) {
    const row = rowAt(axis, p);
    const byTrait = wanted === 0 || ((traits.bits[p] ?? 0) & wanted) !== 0;
    const byMatch = matches === undefined || matches[row] === 1;
    passes[row] = byTrait && byMatch ? (shown[column[row] ?? 0] ?? 1) : 0;
  }
  return passes;
}

/** How many regions pass a filter, and their size in bytes (exact for page-aligned regions). */
export function passing(table: RegionTable, passes: Uint8Array): { regions: number; size: number } {
  const total = { regions: 0, size: 0 };
  for (let row = 0; row < table.count; row++) {
    if (passes[row] === 0) continue;
    total.regions++;
    total.size += Math.max(0, sizeNumberAt(table, row));
  }
  return total;
}

/** The filter with one category shown or hidden. */
export function toggleCategory(filter: Filter, category: string): Filter {
  const { hidden } = filter;
  return {
    ...filter,
    hidden: hidden.includes(category) ? hidden.filter((id) => id !== category) : [...hidden, category],
  };
}

/** The filter that shows only one of the categories; when it shows only that one already, all of them again. */
export function onlyCategory(filter: Filter, category: string, present: readonly string[]): Filter {
  const others = present.filter((id) => id !== category);
  const already = !filter.hidden.includes(category) && others.every((id) => filter.hidden.includes(id));
  return { ...filter, hidden: already ? [] : others };
}

/** The filter with one trait asked for or no longer. */
export function toggleTrait(filter: Filter, trait: TraitId): Filter {
  const traits = filter.traits.includes(trait) ? filter.traits.filter((id) => id !== trait) : [...filter.traits, trait];
  return { ...filter, traits };
}
