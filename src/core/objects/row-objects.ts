/** The objects of a map in the order of its text, as an outline shows them: object, then its regions. */
import { kindOf } from '../kinds/kinds.ts';
import { addressNumberAt } from '../memory-map/address.ts';
import { mappedFile, NO_FILE } from '../memory-map/file-table.ts';
import type { MemoryMap } from '../memory-map/memory-map.ts';
import { notesOf } from '../memory-map/notes.ts';
import { regionAt, type RegionTable } from '../memory-map/region-table.ts';
import { belongsTogether } from './belongs-together.ts';

/** The first row of each object, ascending, and at the end the number of rows. */
export function objectRows({ regions }: MemoryMap): Uint32Array {
  const { count } = regions;
  const starts = new Uint32Array(count + 1);
  let found = 0;
  for (let row = 0; row < count; row++) {
    if (row === 0 || !belongsTogether(regions, row - 1, row, gapBetween(regions, row - 1, row))) starts[found++] = row;
  }
  starts[found++] = count;
  return starts.slice(0, found);
}

/** What an object is called: by the source where it has a name for it, else its file's last part, else its kind. */
export function objectName(map: MemoryMap, row: number): string {
  const { regions, notes } = map;
  const { path } = mappedFile(regions.files, regions.file[row] ?? NO_FILE);
  if (notes.length > 0 && (path === '' || path.startsWith('[anon'))) {
    const { start, end } = regionAt(regions, row);
    const label = notesOf(notes, start, end).around[0]?.label;
    if (label !== undefined) return label;
  }
  if (path === '') return kindOf(regions.kind[row] ?? 0).label;
  return path.startsWith('/') ? path.slice(path.lastIndexOf('/') + 1) || path : path;
}

/** Bytes between two rows; -1 when the second is not above the first. */
function gapBetween({ start, end }: RegionTable, before: number, row: number): number {
  const gap = addressNumberAt(start, row) - addressNumberAt(end, before);
  // A double is exact for page-aligned addresses; where the source tells no end, nothing adjoins.
  return gap >= 0 && addressNumberAt(end, before) > addressNumberAt(start, before) ? gap : -1;
}
