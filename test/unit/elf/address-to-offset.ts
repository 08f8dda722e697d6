/** The way back from `fileOffsetToAddress`, for what tests look up in a file. */
import { PT_LOAD, type ProgramHeader } from '../../../src/core/elf/program-headers.ts';

/**
 * The place in the file of an address in the program; undefined when no segment holds it, or when it is not in the file but
 * among the zeros that follow it (`.bss`).
 */
export function addressToFileOffset(headers: readonly ProgramHeader[], address: bigint): bigint | undefined {
  for (const { type, offset, filesz, vaddr } of headers) {
    if (type !== PT_LOAD || !Number.isSafeInteger(offset + filesz) || address < vaddr) continue;
    if (address - vaddr < BigInt(filesz)) return BigInt(offset) + (address - vaddr);
  }
  return undefined;
}
