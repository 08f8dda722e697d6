/** The entries of `/proc/PID/pagemap`: 64 bits a page in the machine's byte order (pagemap.rst of the kernel's documentation). */
import { PageState } from './states.ts';

/** Bytes of an entry. */
export const ENTRY_SIZE = 8;

/** So many pages are read at a time: 4 GiB of 4 KiB pages, some 50 ms when all of them are in memory. */
export const MOST_PAGES = 1 << 20;

/** Bits of an entry's upper half. Those that hold the page's frame number are never looked at. */
const PRESENT = 1 << 31;
const SWAPPED = 1 << 30;
const FILE = 1 << 29;
/** Linux 6.15. Such an entry has the bit of swap as well. */
const GUARD = 1 << 26;
const WRITE_PROTECTED = 1 << 25;
const EXCLUSIVE = 1 << 24;
const SOFT_DIRTY = 1 << 23;

/** The index of an entry's upper half among its two words. */
const UPPER = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;

/**
 * Decodes entries.
 * @param words two to a page, as the kernel wrote them on this machine
 * @param pages where the bytes of the pages go, see `PAGE_STATES`
 * @param at index of the first
 */
export function decodePages(words: Uint32Array, pages: Uint8Array, at: number): void {
  const count = words.length >> 1;
  for (let i = 0; i < count; i++) pages[at + i] = pageByte(words[2 * i + UPPER] ?? 0);
}

/** The byte of a page. @param upper the upper half of its entry */
export function pageByte(upper: number): number {
  return stateBits(upper) | (upper & SOFT_DIRTY ? 0x10 : 0) | (upper & WRITE_PROTECTED ? 0x20 : 0);
}

function stateBits(upper: number): number {
  if (upper & GUARD) return PageState.guard;
  if (upper & PRESENT) {
    if (upper & FILE) return upper & EXCLUSIVE ? PageState.file : PageState.fileShared;
    return upper & EXCLUSIVE ? PageState.anonymous : PageState.anonymousShared;
  }
  return upper & SWAPPED ? PageState.swapped : PageState.absent;
}
