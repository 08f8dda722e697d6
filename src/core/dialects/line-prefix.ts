/**
 * What stands before the rows of a map that was logged, quoted or indented. The first row shows where rows start; on later
 * lines the same bytes, a prefix of a known form, or the same column are taken off.
 */
import { SPACE, TAB } from './bytes.ts';

/** The longest prefix that is looked for. */
const LONGEST = 200;
/** The key of a JSON log stands right before the row; what stands before the key differs from line to line. */
const KEY = /"\w{1,40}" ?: ?"$/;
/** So far into a line the key is looked for. */
const REACH = 2000;

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
  /(?:[>|] ?){1,12}/,
  /(?:#{1,3}|\/\/|\*|--|;{1,2}) /,
  // A row in quotes, in a list or a program.
  /["'`]/,
  // Sanitizers and valgrind.
  /==\d{1,7}==/,
  /\x1b\[[0-9;]{0,12}[mK]/,
  /[ \t]{1,100}/,
];
const KNOWN = new RegExp(`(?:${FORMS.map(({ source }) => source).join('|')}){1,6}`, 'y');
/** What a diff puts before lines. */
const DIFF_MARKS = new Set([SPACE, 0x2b, 0x2d]);

export class LinePrefix {
  private readonly literal: Uint8Array;
  /** The last prefix of a known form. */
  private latest: Uint8Array;
  /** True when rows are indented at most: readers skip blanks themselves. */
  private readonly isBlank: boolean;
  private readonly isDiff: boolean;
  /** `"MESSAGE":"`, when that stands before the first row. */
  private readonly key: string;

  /** @param from where the first row's line starts @param to where its row starts */
  constructor(bytes: Uint8Array, from: number, to: number) {
    this.literal = bytes.slice(from, to);
    this.latest = this.literal;
    this.isBlank = this.literal.every((byte) => byte === SPACE || byte === TAB);
    this.isDiff = this.literal.length === 1 && DIFF_MARKS.has(this.literal[0]!);
    this.key = this.isBlank ? '' : (KEY.exec(latin(bytes, Math.max(from, to - 60), to))?.[0] ?? '');
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
    if (startsWith(this.literal, bytes, from, to)) return from + length;
    if (this.key !== '') {
      const at = latin(bytes, from, Math.min(to, from + REACH)).indexOf(this.key);
      return at < 0 ? from : from + at + this.key.length;
    }
    if (startsWith(this.latest, bytes, from, to)) return from + this.latest.length;
    const known = knownPrefix(bytes, from, to);
    if (known > 0) {
      this.latest = bytes.slice(from, from + known);
      return from + known;
    }
    // A prefix of unknown form that ends where the first one ended, in a blank as that one did.
    const last = this.literal[length - 1];
    const sameColumn = to - from > length && bytes[from + length - 1] === last;
    return sameColumn && (last === SPACE || last === TAB) ? from + length : from;
  }
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

/** How long the prefix of a known form is that a line starts with; 0 for none. */
function knownPrefix(bytes: Uint8Array, from: number, to: number): number {
  KNOWN.lastIndex = 0;
  return KNOWN.exec(latin(bytes, from, Math.min(to, from + LONGEST)))?.[0].length ?? 0;
}

function latin(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let i = from; i < to; i++) text += String.fromCharCode(bytes[i]!);
  return text;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
