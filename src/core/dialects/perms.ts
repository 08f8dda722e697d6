/**
 * Permission letters as other tools than the kernel print them. They are looked up in tables: which letters stand in a row is a
 * guess that a processor gets wrong.
 */
import { Perm } from '../memory-map/permissions.ts';

const READ = tableOf({ r: Perm.read, '-': 0 });
const WRITE = tableOf({ w: Perm.write, '-': 0 });
const EXECUTE = tableOf({ x: Perm.execute, '-': 0 });
const SHARING = tableOf({ p: 0, s: Perm.shared, S: Perm.shared | Perm.nommuShared });

/** The bits of three letters such as `r-x` at a place; -1 when something else stands there. */
export function readPerms(bytes: Uint8Array, p: number): number {
  return bitsOf(READ, bytes[p]) | bitsOf(WRITE, bytes[p + 1]) | bitsOf(EXECUTE, bytes[p + 2]);
}

/**
 * The bits of the kernel's four letters at a place: `r-xp`, or with the capital S of kernels without an MMU; -1 when something else
 * stands there.
 */
export function readFourPerms(bytes: Uint8Array, p: number): number {
  return readPerms(bytes, p) | sharingBits(bytes[p + 3]);
}

/** The bits of the fourth letter (`p`, `s`, `S`); -1 for any other. */
export function sharingBits(letter: number | undefined): number {
  return bitsOf(SHARING, letter);
}

/** @param byte undefined behind the end of the text */
function bitsOf(table: Int8Array, byte: number | undefined): number {
  return table[byte ?? 0]!;
}

/** The bits of letters, -1 for all other bytes: together with other bits, -1 stays -1. */
function tableOf(letters: Readonly<Record<string, number>>): Int8Array {
  const table = new Int8Array(256).fill(-1);
  for (const [letter, bits] of Object.entries(letters)) table[letter.charCodeAt(0)] = bits;
  return table;
}
