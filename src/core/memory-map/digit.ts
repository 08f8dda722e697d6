/** Digits among bytes. */

/** True for a decimal digit; not for what is beyond the end of the bytes. */
export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}
