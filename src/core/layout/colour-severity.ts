/** Colours by how grave what was found of a region is. */
import { deletedEntries } from '../kinds/traits.ts';
import { KINDS } from '../kinds/kinds.ts';
import { NO_FILE } from '../memory-map/file-table.ts';
import { Perm } from '../memory-map/permissions.ts';
import type { RegionTable } from '../memory-map/region-table.ts';
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
  { id: 'severity-note', label: 'Note', description: 'Worth knowing.', hue: 'wx', part: 0.4, pattern: 'dots' },
  {
    id: 'severity-warning',
    label: 'Warning',
    description: 'A file that was deleted or replaced, or a stack or heap that can be executed.',
    hue: 'wx',
    part: 0.72,
    pattern: 'rising',
  },
  {
    id: 'severity-grave',
    label: 'Grave',
    description: 'Writable and executable at once: whatever is written there can be run.',
    hue: 'wx',
    part: 1.15,
  },
];

const DATA = new Set(['heap', 'stack', 'thread-stack']);
const isData = Uint8Array.from(KINDS, ({ group }) => (DATA.has(group) ? 1 : 0));

/** How grave what the map itself tells of each row is, as `Severity`. */
export function severityColumn(regions: RegionTable): Uint8Array {
  const deleted = deletedEntries(regions.files);
  const severities = new Uint8Array(regions.count);
  for (let row = 0; row < severities.length; row++) {
    const perms = regions.perms[row] ?? Perm.unknown;
    const executes = (perms & (Perm.execute | Perm.unknown)) === Perm.execute;
    if (executes && perms & Perm.write) severities[row] = Severity.grave;
    else if (executes && isData[regions.kind[row] ?? 0] === 1) severities[row] = Severity.warning;
    else if (deleted[regions.file[row] ?? NO_FILE] === 1) severities[row] = Severity.warning;
  }
  return severities;
}

/** @param severities by row, as `Severity`; what is higher counts as grave */
export function bySeverity(severities: Uint8Array): Coloured {
  return { categories: SEVERITIES, column: severities.map((each) => Math.min(each, Severity.grave)) };
}
