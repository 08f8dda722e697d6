/** Which regions of a core file are stacks, the heap and the vDSO: a core has no names, but addresses of all of them. */
import { addressAt, formatHexAddress } from '../memory-map/address.ts';
import { mappedFile, NO_FILE } from '../memory-map/file-table.ts';
import type { Note, NoteKind } from '../memory-map/notes.ts';
import { Perm } from '../memory-map/permissions.ts';
import type { RegionTable } from '../memory-map/region-table.ts';
import { AT, stackAddress, type Auxv } from './auxv.ts';
import type { CoreNotes } from './elf-core-notes.ts';
import { rowFinder, rowStretch, stackNotes, type RowFinder } from './threads.ts';

/**
 * Gives files whose rights are not told those that running code needs, where a thread or the program's start was in them.
 * @returns true when there are any
 */
export function allowExecution(regions: RegionTable, { threads, auxv }: CoreNotes): boolean {
  const find = rowFinder(regions);
  let found = false;
  for (const address of [auxv.get(AT.ENTRY), ...threads.map(({ pc }) => pc)]) {
    const row = address === undefined ? undefined : find(address);
    const perms = row === undefined ? 0 : regions.perms[row]!;
    if (row === undefined || (perms & Perm.unknown) === 0 || regions.file[row] === NO_FILE) continue;
    regions.perms[row] = (perms & ~Perm.unknown) | Perm.read | Perm.execute;
    found = true;
  }
  return found;
}

/** The notes, in no order. The regions are in address order. */
export function placeNotes(regions: RegionTable, { threads, process, auxv }: CoreNotes): Note[] {
  const find = rowFinder(regions);
  const main = threads.find(({ id }) => id === process?.pid) ?? threads[0];
  const place =
    stackAddress(auxv) ??
    (main?.sp === undefined
      ? undefined
      : { address: main.sp, because: `sp of thread ${main.id} is ${formatHexAddress(main.sp)}, inside of it` });
  const stackRow = place && find(place.address);
  const notes = stackNotes(regions, find, threads, stackRow);
  if (place && stackRow !== undefined) notes.push(note(regions, stackRow, 'Main stack', 'stack', place.because));
  return [...notes, ...vdsoNotes(regions, find, auxv), ...heapNote(regions, find, auxv)];
}

/** The vDSO, and below it the pages that it reads (`__setup_additional_pages()`, `map_vdso()` of each architecture). */
function vdsoNotes(regions: RegionTable, find: RowFinder, auxv: Auxv): Note[] {
  const address = auxv.get(AT.SYSINFO_EHDR);
  const row = address === undefined ? undefined : find(address);
  if (address === undefined || row === undefined) return [];
  const because = `the auxiliary vector has AT_SYSINFO_EHDR ${formatHexAddress(address)}, where the vDSO starts`;
  const notes = [note(regions, row, 'vDSO', 'vdso', because)];
  for (let below = row - 1; below >= 0 && isData(regions, below); below--) {
    notes.push(
      note(regions, below, 'Data of the vDSO', 'vvar', 'it ends where the vDSO or its data start, and is only read'),
    );
  }
  return notes;
}

/** The rights, and whether they are known. */
const RIGHTS = Perm.read | Perm.write | Perm.execute | Perm.unknown;

function isData(regions: RegionTable, row: number): boolean {
  return (
    regions.file[row] === NO_FILE &&
    (regions.perms[row]! & RIGHTS) === Perm.read &&
    addressAt(regions.end, row) === addressAt(regions.start, row + 1)
  );
}

/** `arch_randomize_brk()` moves the heap up by at most 1 GiB from the end of the program. */
const HEAP_REACH = (1n << 30n) + (1n << 24n);

/** The first writable memory above the program, its bss left out. */
function heapNote(regions: RegionTable, find: RowFinder, auxv: Auxv): Note[] {
  const address = auxv.get(AT.PHDR);
  const program = address === undefined ? undefined : find(address);
  if (program === undefined || regions.file[program] === NO_FILE) return [];
  const { path } = mappedFile(regions.files, regions.file[program]!);
  let last = program;
  while (last + 1 < regions.count && mappedFile(regions.files, regions.file[last + 1]!).path === path) last++;
  const end = addressAt(regions.end, last);
  let row = last + 1;
  // What touches the program is its bss.
  if (row < regions.count && addressAt(regions.start, row) === end && regions.file[row] === NO_FILE) row++;
  if (row >= regions.count || regions.file[row] !== NO_FILE || addressAt(regions.start, row) - end > HEAP_REACH)
    return [];
  if ((regions.perms[row]! & RIGHTS & ~Perm.read) !== Perm.write) return [];
  const because =
    'it is the first writable memory above the program (AT_PHDR) and its bss, where the kernel puts the brk heap';
  return [note(regions, row, 'Heap (brk)', 'heap', because)];
}

function note(regions: RegionTable, row: number, label: string, kind: NoteKind, because: string): Note {
  return { ...rowStretch(regions, row), label, kind, line: 0, because };
}
