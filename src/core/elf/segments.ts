/** Places in a file and addresses in the program: how the kernel and dynamic linkers map PT_LOAD segments. */
import { PT_LOAD, type ProgramHeader } from './program-headers.ts';

/** What narrows down which segment an offset is meant in. */
export interface OffsetHints {
  /** The offset of the region that the place was seen in: the start of a segment, rounded down to a page. */
  readonly regionOffset?: bigint | undefined;
  /** In bytes, 4096 unless told: a larger one lets segments reach further. */
  readonly pageSize?: number | undefined;
}

/**
 * The address that a place in the file has in the program, before it is moved to where it is loaded; undefined when no segment
 * maps it.
 *
 * Whole pages are mapped (`elf_map()` in fs/binfmt_elf.c), so a page in which two segments meet is mapped by both, at
 * addresses that differ. The region's offset tells which of them is meant; without it, it is the one that the bytes were
 * written for.
 */
export function fileOffsetToAddress(
  headers: readonly ProgramHeader[],
  offset: bigint,
  { regionOffset, pageSize = 4096 }: OffsetHints = {},
): bigint | undefined {
  const page = BigInt(pageSize);
  let best: ProgramHeader | undefined;
  let bestFit = 0;
  for (const header of headers) {
    if (header.type !== PT_LOAD || header.filesz <= 0) continue;
    const fit = fitOf(header, offset, regionOffset, page);
    if (fit > bestFit) {
      best = header;
      bestFit = fit;
    }
  }
  return best && toAddress(best, offset);
}

/** How well a segment explains an offset: 0 when it does not map it, more for what is more likely meant. */
function fitOf({ offset, filesz }: ProgramHeader, place: bigint, regionOffset: bigint | undefined, page: bigint) {
  if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(offset + filesz)) return 0;
  const start = BigInt(offset);
  const end = start + BigInt(filesz);
  const firstPage = start - (start % page);
  const lastPage = end + ((page - (end % page)) % page);
  if (place < firstPage || place >= lastPage) return 0;
  const own = place >= start && place < end ? 2 : 0;
  const covers = regionOffset !== undefined && regionOffset >= firstPage && regionOffset < lastPage ? 4 : 0;
  return 1 + own + covers + (regionOffset === firstPage ? 1 : 0);
}

/** Addresses wrap at 2^64, as they do in the kernel's arithmetic. */
function toAddress({ offset, vaddr }: ProgramHeader, place: bigint): bigint {
  return BigInt.asUintN(64, vaddr + place - BigInt(offset));
}
