/** Colours by what is mapped: the file or name of a region. */
import { mappedFile, NO_FILE } from '../memory-map/file-table.ts';
import { printable } from '../memory-map/printable.ts';
import { sizeNumberAt } from '../memory-map/region-table.ts';
import { isReservation } from './axis.ts';
import type { Category, Coloured, ColourSubject } from './category.ts';
import { DISTINCT_HUES, largest } from './colour-ranked.ts';

/** Longer names are cut in the legend. */
const LONGEST = 32;

const OTHERS: Category = {
  id: 'object-others',
  label: 'Others',
  description: 'All other files and names.',
  hue: 'unknown',
  part: 0.5,
  pattern: 'dots',
};
const UNNAMED: Category = {
  id: 'object-unnamed',
  label: 'No name',
  description: 'Memory that no file is behind, and that has no name.',
  hue: 'text',
  part: 0.16,
};

/**
 * The largest objects have colours of their own. Reserved space does not make one large; where no sizes are told, it is the
 * number of regions.
 */
export function byObject({ regions }: ColourSubject): Coloured {
  const { count, files } = regions;
  const weights = new Float64Array(files.count);
  const counts = new Float64Array(files.count);
  for (let row = 0; row < count; row++) {
    const file = regions.file[row] ?? NO_FILE;
    if (file === NO_FILE) continue;
    counts[file] = (counts[file] ?? 0) + 1;
    if (!isReservation(regions.perms[row] ?? 0)) {
      weights[file] = (weights[file] ?? 0) + Math.max(0, sizeNumberAt(regions, row));
    }
  }
  const own = largest(weights.some((weight) => weight > 0) ? weights : counts);
  const ofFile = new Uint8Array(files.count).fill(own.length);
  own.forEach((file, i) => (ofFile[file] = i));
  ofFile[NO_FILE] = own.length + 1;
  const column = new Uint8Array(count);
  for (let row = 0; row < count; row++) column[row] = ofFile[regions.file[row] ?? NO_FILE] ?? own.length;
  const named = own.map((file, i): Category => {
    const { path, device, inode, deleted } = mappedFile(files, file);
    const whole = printable(path) || `${device} ${inode}`;
    const name = path.startsWith('/') ? whole.slice(whole.lastIndexOf('/') + 1) || whole : whole;
    return {
      id: `object:${device}:${inode}:${path}`,
      label: name.length > LONGEST ? `${name.slice(0, LONGEST)}\u2026` : name,
      description: deleted ? `${whole} (deleted)` : whole,
      hue: DISTINCT_HUES[i] ?? 'unknown',
      part: 0.95,
    };
  });
  return { categories: [...named, OTHERS, UNNAMED], column };
}
