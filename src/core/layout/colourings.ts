/**
 * The colourings of the picture: each gives a category to every row. One that needs what the source does not tell is not
 * available, and what it does not tell of single rows is a category of its own.
 */
import { areAged } from '../growth/ages.ts';
import { GROUPS } from '../kinds/kinds.ts';
import { sizeNumberAt, type RegionTable } from '../memory-map/region-table.ts';
import { findingColumn } from '../findings/find.ts';
import type { Category, CategoryTotal, Coloured, ColourSubject } from './category.ts';
import type { ColouringId } from './colouring-ids.ts';
import { AGES, byAge } from './colour-age.ts';
import { byResidency, bySharing, hasResidency, hasSharing, RESIDENCY, SHARING } from './colour-counters.ts';
import { byGrowth, GROWTH } from './colour-growth.ts';
import { byNode, hasNodes } from './colour-nodes.ts';
import { byObject } from './colour-objects.ts';
import { byPermissions, PERMISSIONS } from './colour-permissions.ts';
import { bySeverity, SEVERITIES } from './colour-severity.ts';
import { groupColumn } from './groups.ts';

export interface Colouring {
  readonly id: ColouringId;
  readonly label: string;
  /** Its categories where they are the same for every map. */
  readonly categories?: readonly Category[];
  /** What the source must tell; absent when every source tells it. */
  readonly needs?: { readonly has: (subject: ColourSubject) => boolean; readonly words: string };
  readonly colour: (subject: ColourSubject) => Coloured;
}

/** The groups of kinds in three shades each. Reserved space is hatched in every theme: it is no memory. */
const KINDS: readonly Category[] = GROUPS.map((group) => ({
  ...group,
  hue: group.id,
  ...(group.id === 'reserved' ? { part: 0.16, pattern: 'rising' as const } : {}),
}));

const KIND: Colouring = {
  id: 'kind',
  label: 'Kind',
  categories: KINDS,
  colour: ({ regions }) => ({ categories: KINDS, column: groupColumn(regions) }),
};

/** All colourings in the order of the chooser. */
export const COLOURINGS: readonly Colouring[] = [
  KIND,
  { id: 'permissions', label: 'Permissions', categories: PERMISSIONS, colour: byPermissions },
  { id: 'object', label: 'File or name', colour: byObject },
  {
    id: 'residency',
    label: 'Residency',
    categories: RESIDENCY,
    needs: { has: hasResidency, words: 'needs smaps' },
    colour: byResidency,
  },
  {
    id: 'sharing',
    label: 'Sharing',
    categories: SHARING,
    needs: { has: hasSharing, words: 'needs smaps' },
    colour: bySharing,
  },
  { id: 'node', label: 'NUMA node', needs: { has: hasNodes, words: 'needs numa_maps' }, colour: byNode },
  {
    id: 'growth',
    label: 'Growth',
    categories: GROWTH,
    needs: { has: ({ growth }) => growth !== undefined, words: 'needs a second reading' },
    colour: byGrowth,
  },
  {
    id: 'age',
    label: 'Age',
    categories: AGES,
    needs: { has: ({ ages }) => areAged(ages), words: 'needs a second reading' },
    colour: byAge,
  },
  {
    id: 'severity',
    label: 'Findings',
    categories: SEVERITIES,
    colour: (subject) => bySeverity(findingColumn(subject)),
  },
];

/** Why a map cannot be coloured so, in a few words; undefined when it can. */
export function unavailable({ needs }: Colouring, subject: ColourSubject): string | undefined {
  return needs === undefined || needs.has(subject) ? undefined : needs.words;
}

/** A map in the colours of a colouring of the table. */
export interface Painted extends Coloured {
  readonly by: Colouring;
}

/** A map in the colouring that is wanted, or by kind where the map does not have what that one needs. */
export function colourMap(subject: ColourSubject, wanted: ColouringId): Painted {
  const found = COLOURINGS.find(({ id }) => id === wanted) ?? KIND;
  const by = unavailable(found, subject) === undefined ? found : KIND;
  return { by, ...by.colour(subject) };
}

/** The categories that a map has regions of, in their order. */
export function categoryTotals(table: RegionTable, { categories, column }: Coloured): readonly CategoryTotal[] {
  const regions = new Float64Array(categories.length);
  const sizes = new Float64Array(categories.length);
  for (let row = 0; row < table.count; row++) {
    const category = column[row] ?? 0;
    regions[category] = (regions[category] ?? 0) + 1;
    sizes[category] = (sizes[category] ?? 0) + Math.max(0, sizeNumberAt(table, row));
  }
  return categories
    .map((_, category) => ({ category, regions: regions[category] ?? 0, size: sizes[category] ?? 0 }))
    .filter((total) => total.regions > 0);
}
