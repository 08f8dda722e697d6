/**
 * The symbols that distributions leave in programs without a table of their own: a small ELF file that xz compressed, in the section
 * `.gnu_debugdata` ("MiniDebugInfo" of the GDB manual).
 */
import { bytesSource } from '../../core/elf/byte-source.ts';
import { readElf, type ElfFile } from '../../core/elf/elf-file.ts';
import { readSymbols } from '../../core/elf/read-symbols.ts';
import { sectionBytes } from '../../core/elf/section-headers.ts';
import type { SymbolTable } from '../../core/elf/symbol-table.ts';
import { joinedBytes } from '../../core/export/joined.ts';

const SECTION = '.gnu_debugdata';

/** In bytes, packed and unpacked: that of a browser's engine has 10 MB. */
const MOST_PACKED = 64 << 20;
const MOST_UNPACKED = 256 << 20;

/**
 * The symbols of the section.
 * @returns undefined for a file without it; a part of a sentence where it cannot be read
 * @throws only what the file's source throws
 */
export async function packedSymbols({ source, sections }: ElfFile): Promise<SymbolTable | string | undefined> {
  const section = sections.find(({ name }) => name === SECTION);
  if (!section) return undefined;
  const packed = sectionBytes(source, section, MOST_PACKED);
  if (!packed) return `its ${SECTION} cannot be read`;
  const bytes = await unpacked(packed);
  if (typeof bytes === 'string') return `its ${SECTION} cannot be read: ${bytes}`;
  const read = readElf(bytesSource(bytes));
  return read.ok ? readSymbols(read.value) : `its ${SECTION} cannot be read: ${read.reason}`;
}

async function unpacked(packed: Uint8Array): Promise<Uint8Array | string> {
  const { unxz } = await import('../archive/unxz.ts');
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of unxz(once(packed))) {
      size += part.length;
      if (size > MOST_UNPACKED) return `it unpacks to more than ${MOST_UNPACKED >> 20} MiB`;
      parts.push(part);
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return joinedBytes(parts);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  // What reads a file gives the same memory again for the next part of it.
  yield bytes.slice();
}
