/**
 * A filter's text cut into tokens. The whole grammar:
 *
 *     filter  = group { ("or" | "|") group }
 *     group   = { ["and"] { "-" | "!" | "not" } ( "(" filter ")" | term ) }
 *     term    = field operator value { ( "," | "|" ) value } | word
 *     value   = word | '"' anything '"'        \" and \\ inside
 *
 * Blanks may stand around an operator and after a comma. A word ends at a blank; brackets inside a word belong to it.
 */
import type { Operator } from './language.ts';

/** A piece of the text, `to` being exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A value, or a bare word, with its place; the quotes lie in the place and not in the text. */
export interface Item extends Span {
  readonly text: string;
  readonly quoted: boolean;
  /** False for a quote that is never closed. */
  readonly closed: boolean;
}

/** A name as it was typed. */
export interface Name extends Span {
  readonly text: string;
}

/** A field term, or a bare word when there is no `head`. */
export interface Term extends Span {
  readonly is: 'term';
  readonly head: { readonly name: Name; readonly operator: Operator; readonly place: Span } | undefined;
  readonly items: readonly Item[];
}

/** Signs and words between terms. */
export interface Mark extends Span {
  readonly is: 'open' | 'close' | 'or' | 'and' | 'not';
}

export type Token = Term | Mark;

/** What the scanner must know of the fields. */
export interface Lexicon {
  isField(name: string): boolean;
  /** See Language. */
  dashIsText(rest: string, isTerm: boolean): boolean;
  /** See Language. */
  isText(name: string, operator: Operator): boolean;
}

/** A map, because a word may be `constructor`. */
const WORDS: ReadonlyMap<string, Mark['is']> = new Map<string, Mark['is']>([
  ['or', 'or'],
  ['|', 'or'],
  ['||', 'or'],
  ['and', 'and'],
  ['&&', 'and'],
  ['not', 'not'],
]);

const OPERATORS: Readonly<Record<string, Operator>> = {
  ':': ':',
  '=': '=',
  '==': '=',
  '!=': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  ':=': '=',
  ':<': '<',
  ':<=': '<=',
  ':>': '>',
  ':>=': '>=',
};

const BETWEEN_VALUES = ',|';

const HEAD = /([a-z][a-z0-9_-]*)(?:(:(?:[<>]=?|=)?)|(\s*)(==|[<>!]?=|[<>]))/iy;
const BLANKS = /\s*/y;
/** How much of the text is looked at to tell what a `-` means. */
const AFTER_DASH = 6;

/** Cuts a filter into tokens. Never fails: whatever is no token of its own is a word. */
export function scan(text: string, lexicon: Lexicon): readonly Token[] {
  const tokens: Token[] = [];
  let open = 0;
  let at = skipBlanks(text, 0);
  while (at < text.length) {
    const token = next(text, at, open > 0, lexicon);
    if (token.is === 'open') open++;
    if (token.is === 'close') open--;
    tokens.push(token);
    at = skipBlanks(text, token.to);
  }
  const [only] = tokens;
  // Alone, `or` is what somebody types who looks for "oracle".
  return only && tokens.length === 1 && only.is !== 'term' && only.is !== 'open'
    ? [word(text, only.from, false)]
    : tokens;
}

function next(text: string, at: number, inBrackets: boolean, lexicon: Lexicon): Token {
  const sign = text[at];
  const mark = (is: Mark['is'], to = at + 1): Mark => ({ is, from: at, to });
  if (sign === '(') return mark('open');
  if (sign === ')' && inBrackets) return mark('close');
  if (sign === '!' && !isEnd(text, at + 1)) return mark('not');
  if (sign === '-' && !isEnd(text, at + 1)) {
    const isTerm = head(text, at + 1, lexicon) !== undefined;
    if (!lexicon.dashIsText(text.slice(at + 1, at + 1 + AFTER_DASH), isTerm)) return mark('not');
  }
  const start = head(text, at, lexicon);
  if (start) return term(text, start, inBrackets, lexicon);
  const bare = word(text, at, inBrackets);
  const is = WORDS.get(text.slice(at, bare.to).toLowerCase());
  return is === undefined ? bare : mark(is, bare.to);
}

/** A head, and where its values start. */
type Head = NonNullable<Term['head']>;

/** The field name and operator that stand here, if any. Blanks before an operator are taken after the name of a field only. */
function head(text: string, at: number, lexicon: Lexicon): Head | undefined {
  HEAD.lastIndex = at;
  const match = HEAD.exec(text);
  if (!match) return undefined;
  const [whole, name = '', colon, blanks = '', sign = ''] = match;
  const operator = OPERATORS[colon ?? sign];
  if (!operator) return undefined;
  const isText = blanks !== '' || lexicon.isText(name, colon === undefined ? operator : ':');
  if (isText && !lexicon.isField(name)) return undefined;
  const nameTo = at + name.length;
  return {
    name: { text: name, from: at, to: nameTo },
    operator,
    place: { from: nameTo + blanks.length, to: at + whole.length },
  };
}

function term(text: string, start: Head, inBrackets: boolean, lexicon: Lexicon): Term {
  const items: Item[] = [];
  let end = start.place.to;
  let at = valueAt(text, end, lexicon);
  while (at !== undefined) {
    const item = readItem(text, at, BETWEEN_VALUES, inBrackets);
    if (item.to > item.from) items.push(item);
    end = item.to;
    // Blanks before a comma are the list's; before a `|` they make it an `or`.
    const comma = skipBlanks(text, end);
    if (text[comma] === ',') end = comma;
    else if (text[end] !== '|') break;
    end++;
    at = valueAt(text, end, lexicon);
  }
  return { is: 'term', head: start, items, from: start.name.from, to: end };
}

/** Where the next value starts: here, or after blanks when what follows them is not a term of its own. */
function valueAt(text: string, at: number, lexicon: Lexicon): number | undefined {
  const after = skipBlanks(text, at);
  if (after === text.length) return undefined;
  if (after === at) return at;
  if (/[()!|-]/.test(text.charAt(after)) || head(text, after, lexicon)) return undefined;
  const { to } = readItem(text, after, BETWEEN_VALUES, false);
  return WORDS.has(text.slice(after, to).toLowerCase()) ? undefined : after;
}

function word(text: string, at: number, inBrackets: boolean): Term {
  const item = readItem(text, at, '', inBrackets);
  return { is: 'term', head: undefined, items: [item], from: item.from, to: item.to };
}

function readItem(text: string, from: number, stops: string, inBrackets: boolean): Item {
  if (text[from] === '"') return readQuoted(text, from);
  let depth = 0;
  let to = from;
  for (; to < text.length && !isBlank(text, to); to++) {
    const char = text.charAt(to);
    if (stops.includes(char)) break;
    if (char === '(') depth++;
    if (char === ')' && depth-- === 0 && inBrackets) break;
  }
  return { text: text.slice(from, to), quoted: false, closed: true, from, to };
}

function readQuoted(text: string, from: number): Item {
  let value = '';
  let at = from + 1;
  for (; at < text.length && text[at] !== '"'; at++) {
    if (text[at] === '\\' && (text[at + 1] === '"' || text[at + 1] === '\\')) at++;
    value += text[at] ?? '';
  }
  const closed = at < text.length;
  return { text: value, quoted: true, closed, from, to: closed ? at + 1 : at };
}

function skipBlanks(text: string, at: number): number {
  BLANKS.lastIndex = at;
  BLANKS.exec(text);
  return BLANKS.lastIndex;
}

function isBlank(text: string, at: number): boolean {
  return /\s/.test(text.charAt(at));
}

function isEnd(text: string, at: number): boolean {
  return at >= text.length || isBlank(text, at);
}
