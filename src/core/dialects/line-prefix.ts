/**
 * What stands before the rows of a map that was logged, quoted or indented. The first row shows where rows start; on later
 * lines the same bytes, a prefix of a known form, or the same column are taken off.
 */
import { SPACE, TAB } from './bytes.ts';

/** The longest prefix that is looked for. */
const LONGEST = 200;

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
  // grep -nH.
  /[^\s:]{1,120}:\d{1,9}:/,
  // Mails, Markdown, comments.
  /(?:[>|] ?){1,12}/,
  /(?:#{1,3}|\/\/|\*|--|;{1,2}) /,
  // Sanitizers and valgrind.
  /==\d{1,7}==/,
  /\x1b\[[0-9;]{0,12}[mK]/,
  /[ \t]{1,100}/,
];
const KNOWN = new RegExp(`(?:${FORMS.map(({ source }) => source).join('|')}){1,6}`, 'y');

export class LinePrefix {
  private readonly literal: Uint8Array;
  /** True when rows are indented at most: readers skip blanks themselves. */
  private readonly isBlank: boolean;

  /** @param from where the first row's line starts @param to where its row starts */
  constructor(bytes: Uint8Array, from: number, to: number) {
    this.literal = bytes.slice(from, to);
    this.isBlank = this.literal.every((byte) => byte === SPACE || byte === TAB);
  }

  /** Where the content of a line starts, given where the line starts and ends. */
  skip(bytes: Uint8Array, from: number, to: number): number {
    if (this.isBlank) return from;
    const { length } = this.literal;
    if (to - from >= length && this.startsAt(bytes, from)) return from + length;
    const known = knownPrefix(bytes, from, to);
    if (known > 0) return from + known;
    // A prefix of unknown form that ends where the first one ended, in a blank as that one did.
    const sameColumn = to - from > length && bytes[from + length - 1] === this.literal[length - 1];
    return sameColumn && this.literal[length - 1] === SPACE ? from + length : from;
  }

  private startsAt(bytes: Uint8Array, from: number): boolean {
    const { literal } = this;
    for (let i = literal.length - 1; i >= 0; i--) if (bytes[from + i] !== literal[i]) return false;
    return true;
  }
}

/** How long the prefix of a known form is that a line starts with; 0 for none. */
function knownPrefix(bytes: Uint8Array, from: number, to: number): number {
  let text = '';
  for (let i = from; i < to && i < from + LONGEST; i++) text += String.fromCharCode(bytes[i]!);
  KNOWN.lastIndex = 0;
  return KNOWN.exec(text)?.[0].length ?? 0;
}
