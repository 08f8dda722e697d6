/**
 * Finds words in a text that an address could be: one pass that touches about every fourth byte. It costs little over text that
 * has none, which is what most text is.
 */
import { ANY_HEX, COLON, DASH, EQUALS, NEWLINE, RETURN, SPACE, TAB } from './bytes.ts';
import { ESCAPE } from './colours.ts';
import { Trigger } from './dialect.ts';
import { Needle } from './needle.ts';

/** No row of any dialect has an address of fewer digits. */
const SHORTEST_WORD = 5;
const SHORTEST_PLAIN = 8;
const BYTES_AT_ONCE = 2 ** 13;
const LONGEST_PLAIN = 16;
const PLUS = 0x2b;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const LETTER_X = 0x78;
const PARENTHESIS = 0x28;
const BRACKET = 0x5b;
const COMMA = 0x2c;

/** Two letters that the words behind an address start with. */
const WORD_STARTS = new Set(
  ['r-', 'rw', 'de', 'lo', 'bi', 'in', 'we', 'pr', 'en'].map((word) => (word.charCodeAt(0) << 8) | word.charCodeAt(1)),
);
const RULE = '-'.repeat(SHORTEST_PLAIN);

export class AddressWords {
  private readonly bytes: Uint8Array;
  private readonly rules: Needle;
  /** Where to look next. */
  p: number;
  /** After `next`: where the word starts, with its `0x` when it has one. */
  word = 0;

  constructor(bytes: Uint8Array, from: number) {
    this.bytes = bytes;
    this.rules = new Needle(bytes, RULE);
    this.p = from;
  }

  /** Goes on to the next word; gives its `Trigger` bits. 0 when there is none up to `limit`: at the end of the text, or to be asked again. */
  next(limit: number): number {
    for (;;) {
      // A part at a time: what a map takes of the text need not be looked through for rules.
      const part = Math.min(limit, this.p + BYTES_AT_ONCE);
      const trigger = this.nextIn(part);
      if (trigger !== 0 || part === limit) return trigger;
    }
  }

  private nextIn(limit: number): number {
    const { bytes } = this;
    const length = bytes.length | 0;
    const start = this.p | 0;
    const rule = this.rules.at(start, limit);
    // Whole numbers both: Infinity would make one of fractions of all that is compared with it.
    const stop = (rule < limit ? rule : limit) | 0;
    let p = start;
    for (;;) {
      // Of five digits in a row one stands at every fifth place.
      p += SHORTEST_WORD - 1;
      while (p < stop && ANY_HEX[bytes[p]!]! < 0) p += SHORTEST_WORD;
      if (p >= stop) break;
      let from = p;
      while (from > start && ANY_HEX[bytes[from - 1]!]! >= 0) from--;
      let to = p + 1;
      while (to < length && ANY_HEX[bytes[to]!]! >= 0) to++;
      p = to;
      if (to - from < SHORTEST_WORD) continue;
      const prefixed = bytes[from - 1] === LETTER_X && bytes[from - 2] === DIGIT_0;
      const trigger = triggerOf(bytes, from, to, prefixed);
      if (trigger === 0) continue;
      this.p = to;
      this.word = prefixed ? from - 2 : from;
      return trigger;
    }
    if (rule >= limit) {
      this.p = Math.min(length, Math.max(start, p - SHORTEST_WORD + 1));
      return 0;
    }
    p = rule;
    while (p < length && bytes[p] === DASH) p++;
    this.p = p;
    this.word = rule;
    return Trigger.rule;
  }
}

/** What a word of five or more hex digits could begin; 0 for nothing. */
function triggerOf(bytes: Uint8Array, from: number, to: number, prefixed: boolean): number {
  const digits = to - from;
  const after = bytes[to];
  if (after === DASH && digits >= SHORTEST_WORD) {
    let end = to + 1;
    while (end < bytes.length && ANY_HEX[bytes[end]!]! >= 0) end++;
    // A UUID goes on with another dash.
    if (end > to + 1 && bytes[end] !== DASH) return Trigger.range;
  }
  if (after === PLUS && ANY_HEX[bytes[to + 1] ?? 0]! >= 0 && isBracketed(bytes[from - 1])) return Trigger.sum;
  // 00000000'0a434000 is grouped by a quote.
  if (after === 0x27 && digits >= SHORTEST_PLAIN && ANY_HEX[bytes[to + 1] ?? 0]! >= 0) return Trigger.range;
  if (prefixed) return digits >= SHORTEST_WORD ? triggersOfPrefixed(bytes, from - 2, to) : 0;
  if (digits < SHORTEST_PLAIN || digits > LONGEST_PLAIN || !isBlank(after)) return 0;
  return mayPrecedeWord(bytes[from - 1]) && goesOn(bytes, to) ? Trigger.plain : 0;
}

/** The bits of a word that goes from its `0x` up to `to`, by what stands around it. */
function triggersOfPrefixed(bytes: Uint8Array, from: number, to: number): number {
  let next = to;
  while (isBlank(bytes[next])) next++;
  let isPair = bytes[next] === ESCAPE;
  if (next > to && !isPair) {
    if (bytes[next] === DASH && bytes[next + 1] === SPACE) next += 2;
    isPair = bytes[next] === DIGIT_0 && bytes[next + 1] === LETTER_X;
  }
  const before = bytes[from - 1];
  let first = from;
  while (isBlank(bytes[first - 1])) first--;
  const previous = bytes[first - 1];
  const isLeading = previous === undefined || previous === NEWLINE || previous === BOM_END;
  const isArgument =
    before === PARENTHESIS ||
    before === BRACKET ||
    previous === COMMA ||
    (first < from && (previous === EQUALS || previous === BRACKET));
  return (isPair ? Trigger.pair : 0) | (isLeading ? Trigger.leading : 0) | (isArgument ? Trigger.argument : 0);
}

/** The last byte of the UTF-8 byte order mark. */
const BOM_END = 0xbf;

/**
 * True when a row may go on behind the blanks at a place: with a number, with permissions (pmap), a policy (numa_maps), or `end:`
 * (unwinders). Logs of kernels are full of addresses before other words.
 */
function goesOn(bytes: Uint8Array, from: number): boolean {
  let p = from;
  while (isBlank(bytes[p])) p++;
  const first = bytes[p] ?? NEWLINE;
  const second = bytes[p + 1] ?? NEWLINE;
  if (first <= DIGIT_9) return first >= DIGIT_0 || first === DASH || first === NEWLINE || first === RETURN;
  if (ANY_HEX[first]! >= 0 && ANY_HEX[second]! >= 0) return true;
  return WORD_STARTS.has((first << 8) | second);
}

/** True for what stands before a word: a blank, a line's or the text's start, a byte order mark, the colon of `grep -H`. */
function mayPrecedeWord(byte: number | undefined): boolean {
  return byte === undefined || isBlank(byte) || byte === NEWLINE || byte === COLON || byte === BOM_END;
}

/** True for what stands before a sum: not for the time zone of a time, `44.123456+00:00`. */
function isBracketed(byte: number | undefined): boolean {
  return byte === BRACKET || byte === COMMA;
}

function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB;
}
