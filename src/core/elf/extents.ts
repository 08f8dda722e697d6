/** What a symbol without a size cannot reach out of. */
import { setAddress } from '../memory-map/address.ts';
import type { ElfFile } from './elf-file.ts';
import { PT_LOAD } from './program-headers.ts';
import { SHF_ALLOC, SHF_TLS, SHT_NOBITS, type SectionHeader } from './section-headers.ts';
import { sortRows } from './sort-symbols.ts';
import type { Extents } from './symbol-table.ts';

/** The sections that are in memory, or where a file has none, its segments; in address order. */
export function extentsOf({ sections, segments }: ElfFile): Extents {
  const inMemory = sections.filter(isInMemory);
  const ranges =
    inMemory.length > 0
      ? inMemory.map(({ addr, size }) => ({ from: addr, size }))
      : segments
          .filter(({ type }) => type === PT_LOAD)
          .map(({ vaddr, memsz }) => ({ from: vaddr, size: Number(memsz) }));
  const start = new Uint32Array(2 * ranges.length);
  ranges.forEach(({ from }, i) => setAddress(start, i, from));
  const rows = sortRows(
    Uint32Array.from(ranges, (_, i) => i),
    [
      { words: start, stride: 2, at: 0 },
      { words: start, stride: 2, at: 1 },
    ],
  );
  const sorted = new Uint32Array(start.length);
  const size = new Float64Array(rows.length);
  rows.forEach((row, i) => {
    sorted.set(start.subarray(2 * row, 2 * row + 2), 2 * i);
    size[i] = ranges[row]?.size ?? 0;
  });
  return { start: sorted, size };
}

/** Not `.tbss`: its addresses are those of the sections after it, because each thread has its own. */
function isInMemory({ flags, type, size }: SectionHeader): boolean {
  const threadZeros = type === SHT_NOBITS && (flags & SHF_TLS) !== 0;
  return (flags & SHF_ALLOC) !== 0 && size > 0 && !threadZeros;
}
