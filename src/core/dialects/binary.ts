/** Dumps that are no text: core files and minidumps, told by their first bytes. */
import type { ByteSource } from '../elf/byte-source.ts';
import type { DialectName } from '../memory-map/memory-map.ts';
import { readElfCore } from './elf-core.ts';
import { minidumpEndian } from './minidump-file.ts';
import { readMinidump } from './minidump.ts';
import type { Reading } from './part-parser.ts';

/** A dump that was read. */
export interface BinaryReading {
  readonly dialect: DialectName;
  readonly reading: Reading;
}

/** How many of a file's first bytes tell whether it is a binary dump. */
export const BINARY_HEAD = 20;

const ELF = [0x7f, 0x45, 0x4c, 0x46];
const EI_DATA = 5;
const BIG_ENDIAN = 2;
const E_TYPE = 16;
const ET_CORE = 4;

/** The dialect of a binary dump, told by its first bytes; undefined when they are of something else. */
export function binaryDialect(head: Uint8Array): 'elf-core' | 'minidump' | undefined {
  if (minidumpEndian(head)) return 'minidump';
  return isElf(head) && head[head[EI_DATA] === BIG_ENDIAN ? E_TYPE + 1 : E_TYPE] === ET_CORE ? 'elf-core' : undefined;
}

/**
 * Reads a core file or a minidump; undefined when the source is neither. Only headers and lists are read, so that the size does
 * not matter. Never throws on what it holds.
 * @throws only what the source throws
 */
export function readBinary(source: ByteSource): BinaryReading | undefined {
  const dialect = binaryDialect(source.read(0, BINARY_HEAD));
  const reading = dialect && (dialect === 'minidump' ? readMinidump(source) : readElfCore(source));
  return reading && { dialect, reading };
}

/** Why a file that looks like a dump is none; undefined when it does not even look like one. */
export function notADump(head: Uint8Array): string | undefined {
  if (minidumpEndian(head)) return 'the file starts like a minidump and ends before its header does';
  if (!isElf(head)) return undefined;
  return binaryDialect(head)
    ? 'the file starts like a core file, and its header is cut short or broken'
    : 'this is an ELF program or library, not a core file: it has no memory map of a process';
}

function isElf(head: Uint8Array): boolean {
  return ELF.every((byte, i) => head[i] === byte);
}
