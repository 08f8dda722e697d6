/** Finds words in a line of text that can be addresses: in a backtrace, a register dump, a message of the kernel. */

/** A word that can be an address: UTF-16 units from 0, `to` is exclusive. */
export interface HexWord {
  readonly from: number;
  readonly to: number;
  readonly address: bigint;
}

/**
 * Five or more digits behind `0x`, or eight or more without it; tombstones group sixteen by a quote, LLDB and WinDbg by a
 * backquote, Rust and Zig four or eight by underscores. A longer word of letters and digits is no number, but for the suffixes of C and
 * of assemblers. In a string of JSON a line begins behind `\n`.
 */
const WORD =
  /(?:(?<!\w|\w['`])|(?<=\\[nrt]))(?:(?:0[xX])?([\da-fA-F]{8})['`]([\da-fA-F]{8})|0[xX]([\da-fA-F]{5,16}|[\da-fA-F]{1,8}_[\da-fA-F]{8}|[\da-fA-F]{1,4}(?:_[\da-fA-F]{4}){1,3})(?:[uU]?[lL]{1,2})?|([\da-fA-F]{8,16}))[hH]?(?!\w|['`][\da-fA-F]{4})/g;
/** A row may be long; nobody looks for an address behind this. */
const LONGEST = 20_000;

/** More than a word and what it is told from stand on either side of a place in it; a map in a string is one long line. */
const AROUND = 64;

/** All words of a line that can be addresses, in its order. Whether one is mapped only a map tells. */
export function hexWords(text: string): readonly HexWord[] {
  const words: HexWord[] = [];
  for (const match of text.slice(0, LONGEST).matchAll(WORD)) {
    const digits = match[3]?.replaceAll('_', '') ?? match[4] ?? `${match[1] ?? ''}${match[2] ?? ''}`;
    words.push({ from: match.index, to: match.index + match[0].length, address: BigInt(`0x${digits}`) });
  }
  return words;
}

/** The word at a place of a line; also when the cursor is right behind its last digit. */
export function hexWordAt(text: string, character: number): HexWord | undefined {
  const first = Math.max(0, character - AROUND);
  const near = hexWords(text.slice(first, character + AROUND));
  const words = near.map(({ from, to, address }) => ({ from: from + first, to: to + first, address }));
  return words.find(({ from, to }) => from <= character && character < to) ?? words.find(({ to }) => to === character);
}
