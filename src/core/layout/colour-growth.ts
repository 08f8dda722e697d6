/** Colours by what became of a region since an earlier reading. */
import { Change } from '../growth/compare.ts';
import type { Category, Coloured, ColourSubject } from './category.ts';

export const GROWTH: readonly Category[] = [
  {
    id: 'growth-new',
    label: 'New',
    description: 'Not there in the reading that is compared with, or another file or name lay there.',
    hue: 'jit',
    part: 0.9,
    pattern: 'crossed',
  },
  {
    id: 'growth-grown',
    label: 'Grown',
    description: 'Larger than it was: it reaches further at its end or its start, or took in what lay beside it.',
    hue: 'wx',
    part: 1,
    pattern: 'rising',
  },
  {
    id: 'growth-resident',
    label: 'Grown resident',
    description: 'As large as it was, but more of it, or of all parts of what was split, is in memory.',
    hue: 'anonymous',
    part: 0.8,
    pattern: 'dots',
  },
  {
    id: 'growth-shrunk',
    label: 'Shrunk',
    description: 'Smaller than it was.',
    hue: 'program',
    part: 0.75,
    pattern: 'falling',
  },
  {
    id: 'growth-same',
    label: 'Same',
    description: 'As it was, as far as both readings tell.',
    hue: 'text',
    part: 0.16,
  },
];

const RESIDENT = 2;
const SAME = 4;
/** The category of each `Change`. */
const OF_CHANGE = { [Change.new]: 0, [Change.grown]: 1, [Change.shrunk]: 3, [Change.same]: SAME };

/** Where nothing is compared, nothing is known to have changed. */
export function byGrowth({ regions, growth }: ColourSubject): Coloured {
  const ofChange = Uint8Array.from(Object.values(Change), (change) => OF_CHANGE[change]);
  const column = new Uint8Array(regions.count).fill(SAME);
  if (!growth) return { categories: GROWTH, column };
  const { changes, memory } = growth;
  for (let row = 0; row < column.length; row++) {
    const category = ofChange[changes[row] ?? 0] ?? SAME;
    column[row] =
      category === SAME && (memory?.splits.get(row)?.bytes ?? memory?.bytes[row] ?? 0) > 0 ? RESIDENT : category;
  }
  return { categories: GROWTH, column };
}
