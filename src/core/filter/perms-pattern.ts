/**
 * Permissions as a filter asks for them.
 *
 * - Three or four letters in the kernel's order say what stands in each place: `r-xp`, `rw-`, `---p`; `?` is anything. With three
 *   letters the region may be private or shared.
 * - Other letters say what there must be: `w`, `wx`, `w+x`, `xs`; after a `-` what must not: `-w`, `w-x`, `-r-w`.
 *
 * `p` is private and `s` shared; `S`, which kernels without an MMU print, is one sort of `s`.
 */
import { Perm } from '../memory-map/permissions.ts';

/** Bits that must be set and bits that must not. */
export interface PermsPattern {
  readonly set: number;
  readonly clear: number;
}

const PLACES = /^[r?-][w?-][x?-][psS?]?$/;
const LETTERS = /^(?:[+-]?[rwxpsS])+$/;

/** The bit of a letter; `p` is the absence of the bit. */
const BITS: Readonly<Record<string, number>> = {
  r: Perm.read,
  w: Perm.write,
  x: Perm.execute,
  p: Perm.shared,
  s: Perm.shared,
  S: Perm.nommuShared,
};

/** Reads a pattern; undefined when it is none. */
export function readPerms(text: string): PermsPattern | undefined {
  const letters = text.replace(/[RWXP]/g, (letter) => letter.toLowerCase());
  if (PLACES.test(letters)) return atPlaces(letters);
  return LETTERS.test(letters) ? ofLetters(letters) : undefined;
}

/** True when a region with these permission bits fits; undefined when the permissions are not known. */
export function fitsPerms({ set, clear }: PermsPattern, bits: number): boolean | undefined {
  return bits & Perm.unknown ? undefined : (bits & set) === set && (bits & clear) === 0;
}

/** True for a bare word that can only be meant as permissions: `r-xp`, `rw-`. */
export function isPermsWord(text: string): boolean {
  return /^[r-][w-][x-][psS]$|^r[w-][x-]$/.test(text);
}

function atPlaces(letters: string): PermsPattern {
  const signed = Array.from(letters, (letter, place) => {
    if (letter === '?') return '';
    return letter === '-' ? `-${'rwx'.charAt(place)}` : `+${letter}`;
  });
  return ofLetters(signed.join(''));
}

function ofLetters(letters: string): PermsPattern {
  let set = 0;
  let clear = 0;
  let wanted = true;
  for (const letter of letters) {
    const bit = BITS[letter];
    if (bit === undefined) wanted = letter === '+';
    else if (wanted === (letter !== 'p')) set |= bit;
    else clear |= bit;
  }
  return { set, clear };
}
