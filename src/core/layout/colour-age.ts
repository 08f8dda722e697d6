/** Colours by how long a region is there, as far as its readings were looked at. */
import type { Category, Coloured, ColourSubject } from './category.ts';

export const AGES: readonly Category[] = [
  {
    id: 'age-new',
    label: 'New in the last reading',
    description: 'Not there in the reading before, or another file or name lay there.',
    hue: 'jit',
    part: 0.9,
    pattern: 'crossed',
  },
  {
    id: 'age-minute',
    label: 'Last minute',
    description: 'First seen in the minute before the last reading.',
    hue: 'anonymous',
    part: 1,
    pattern: 'rising',
  },
  {
    id: 'age-older',
    label: 'Older than a minute',
    description: 'First seen more than a minute before the last reading, but not in the first one.',
    hue: 'program',
    part: 0.65,
    pattern: 'dots',
  },
  {
    id: 'age-later',
    label: 'Later than the first reading',
    description:
      'Not in the first reading. When it came is not known: of maps of a file there is no time, and while a view is closed nobody looks.',
    hue: 'unknown',
    part: 0.5,
    pattern: 'falling',
  },
  {
    id: 'age-first',
    label: 'Since the first reading',
    description: 'There in the first reading that was looked at, or in the baseline before it.',
    hue: 'text',
    part: 0.16,
  },
];

const [NEW, MINUTE, OLDER, LATER, FIRST] = [0, 1, 2, 3, 4] as const;
const A_MINUTE = 60_000;

/** Where readings are not followed, all is as it was at first. */
export function byAge({ regions, ages }: ColourSubject): Coloured {
  const column = new Uint8Array(regions.count).fill(FIRST);
  if (!ages?.seen) return { categories: AGES, column };
  const { seen, first, now, unit } = ages;
  for (let row = 0; row < column.length; row++) {
    const moment = seen[row] ?? NaN;
    if (moment === first) continue;
    if (moment === now) column[row] = NEW;
    else if (Number.isNaN(moment) || unit === 'map') column[row] = LATER;
    else column[row] = now - moment < A_MINUTE ? MINUTE : OLDER;
  }
  return { categories: AGES, column };
}
