/**
 * Addresses. They are 64 bits wide and pass 2^53 in real maps (`[vsyscall]` ends at 0xffffffffff601000), so a column
 * holds each as two 32-bit words, low word first, and the edges of the program speak bigint.
 */

const TWO_32 = 4294967296;

/** The exact address at row `i` of a column of word pairs. */
export function addressAt(words: Uint32Array, i: number): bigint {
  return (BigInt(words[2 * i + 1] ?? 0) << 32n) | BigInt(words[2 * i] ?? 0);
}

/**
 * The address at row `i` as a double. Exact for every page-aligned address, because those have at most 52 significant
 * bits; an unaligned address over 2^53 is rounded. Use it for geometry and order, never for text.
 */
export function addressNumberAt(words: Uint32Array, i: number): number {
  return (words[2 * i + 1] ?? 0) * TWO_32 + (words[2 * i] ?? 0);
}

/** Stores an address (0 to 2^64-1) in row `i` of a column of word pairs. */
export function setAddress(words: Uint32Array, i: number, address: bigint): void {
  words[2 * i] = Number(address & 0xffffffffn);
  words[2 * i + 1] = Number(address >> 32n);
}

/**
 * The address as the kernel prints it in maps: lower-case hex, zero-padded to 8 digits and no further
 * (`show_vma_header_prefix()` in fs/proc/task_mmu.c).
 */
export function formatAddress(address: bigint): string {
  return address.toString(16).padStart(8, '0');
}

/** The address as it stands in JSON and in hovers: `0x` and the kernel's digits. */
export function formatHexAddress(address: bigint): string {
  return `0x${formatAddress(address)}`;
}

/**
 * Reads an address as people write it: hex, with or without `0x`, upper or lower case, `_`, `'` or a backquote between groups
 * of digits. Gives undefined when it is not a hex number of at most 64 bits.
 */
export function parseAddress(text: string): bigint | undefined {
  const digits = text
    .trim()
    .replace(/^0x/i, '')
    .replace(/(?<=[0-9a-f])[_'`](?=[0-9a-f])/gi, '');
  return /^0*[0-9a-f]{1,16}$/i.test(digits) ? BigInt(`0x${digits}`) : undefined;
}

/**
 * An address of arm64 without the tag in its top byte, which pointers may carry and no mapping has
 * (Documentation/arch/arm64/tagged-address-abi.rst).
 */
export function withoutTag(address: bigint): bigint {
  return address & 0x00ff_ffff_ffff_ffffn;
}
