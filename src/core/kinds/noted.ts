/** Kinds that the source itself tells: a crash log that names the Java heap is right where rules could only guess. */
import { addressNumberAt } from '../memory-map/address.ts';
import { mappedFile, NO_FILE } from '../memory-map/file-table.ts';
import { notesOf, type Note } from '../memory-map/notes.ts';
import { Perm } from '../memory-map/permissions.ts';
import { addressOrder, regionAt, type RegionTable } from '../memory-map/region-table.ts';
import { kindIndex } from './kinds.ts';

/** Gives the anonymous regions inside a note its kind. */
export function fillNotedKinds(regions: RegionTable, notes: readonly Note[]): void {
  const order = addressOrder(regions);
  const rowAt = (position: number): number => order?.[position] ?? position;
  // Wide notes first, so that what lies in a narrow one gets its kind last.
  const byWidth = notes
    .filter(({ kind }) => kind !== undefined)
    .sort((a, b) => Number(b.end - b.start - (a.end - a.start)));
  for (const note of byWidth) {
    const from = Number(note.start);
    const to = Number(note.end);
    for (let i = lowerBound(regions, rowAt, from); i < regions.count; i++) {
      const row = rowAt(i);
      if (addressNumberAt(regions.start, row) >= to) break;
      if (addressNumberAt(regions.end, row) <= to && isAnonymous(regions, row)) {
        regions.kind[row] = kindOfNote(note, regions.perms[row] ?? Perm.unknown);
      }
    }
  }
}

/** The note that decides what a region is; undefined when none does. */
export function decidingNote(regions: RegionTable, notes: readonly Note[], row: number): Note | undefined {
  if (notes.length === 0 || !isAnonymous(regions, row)) return undefined;
  const { start, end } = regionAt(regions, row);
  return notesOf(notes, start, end).around.find(({ kind }) => kind !== undefined);
}

function kindOfNote({ kind }: Note, perms: number): number {
  const inaccessible = (perms & (Perm.read | Perm.write | Perm.execute | Perm.unknown)) === 0;
  if (inaccessible && (kind === 'stack' || kind === 'thread-stack')) return kindIndex('guard');
  if (inaccessible && kind !== 'guard') return kindIndex('reserved');
  return kindIndex(kind ?? 'anonymous');
}

function isAnonymous(regions: RegionTable, row: number): boolean {
  const entry = regions.file[row] ?? NO_FILE;
  if (entry === NO_FILE) return true;
  const { name } = mappedFile(regions.files, entry);
  return name === '' || name.startsWith('[anon');
}

/** The first position whose region starts at or after an address. */
function lowerBound(regions: RegionTable, rowAt: (position: number) => number, address: number): number {
  let low = 0;
  let high = regions.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (addressNumberAt(regions.start, rowAt(middle)) < address) low = middle + 1;
    else high = middle;
  }
  return low;
}
