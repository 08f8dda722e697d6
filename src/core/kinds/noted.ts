/** Kinds that the source itself tells: a crash log that names the Java heap is right where rules could only guess. */
import { addressNumberAt } from '../memory-map/address.ts';
import { mappedFile, NO_FILE } from '../memory-map/file-table.ts';
import { notesOf, type Note } from '../memory-map/notes.ts';
import { Perm } from '../memory-map/permissions.ts';
import { addressOrder, regionAt, type RegionTable } from '../memory-map/region-table.ts';
import { kindIndex } from './kinds.ts';

/** Gives the anonymous regions inside a note its kind; the narrowest note wins. Each region is given its kind once. */
export function fillNotedKinds(regions: RegionTable, notes: readonly Note[]): void {
  const byWidth = notes
    .filter(({ kind }) => kind !== undefined)
    .sort((a, b) => Number(a.end - a.start - (b.end - b.start)));
  if (byWidth.length === 0) return;
  const order = addressOrder(regions);
  const rowAt = (position: number): number => order?.[position] ?? position;
  const open = new OpenPositions(regions.count, (position) => isAnonymous(regions, rowAt(position)));
  for (const note of byWidth) {
    const from = Number(note.start);
    const to = Number(note.end);
    for (let i = open.from(lowerBound(regions, rowAt, from)); i < regions.count; i = open.from(i + 1)) {
      const row = rowAt(i);
      if (addressNumberAt(regions.start, row) >= to) break;
      if (addressNumberAt(regions.end, row) > to) continue;
      regions.kind[row] = kindOfNote(note, regions.perms[row] ?? Perm.unknown);
      open.close(i);
    }
  }
}

/** Positions that still wait for a kind; those that do not are stepped over at once. */
class OpenPositions {
  /** Of each position itself while it is open, else one further on. */
  private readonly next: Uint32Array;

  constructor(count: number, isOpen: (position: number) => boolean) {
    this.next = new Uint32Array(count + 1);
    for (let i = 0; i <= count; i++) this.next[i] = i < count && !isOpen(i) ? i + 1 : i;
  }

  /** The first open position at or after one; the count of all when there is none. */
  from(position: number): number {
    const { next } = this;
    let found = position;
    while (next[found]! !== found) found = next[found]!;
    // The way is made short for whoever comes next.
    for (let at = position; at !== found;) {
      const after = next[at]!;
      next[at] = found;
      at = after;
    }
    return found;
  }

  close(position: number): void {
    this.next[position] = position + 1;
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
