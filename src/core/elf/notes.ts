/** Notes: small records that compilers, linkers and the kernel leave in a file (System V ABI, "Note Section"). */
import { Fields, type ElfEntries, type Endian } from './fields.ts';

export interface ElfNote {
  /** Who defines the type: `GNU`, `CORE`, `LINUX`. */
  readonly name: string;
  readonly type: number;
  /** A part of the bytes that the notes were read from. */
  readonly desc: Uint8Array;
}

/** A core dump has some six notes a thread. */
const MOST_NOTES = 1 << 20;

/** Three numbers of 32 bits, in files of both widths: length of the name, length of the content, type. */
const NOTE_HEADER = 12;

const decoder = new TextDecoder('latin1');

/**
 * Reads the notes of a PT_NOTE segment or a SHT_NOTE section.
 * @param align the segment's or section's alignment: where it is 8 (`.note.gnu.property`) contents and notes start at
 * multiples of 8, else of 4
 */
export function readNotes(bytes: Uint8Array, endian: Endian, align = 4): ElfEntries<ElfNote> {
  const fields = new Fields(bytes, { bits: 32, endian });
  const step = align === 8 ? 8 : 4;
  const entries: ElfNote[] = [];
  for (let at = 0; at + NOTE_HEADER <= bytes.length;) {
    if (entries.length === MOST_NOTES) return { entries, problem: `only the first ${MOST_NOTES} notes are read` };
    const name = at + NOTE_HEADER;
    const nameEnd = name + fields.word(at);
    const desc = roundUp(nameEnd, step);
    const end = desc + fields.word(at + 4);
    if (end > bytes.length) return { entries, problem: `the note at byte ${at} ends after its segment` };
    entries.push({ name: nameOf(bytes, name, nameEnd), type: fields.word(at + 8), desc: bytes.subarray(desc, end) });
    at = roundUp(end, step);
  }
  return { entries, problem: undefined };
}

/** The length counts the NUL at the end, and there may be more of them. */
function nameOf(bytes: Uint8Array, from: number, to: number): string {
  let end = from;
  while (end < to && bytes[end] !== 0) end++;
  return decoder.decode(bytes.subarray(from, end));
}

function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}
