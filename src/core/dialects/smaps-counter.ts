/** Tells whether a line between rows is a counter of smaps: in a log, other lines have a word and a colon too. */
import { COLON } from './bytes.ts';
import type { LineCursor } from './line-cursor.ts';

/** The longest key of any kernel has about half as many letters. */
const LONGEST_KEY = 40;

/** True for `Rss:   4 kB`, `VmFlags: rd ex`, `Name:   [anon:x]`. */
export function isSmapsCounter(cursor: LineCursor): boolean {
  const { bytes, from, to } = cursor;
  const first = bytes[from]!;
  if (first < 0x41 || first > 0x5a) return false;
  let p = from + 1;
  while (p < to && p - from < LONGEST_KEY && isKeyLetter(bytes[p]!)) p++;
  if (bytes[p] !== COLON || p >= to) return false;
  cursor.p = p + 1;
  cursor.blanks();
  if (cursor.byte() === 0x5b) return true;
  const value = cursor.p;
  if (cursor.decimal() >= 0) {
    cursor.blanks();
    return cursor.atEnd || cursor.startsWith('kB');
  }
  // Some regions of Android kernels have no flags at all.
  return (value === to || cursor.word() === 2) && cursor.text(from, p) === 'VmFlags';
}

function isKeyLetter(byte: number): boolean {
  return (
    (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x30 && byte <= 0x39) || byte === 0x5f
  );
}
