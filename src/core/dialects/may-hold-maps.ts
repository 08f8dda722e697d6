/** The first look at a text, which most texts do not pass: it needs none of the dialects. */
import { AddressWords } from './address-words.ts';
import { Needle } from './needle.ts';

/** The texts by which dialects are found whose rows have no word that looks like an address. */
export const NEEDLES = { coredump: 'COREDUMP_PROC_MAPS' } as const;

/** True when a text has a word or a needle that makes it worth looking for maps. */
export function mayHoldMaps(bytes: Uint8Array): boolean {
  if (new AddressWords(bytes, 0).next(bytes.length) !== 0) return true;
  return Object.values(NEEDLES).some((needle) => new Needle(bytes, needle).at(0, bytes.length) < bytes.length);
}
