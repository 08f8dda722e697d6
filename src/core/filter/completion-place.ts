/** What is being written at the caret of a filter, whatever the filter is about. */
import type { Field, Language, Operator } from './language.ts';
import { tokensOf } from './parse.ts';
import type { Span, Term, Token } from './scan.ts';

/** What stands at the caret and would be replaced by a completion. */
export type Place<Test> =
  | (Span & { readonly is: 'word'; readonly typed: string })
  /** The name of a field that has its operator already. */
  | (Span & { readonly is: 'name'; readonly typed: string })
  | (Span & { readonly is: 'operator'; readonly field: Field<Test> })
  | (Span & {
      readonly is: 'value';
      readonly field: Field<Test>;
      readonly operator: Operator;
      /** The part before the caret, without an opening quote. */
      readonly typed: string;
    });

/** The place at a caret (0 to the length of the text); undefined where nothing can be offered, as in a quoted word. */
export function placeAt<Test>(text: string, caret: number, language: Language<Test>): Place<Test> | undefined {
  const at = Math.max(0, Math.min(caret, text.length));
  const before = tokensOf(text, language).filter(({ from }) => from <= at);
  const touching = before.filter(({ to }) => to >= at);
  const terms = touching.filter((token) => token.is === 'term');
  const term = terms.find(({ from }) => from < at) ?? terms[0] ?? unfinished(before.at(-1), text, at);
  if (term) return term.head ? termPlace(text, term, term.head, at, language) : wordPlace(text, term, at);
  const [mark] = touching;
  return mark ? markPlace(text, mark, at) : { is: 'word', typed: '', from: at, to: at };
}

/** The term whose operator or comma only blanks part from the caret: its next value comes here. */
function unfinished(last: Token | undefined, text: string, at: number): Term | undefined {
  if (last?.is !== 'term' || !last.head) return undefined;
  const isUnfinished = last.items.length === 0 || text[last.to - 1] === ',';
  return isUnfinished && text.slice(last.to, at).trim() === '' ? last : undefined;
}

/** A word such as `or` may be the start of another; after a sign comes a new word. */
function markPlace<Test>(text: string, { from, to }: Token, at: number): Place<Test> {
  const isWord = /[a-z]/i.test(text.charAt(from)) && at <= to;
  return { is: 'word', typed: isWord ? text.slice(from, at) : '', from: isWord ? from : at, to: isWord ? to : at };
}

function wordPlace<Test>(text: string, { items }: Term, at: number): Place<Test> | undefined {
  const [item] = items;
  if (!item || item.quoted) return undefined;
  // A sign alone is a word until something follows.
  const from = /^[-!]$/.test(item.text) ? item.to : item.from;
  return { is: 'word', typed: text.slice(from, at), from, to: item.to };
}

function termPlace<Test>(
  text: string,
  { items }: Term,
  { name, operator, place }: NonNullable<Term['head']>,
  at: number,
  language: Language<Test>,
): Place<Test> | undefined {
  if (at <= name.to) return { is: 'name', typed: text.slice(name.from, at), from: name.from, to: name.to };
  const field = language.fields.find(name.text);
  if (!field) return undefined;
  if (at < place.to) return { is: 'operator', field, from: place.from, to: place.to };
  const item = items.find(({ from, to }) => from <= at && at <= to);
  if (!item) return { is: 'value', field, operator, typed: '', from: at, to: at };
  const typed = text.slice(item.from, at);
  return { is: 'value', field, operator, typed: typed.replace(/^"/, ''), from: item.from, to: item.to };
}
