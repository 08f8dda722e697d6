/** Headers of tar archives (POSIX.1-2017, pax, "ustar Interchange Format"). */

const BLOCK = 512;
const encoder = new TextEncoder();

/** The header of a file. @param path of ASCII, 100 bytes at most @param time in seconds since 1970 */
export function tarHeader(path: string, size: number, time: number): Uint8Array {
  const header = new Uint8Array(BLOCK);
  const put = (at: number, text: string): void => header.set(encoder.encode(text), at);
  const octal = (value: number, digits: number): string => Math.floor(value).toString(8).padStart(digits, '0');
  put(0, path);
  // Only its owner may read it: where a program has what is of use to those who attack it.
  put(100, `${octal(0o600, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0`);
  put(124, `${octal(size, 11)}\0${octal(time, 11)}\0`);
  put(148, ' '.repeat(8));
  put(156, '0');
  put(257, 'ustar\u000000');
  const sum = header.reduce((total, byte) => total + byte, 0);
  put(148, `${octal(sum, 6)}\0 `);
  return header;
}

/** What stands between the content of a file and the next header. */
export function tarPadding(size: number): Uint8Array {
  return new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK);
}

/** What ends an archive. */
export const TAR_END = new Uint8Array(2 * BLOCK);
