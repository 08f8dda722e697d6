/**
 * What a text puts around the fields of rows beside a prefix: quotes of a string in a program, cells of a Markdown table, tags and
 * entities of HTML, blanks that a mail program made unbreakable, an arrow that somebody drew behind a row. The first row and the
 * line above it tell the dress; each row is then undressed to what the kernel printed.
 */
import type { Candidate } from './dialect.ts';

/** How the rows of a map are dressed. */
export interface Dress {
  /** The quote around each row, as a character; empty when rows have none. */
  readonly quote: string;
  /** What ends the string that all rows stand in; empty when there is none. */
  readonly closer: string;
  readonly html: boolean;
  readonly cells: boolean;
}

/** The longest row that is undressed; what is behind it is left out. */
export const LONGEST_DRESSED = 8192;
/** So much of a line with many rows is looked at. */
const FIRST_ROW = 400;
/** A blank: also the unbreakable one, in UTF-8, in Latin-1 and in HTML. */
const BLANK = String.raw`(?:[ \t]|\xc2?\xa0|&nbsp;)`;
const FIELDS = new RegExp(
  `^([0-9a-f]{1,16}-[0-9a-f]{1,16})${BLANK}+([r-][w-][x-][psS])${BLANK}+([0-9a-f]{1,16})${BLANK}+` +
    `([0-9a-f]{1,7}:[0-9a-f]{1,7})${BLANK}+(\\d{1,20})(?:${BLANK}+(.*))?$`,
  'is',
);
/** `<--- here`, `<== missing`. */
const ARROW = /^<[-=]/;
const TAG = /<\/?(?:pre|code|tt|samp|p|br|div|span|font|td|tr|li|blockquote|body)\b[^<>]{0,120}>/i;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#39': "'",
  '#x27': "'",
  nbsp: ' ',
};
const ENTITY = /&(amp|lt|gt|quot|apos|#39|#x27|nbsp);/g;
/** What opens a string of several lines, at the end of a line or before the first row; with what ends it. */
const OPENERS: readonly (readonly [opener: RegExp, closer: (match: RegExpExecArray) => string])[] = [
  [/("""|'''|`)\\?\s*$/, (match) => match[1]!],
  [/\bR"([^\s()\\"]{0,16})\(\s*$/, (match) => `)${match[1]!}"`],
  [/\br(#{1,8})"\\?\s*$/, (match) => `"${match[1]!}`],
  [/(["'])\\?\s*$/, (match) => match[1]!],
];

/**
 * The dress of the rows that start at a candidate; undefined when they have none.
 * @param inLine whether all rows stand in one line: then they have no quotes of their own
 */
export function dressOf(candidate: Candidate, inLine: boolean): Dress | undefined {
  const { cursor, word } = candidate;
  const before = cursor.text(Math.max(cursor.from, word - 40), word);
  const behind = cursor.text(word, Math.min(cursor.to, word + (inLine ? FIRST_ROW : LONGEST_DRESSED)));
  const above = candidate.above(1);
  const quote = /["'`]$/.exec(before)?.[0] ?? '';
  const isQuotedRow = !inLine && quote !== '' && closingQuote(behind, quote) >= 0;
  const hasCloser = !inLine && !isQuotedRow;
  const dress = {
    quote: isQuotedRow ? quote : '',
    closer: hasCloser ? closerOf(quote === '' && before.trim() === '' ? above : before) : '',
    html: TAG.test(above) || TAG.test(before) || TAG.test(behind),
    cells: /^[0-9a-f]+-[0-9a-f]+ *\|/i.test(behind),
  };
  return dress.quote !== '' || dress.closer !== '' || dress.html || dress.cells ? dress : undefined;
}

/** A row without its dress. */
export interface Undressed {
  /** The row as the kernel printed it; what is left of the line when it is none. A character a byte. */
  readonly text: string;
  /** True when it is a whole row. */
  readonly isRow: boolean;
  /** True when it is the last row of its string. */
  readonly last: boolean;
  /** True when something that somebody wrote behind the row was left out. */
  readonly arrow: boolean;
}

/** Undresses a line. @param text a character a byte */
export function undress(text: string, dress: Dress | undefined): Undressed {
  let row = text;
  let last = false;
  if (dress) {
    const { quote, closer } = dress;
    const closing = quote === '' ? -1 : closingQuote(row, quote);
    if (closing >= 0) row = unescaped(row.slice(0, closing));
    if (closer !== '') {
      const end = row.lastIndexOf(closer);
      last = end >= 0 && /^[\s;,)\]}]*$/.test(row.slice(end + closer.length));
      if (last) row = row.slice(0, end);
    }
    if (dress.html) row = withoutTags(row).replace(ENTITY, (_, name: string) => ENTITIES[name]!);
    if (dress.cells) row = row.replaceAll('|', ' ').trimEnd();
  }
  const fields = FIELDS.exec(row);
  if (!fields) return { text: row, isRow: false, last, arrow: false };
  const name = fields[6] ?? '';
  const arrow = ARROW.test(name);
  return { text: `${fields.slice(1, 6).join(' ')} ${arrow ? '' : name}`, isRow: true, last, arrow };
}

function closerOf(text: string): string {
  for (const [opener, closer] of OPENERS) {
    const match = opener.exec(text);
    if (match) return closer(match);
  }
  return '';
}

/** Where the quote stands that is not escaped; -1 for nowhere. */
function closingQuote(text: string, quote: string): number {
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === quote) return i;
  }
  return -1;
}

/** The text of a string in C, Go, Python or JSON; `\012` stays, because the kernel prints it for a newline in a name. */
function unescaped(text: string): string {
  return text
    .replace(/(?:\\[nr])+$/, '')
    .replace(/\\(["'`\\/t])/g, (_, letter: string) => (letter === 't' ? '\t' : letter));
}

/** Takes off the tags at the end of a row. */
function withoutTags(text: string): string {
  let row = text.trimEnd();
  while (row.endsWith('>')) {
    const tag = row.lastIndexOf('<');
    if (tag < 0 || !TAG.test(row.slice(tag))) break;
    row = row.slice(0, tag).trimEnd();
  }
  return row;
}
