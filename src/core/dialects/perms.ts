/** Permission letters as other tools than the kernel print them. */
import { Perm } from '../memory-map/permissions.ts';
import { DASH } from './bytes.ts';

/** The bits of three letters such as `r-x` at a place; -1 when something else stands there. */
export function readPerms(bytes: Uint8Array, p: number): number {
  const read = bitOf(bytes[p], 0x72, Perm.read);
  const write = bitOf(bytes[p + 1], 0x77, Perm.write);
  const execute = bitOf(bytes[p + 2], 0x78, Perm.execute);
  return (read | write | execute) < 0 ? -1 : read | write | execute;
}

/** True when the kernel's four letters stand at a place: `r-xp`, or with the capital S of kernels without an MMU. */
export function isPerms(bytes: Uint8Array, p: number): boolean {
  return readPerms(bytes, p) >= 0 && sharingBits(bytes[p + 3]) >= 0;
}

/** The bits of the fourth letter (`p`, `s`, `S`); -1 for any other. */
export function sharingBits(letter: number | undefined): number {
  if (letter === 0x70) return 0;
  if (letter === 0x73) return Perm.shared;
  return letter === 0x53 ? Perm.shared | Perm.nommuShared : -1;
}

function bitOf(byte: number | undefined, wanted: number, bit: number): number {
  return byte === wanted ? bit : byte === DASH ? 0 : -1;
}
