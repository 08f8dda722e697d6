/**
 * What stands before the rows of a map that was logged, quoted or indented. The first row shows where rows start; on later
 * lines the same bytes, a prefix of a known form, or the same column are taken off.
 */
import { isDigit } from '../memory-map/digit.ts';
import { viewOf } from '../memory-map/view.ts';
import { ANY_HEX, DASH, latin1, SPACE, TAB } from './bytes.ts';
import { withoutColours } from './colours.ts';
import { Word } from './word.ts';

/** The longest prefix that is looked for. */
const LONGEST = 200;
/** The key of a JSON log stands right before the row; what stands before the key differs from line to line. */
const KEY = /"\w{1,40}" ?: ?"$/;
/** So far into a line the key is looked for. */
const REACH = 2000;

/** No date has numbers so long. */
const RANGE_DIGITS = 5;

/** Forms of prefixes, each a whole one; several may follow one another. Every repetition is bounded. */
const FORMS: readonly RegExp[] = [
  // Android logcat: threadtime, time and brief.
  /\d\d-\d\d \d\d:\d\d:\d\d\.\d{3,6} {1,6}\d{1,7} {1,6}\d{1,7} [VDIWEFA] [^:]{0,60}: /,
  /(?:\d\d-\d\d \d\d:\d\d:\d\d\.\d{3,6} )?[VDIWEFA]\/[^(]{0,60}\( {0,6}\d{1,7}\): /,
  // syslog and journalctl.
  /[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S{1,64} [^\s:]{1,64}: /,
  /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S{0,16} (?:(?:stdout|stderr) [FP] |\S{1,64} [^\s:]{1,64}: )?/,
  // dmesg.
  /\[ {0,6}\d{1,9}\.\d{3,9}\] /,
  /[\w./-]{1,64}\[\d{1,7}\]: /,
  // grep -nH, and without numbers where the file is one of maps.
  /[^\s:]{1,120}:\d{1,9}:/,
  /[^\s:"']{0,100}maps[^\s:"']{0,40}:/,
  // Mails, Markdown, comments.
  /(?:[<>|] ?){1,12}/,
  /(?:#{1,3}|\/\/|\*|--|;{1,2}) /,
  // A row in quotes, in a list or a program.
  /["'`]/,
  // Sanitizers and valgrind.
  /==\d{1,7}==/,
  /[ \t]{1,100}/,
];
const KNOWN = new RegExp(`(?:${FORMS.map(({ source }) => source).join('|')}){1,6}`, 'y');
/** What a diff puts before lines. */
const DIFF_MARKS = new Set([SPACE, 0x2b, 0x2d]);

export class LinePrefix {
  private readonly literal: Uint8Array;
  /** The prefix without the blanks that the first row is indented by; empty where nothing tells where it ends. */
  private readonly stem: Uint8Array;
  /** The text, and the prefix to be compared with it: on most lines of most logs it is the same. */
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly word: Word;
  /** The last prefix that was found. */
  private latest: Uint8Array;
  /** True when the last line had no prefix: the first row stands behind something that no other has, such as binary data. */
  private wasBare = false;
  /** Prefixes that are the first one's but for their numbers, which may have more digits. */
  private template: RegExp | undefined;
  /** True when rows are indented at most: readers skip blanks themselves. */
  private readonly isBlank: boolean;
  private readonly isDiff: boolean;
  /** `"MESSAGE":"`, when that stands before the first row. */
  private readonly key: string;

  /** @param from where the first row's line starts @param to where its row starts */
  constructor(bytes: Uint8Array, from: number, to: number) {
    this.literal = withoutColours(bytes.slice(from, to));
    this.stem = stemOf(this.literal);
    this.bytes = bytes;
    this.view = viewOf(bytes);
    this.word = new Word(latin1(this.literal, 0, this.literal.length));
    this.latest = this.literal;
    this.isBlank = this.literal.every((byte) => byte === SPACE || byte === TAB);
    this.isDiff = this.literal.length === 1 && DIFF_MARKS.has(this.literal[0]!);
    this.key = this.isBlank
      ? ''
      : (KEY.exec(latin1(this.literal, Math.max(0, this.literal.length - 60), this.literal.length))?.[0] ?? '');
  }

  /** True when rows are indented at most, so that nothing is taken off: readers skip blanks themselves. */
  get isPlain(): boolean {
    return this.isBlank && !this.isDiff;
  }

  /** True when rows, from the last one on, have nothing before them but blanks. */
  get isNone(): boolean {
    return this.isBlank || this.wasBare;
  }

  /** As `skip`, and takes the indent of the first row off too. */
  strip(bytes: Uint8Array, from: number, to: number): number {
    if (!this.isBlank) return this.skip(bytes, from, to);
    return startsWith(this.literal, bytes, from, to) ? from + this.literal.length : from;
  }

  /** Where the content of a line starts, given where the line starts and ends. */
  skip(bytes: Uint8Array, from: number, to: number): number {
    if (this.isDiff && to > from && DIFF_MARKS.has(bytes[from]!)) return from + 1;
    if (this.isBlank) return from;
    const { length } = this.literal;
    if (bytes === this.bytes && to - from >= length && this.word.isAt(bytes, this.view, from)) return from + length;
    if (startsWith(this.literal, bytes, from, to)) return from + length;
    if (this.key !== '') {
      const at = latin1(bytes, from, Math.min(to, from + REACH)).indexOf(this.key);
      return at < 0 ? from : from + at + this.key.length;
    }
    if (startsWith(this.latest, bytes, from, to)) return from + this.latest.length;
    if (this.wasBare && isRange(bytes, from, to)) return from;
    const known =
      matchAt((this.template ??= templateOf(this.literal)), bytes, from, to) || matchAt(KNOWN, bytes, from, to);
    this.wasBare = false;
    if (known > 0) {
      this.latest = bytes.slice(from, from + known);
      return from + known;
    }
    // A row with nothing before it, in whatever column the first one stood.
    if (isRange(bytes, from, to)) {
      this.wasBare = true;
      return from;
    }
    // Rows that are flush right: another one is indented less.
    if (this.stem.length > 0 && startsWith(this.stem, bytes, from, to)) return from + this.stem.length;
    // A prefix of unknown form that ends where the first one ended, in a blank as that one did.
    const last = this.literal[length - 1];
    const sameColumn = to - from > length && bytes[from + length - 1] === last;
    if (sameColumn && (last === SPACE || last === TAB)) return from + length;
    this.wasBare = true;
    return from;
  }
}

/** A prefix without the blanks at its end, where it has some and ends in a sign before them: `web-1  |`. */
function stemOf(literal: Uint8Array): Uint8Array {
  let to = literal.length;
  while (to > 0 && (literal[to - 1] === SPACE || literal[to - 1] === TAB)) to--;
  const isSign = to > 0 && to < literal.length && !/\w/.test(String.fromCharCode(literal[to - 1]!));
  return literal.subarray(0, isSign ? to : 0);
}

/** True when a prefix stands at a place, but for the digits of times and numbers. */
function startsWith(prefix: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from < prefix.length) return false;
  for (let i = prefix.length - 1; i >= 0; i--) {
    const here = bytes[from + i]!;
    const there = prefix[i]!;
    if (here !== there && !(isDigit(here) && isDigit(there))) return false;
  }
  return true;
}

/** An expression for a prefix whose numbers may have other values, and more or fewer digits. */
function templateOf(literal: Uint8Array): RegExp {
  if (literal.length === 0 || literal.length > LONGEST) return /(?!)/y;
  const text = latin1(literal, 0, literal.length);
  const source = text.replaceAll(/ *\d+|[^\w\s]/g, (part, at: number) => {
    if (!/\d/.test(part)) return `\\${part}`;
    // A blank between two numbers stays one: digits must not be told apart in many ways.
    const blanks = !part.startsWith(' ') ? '' : /\d/.test(text[at - 1] ?? '') ? ' +' : ' *';
    return `${blanks}\\d{1,20}`;
  });
  return new RegExp(source, 'y');
}

/** How many bytes of a line an expression takes; 0 for none. */
function matchAt(expression: RegExp, bytes: Uint8Array, from: number, to: number): number {
  expression.lastIndex = 0;
  return expression.exec(latin1(bytes, from, Math.min(to, from + LONGEST)))?.[0].length ?? 0;
}

/** True when two numbers of five hex digits or more stand there, with a dash between them; dates have fewer. */
function isRange(bytes: Uint8Array, from: number, to: number): boolean {
  let dash = from;
  while (dash < to && ANY_HEX[bytes[dash]!]! >= 0) dash++;
  if (dash - from < RANGE_DIGITS || bytes[dash] !== DASH) return false;
  let end = dash + 1;
  while (end < to && ANY_HEX[bytes[end]!]! >= 0) end++;
  return end - dash > RANGE_DIGITS && end < to && bytes[end] === SPACE;
}
