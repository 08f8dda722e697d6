/** An ELF file with its tables, as everything that asks more of it takes it. */
import { readExactly, type ByteSource } from './byte-source.ts';
import type { ElfRead } from './fields.ts';
import { readElfHeader, type ElfHeader } from './header.ts';
import { readNotes, type ElfNote } from './notes.ts';
import { PT_NOTE, readProgramHeaders, type ProgramHeader } from './program-headers.ts';
import { readSectionHeaders, sectionBytes, SHT_NOTE, type SectionHeader } from './section-headers.ts';

export interface ElfFile {
  readonly source: ByteSource;
  readonly header: ElfHeader;
  readonly segments: readonly ProgramHeader[];
  readonly sections: readonly SectionHeader[];
  /** What of the tables could not be read. */
  readonly problems: readonly string[];
}

/** Notes of a segment or section that are looked through; a build ID stands among a few. */
const MOST_NOTE_BYTES = 1 << 20;

const NT_GNU_BUILD_ID = 3;
/** A SHA-1 has 20 bytes; `--build-id=0x…` takes any. */
const LONGEST_BUILD_ID = 64;

/**
 * Reads header and tables of a file. Segments and sections are as the file tells them; whatever reads their bytes checks where
 * they lie.
 * @throws only what the source throws
 */
export function readElf(source: ByteSource): ElfRead<ElfFile> {
  const read = readElfHeader(source);
  if (!read.ok) return read;
  const header = read.value;
  const segments = readProgramHeaders(source, header);
  const sections = readSectionHeaders(source, header);
  const problems = [segments.problem, sections.problem].filter((problem) => problem !== undefined);
  return { ok: true, value: { source, header, segments: segments.entries, sections: sections.entries, problems } };
}

/**
 * The build ID in hex, the same for a program and its separate debug file; undefined when the file has none.
 * @throws only what the source throws
 */
export function buildId(elf: ElfFile): string | undefined {
  const { source, header } = elf;
  for (const segment of elf.segments) {
    if (segment.type !== PT_NOTE || segment.filesz > MOST_NOTE_BYTES) continue;
    const bytes = readExactly(source, segment.offset, segment.filesz);
    const id = bytes && buildIdAmong(readNotes(bytes, header.endian, segment.align).entries);
    if (id !== undefined) return id;
  }
  for (const section of elf.sections) {
    if (section.type !== SHT_NOTE) continue;
    const bytes = sectionBytes(source, section, MOST_NOTE_BYTES);
    const id = bytes && buildIdAmong(readNotes(bytes, header.endian, section.addralign).entries);
    if (id !== undefined) return id;
  }
  return undefined;
}

function buildIdAmong(notes: readonly ElfNote[]): string | undefined {
  const note = notes.find(({ name, type }) => name === 'GNU' && type === NT_GNU_BUILD_ID);
  if (!note || note.desc.length === 0 || note.desc.length > LONGEST_BUILD_ID) return undefined;
  return Array.from(note.desc, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
