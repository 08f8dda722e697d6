/** Colours by what smaps counts: how much of a region is resident, and how most of it is shared. */
import { sizeNumberAt } from '../memory-map/region-table.ts';
import type { Category, Coloured, ColourSubject } from './category.ts';
import { columnsWithNumbers, numbersOf, sumAt } from './counter-numbers.ts';

/** The kernel counts pages of hugetlbfs beside `Rss` (`smaps_hugetlb_range()` in fs/proc/task_mmu.c). */
const HUGETLB = ['Private_Hugetlb', 'Shared_Hugetlb'] as const;

const STEPS: readonly (readonly [id: string, label: string, part: number])[] = [
  ['none', 'Nothing resident', 0.14],
  ['quarter', 'Below 25 %', 0.36],
  ['half', '25 % to 50 %', 0.56],
  ['most', '50 % to 75 %', 0.78],
  ['nearly', '75 % and more', 1],
  ['all', 'All resident', 1.35],
];
const UNTOLD = STEPS.length;
const ALL = STEPS.length - 1;

export const RESIDENCY: readonly Category[] = [
  ...STEPS.map(([id, label, part]) => ({
    id: `residency-${id}`,
    label,
    description: 'How much of the region is in memory: Rss and pages of hugetlbfs, of its size.',
    hue: 'program' as const,
    part,
  })),
  {
    id: 'residency-unknown',
    label: 'Unknown',
    description: 'The source does not tell Rss or size.',
    hue: 'unknown',
    part: 0.35,
    pattern: 'level',
  },
];

export function hasResidency({ counters }: ColourSubject): boolean {
  return columnsWithNumbers(counters, ['Rss']).length > 0;
}

export function byResidency({ regions, counters }: ColourSubject): Coloured {
  const [rss] = columnsWithNumbers(counters, ['Rss']);
  const rssAt = rss ? numbersOf(rss) : () => -1;
  const hugetlb = sumAt(columnsWithNumbers(counters, HUGETLB));
  const column = new Uint8Array(regions.count);
  for (let row = 0; row < column.length; row++) {
    const resident = rssAt(row);
    const size = sizeNumberAt(regions, row);
    if (resident < 0 || size <= 0) column[row] = UNTOLD;
    else column[row] = stepOf(((resident + Math.max(0, hugetlb(row))) * 1024) / size);
  }
  return { categories: RESIDENCY, column };
}

function stepOf(share: number): number {
  if (share <= 0) return 0;
  return share >= 1 ? ALL : 1 + Math.floor(share * 4);
}

/** The counters that each category is of, in the order of the legend. */
const SHARES: readonly (Category & { readonly keys: readonly string[] })[] = [
  {
    id: 'sharing-private-dirty',
    label: 'Private, dirty',
    description: 'Written by this process and mapped by no other: what ends with it.',
    hue: 'heap',
    part: 1,
    keys: ['Private_Dirty'],
  },
  {
    id: 'sharing-private-clean',
    label: 'Private, clean',
    description: 'Mapped by this process only, and as it is in the file: can be dropped and read again.',
    hue: 'heap',
    part: 0.45,
    keys: ['Private_Clean'],
  },
  {
    id: 'sharing-shared-dirty',
    label: 'Shared, dirty',
    description: 'Mapped by several processes, and written.',
    hue: 'program',
    part: 1,
    keys: ['Shared_Dirty'],
  },
  {
    id: 'sharing-shared-clean',
    label: 'Shared, clean',
    description: 'Mapped by several processes, and as it is in the file.',
    hue: 'program',
    part: 0.45,
    keys: ['Shared_Clean'],
  },
  {
    id: 'sharing-hugetlb',
    label: 'Huge pages',
    description: 'Pages of hugetlbfs, which Rss does not count.',
    hue: 'jit',
    part: 0.95,
    keys: HUGETLB,
  },
  {
    id: 'sharing-swapped',
    label: 'Swapped',
    description: 'More in swap than in memory of any sort.',
    hue: 'stack',
    part: 0.8,
    pattern: 'falling',
    keys: ['Swap'],
  },
];

const NOTHING = SHARES.length;

export const SHARING: readonly Category[] = [
  ...SHARES.map(({ keys, description, ...category }) => ({
    ...category,
    description: `Most of the region: ${description.charAt(0).toLowerCase()}${description.slice(1)} (${keys.join(', ')})`,
  })),
  {
    id: 'sharing-none',
    label: 'Nothing resident',
    description: 'Neither in memory nor in swap.',
    hue: 'text',
    part: 0.16,
  },
  {
    id: 'sharing-unknown',
    label: 'Unknown',
    description: 'The source does not tell who shares the region.',
    hue: 'unknown',
    part: 0.35,
    pattern: 'level',
  },
];

const PARTS_OF_RSS = SHARES.slice(0, 4).flatMap(({ keys }) => keys);

export function hasSharing({ counters }: ColourSubject): boolean {
  return columnsWithNumbers(counters, PARTS_OF_RSS).length > 0;
}

/** By the largest of the counters; the first of those that are alike. */
export function bySharing({ regions, counters }: ColourSubject): Coloured {
  const shares = SHARES.map(({ keys }) => sumAt(columnsWithNumbers(counters, keys)));
  const column = new Uint8Array(regions.count);
  for (let row = 0; row < column.length; row++) {
    let largest = 0;
    let found = NOTHING;
    let told = 0;
    for (let i = 0; i < shares.length; i++) {
      const value = shares[i]?.(row) ?? -1;
      if (value >= 0 && i < PARTS_OF_RSS.length) told++;
      if (value > largest) {
        largest = value;
        found = i;
      }
    }
    // That nothing is there is known only when every part of Rss is told to be 0.
    column[row] = found === NOTHING && told < PARTS_OF_RSS.length ? NOTHING + 1 : found;
  }
  return { categories: SHARING, column };
}
