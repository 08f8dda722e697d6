/** `.gnu_debuglink`: the name of the file that a program's debug information was moved to (objcopy --add-gnu-debuglink). */
import type { ElfFile } from './elf-file.ts';
import { Fields } from './fields.ts';
import { sectionBytes } from './section-headers.ts';

export interface DebugLink {
  /** A file's name, to be looked for beside the program and in debug folders. It is the file's own word: anything. */
  readonly name: string;
  /** Of the whole debug file, as `crc32` computes it. */
  readonly crc: number;
}

const LONGEST = 4096;

/** What `crc32Of` is given first. */
export const CRC_START = 0;

const decoder = new TextDecoder();

/**
 * The link, or undefined when the file has none that makes sense.
 * @throws only what the source throws
 */
export function debugLink({ source, header, sections }: ElfFile): DebugLink | undefined {
  const section = sections.find(({ name }) => name === '.gnu_debuglink');
  const bytes = section && sectionBytes(source, section, LONGEST);
  const end = bytes?.indexOf(0) ?? -1;
  // The name is padded with NUL to a multiple of 4, then comes the checksum.
  const crcAt = Math.ceil((end + 1) / 4) * 4;
  if (!bytes || end <= 0 || crcAt + 4 > bytes.length) return undefined;
  return { name: decoder.decode(bytes.subarray(0, end)), crc: new Fields(bytes, header).word(crcAt) };
}

/**
 * Goes on with the CRC-32 of zlib and Ethernet, which the link's checksum is.
 * @param crc of the bytes before, `CRC_START` where there are none
 */
export function crc32Of(bytes: Uint8Array, crc: number): number {
  let state = ~crc;
  for (const byte of bytes) state = (CRC_TABLE[(state ^ byte) & 0xff] ?? 0) ^ (state >>> 8);
  return ~state >>> 0;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});
