/** Colours by how grave what was found of a region is. */
import type { Category, Coloured } from './category.ts';

/** How grave something is; the number is the index in `SEVERITIES`. */
export const Severity = { none: 0, note: 1, warning: 2, grave: 3 } as const;

export const SEVERITIES: readonly Category[] = [
  {
    id: 'severity-none',
    label: 'Nothing found',
    description: 'Nothing in the map asks for a second look.',
    hue: 'text',
    part: 0.16,
  },
  {
    id: 'severity-note',
    label: 'Note',
    description: 'Worth knowing: regions that could be one, memory that is shared with nobody, swapped or barely used.',
    hue: 'wx',
    part: 0.4,
    pattern: 'dots',
  },
  {
    id: 'severity-warning',
    label: 'Warning',
    description: 'A file that was deleted or replaced, or code that was changed after it was mapped.',
    hue: 'wx',
    part: 0.72,
    pattern: 'rising',
  },
  {
    id: 'severity-grave',
    label: 'Grave',
    description: 'Memory that can be written and executed at once, or a stack or heap that can be executed.',
    hue: 'wx',
    part: 1.15,
  },
];

/** @param severities by row, as `Severity`; what is higher counts as grave */
export function bySeverity(severities: Uint8Array): Coloured {
  return { categories: SEVERITIES, column: severities.map((each) => Math.min(each, Severity.grave)) };
}
