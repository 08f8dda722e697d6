/** Reads a filter: tokens into an expression, and what is wrong with it in sentences. Never throws, whatever the text is. */
import { all, any, not, type Expression } from './expression.ts';
import type { Field, Language } from './language.ts';
import { unknownName } from './names.ts';
import { scan, type Item, type Mark, type Span, type Term, type Token } from './scan.ts';

/** Something wrong with a filter; `from` and `to` are character offsets, `to` being exclusive. */
export interface FilterError {
  readonly from: number;
  readonly to: number;
  readonly message: string;
}

/** What a filter says. */
export interface Parsed<Test> {
  /** The terms that are fine; undefined when there are none, and then everything passes. */
  readonly expression: Expression<Test> | undefined;
  readonly errors: readonly FilterError[];
}

/** Longer filters are no filters. */
const MOST_TEXT = 10_000;
/** Brackets within brackets. */
const MOST_DEPTH = 50;

/** Reads a filter in a language. */
export function parse<Test>(text: string, language: Language<Test>): Parsed<Test> {
  if (text.length > MOST_TEXT) {
    const message = `a filter has at most ${MOST_TEXT} characters`;
    return { expression: undefined, errors: [{ from: MOST_TEXT, to: text.length, message }] };
  }
  const reader = new Reader(tokensOf(text, language), language);
  const expression = reader.alternatives(undefined, 0);
  const errors = reader.errors.toSorted((a, b) => a.from - b.from || a.to - b.to);
  return { expression, errors };
}

/** The tokens of a text in a language. */
export function tokensOf<Test>(text: string, language: Language<Test>): readonly Token[] {
  return scan(text, {
    isField: (name) => language.fields.find(name) !== undefined,
    isText: (name, operator) => language.isText(name, operator),
    dashIsText: (rest, isTerm) => language.dashIsText(rest, isTerm),
  });
}

/** Goes through the tokens once, from left to right. */
class Reader<Test> {
  readonly errors: FilterError[] = [];
  private readonly tokens: readonly Token[];
  private readonly language: Language<Test>;
  private at = 0;
  private gaveUp = false;

  constructor(tokens: readonly Token[], language: Language<Test>) {
    this.tokens = tokens;
    this.language = language;
  }

  /** Groups joined by `or`, up to the closing bracket of `open` or the end. */
  alternatives(open: Mark | undefined, depth: number): Expression<Test> | undefined {
    const groups: Expression<Test>[] = [];
    let or: Mark | undefined;
    for (;;) {
      const first = this.at;
      const group = this.group(depth);
      if (group) groups.push(group);
      const empty = this.at === first;
      const mark = this.tokens[this.at];
      if (empty && or) this.wrong(or, 'or needs a term on both sides');
      if (mark?.is !== 'or') {
        if (open && mark && empty && !or) this.wrong({ from: open.from, to: mark.to }, 'nothing between ( and )');
        if (open && !mark && !this.gaveUp) this.wrong(open, 'this ( is not closed');
        break;
      }
      if (empty && !or) this.wrong(mark, 'or needs a term on both sides');
      or = mark;
      this.at++;
    }
    return groups.length === 0 ? undefined : any(...groups);
  }

  /** Terms that must all be true. */
  private group(depth: number): Expression<Test> | undefined {
    const terms: Expression<Test>[] = [];
    let negation: Mark | undefined;
    let negated = false;
    for (let token = this.tokens[this.at]; token; token = this.tokens[this.at]) {
      if (token.is === 'or' || token.is === 'close') break;
      this.at++;
      if (token.is === 'and') continue;
      if (token.is === 'not') {
        negated = !negated;
        negation = token;
      } else {
        const one = token.is === 'term' ? this.term(token) : this.bracket(token, depth + 1);
        if (one) terms.push(negated ? not(one) : one);
        negated = false;
        negation = undefined;
      }
    }
    if (negation) this.wrong(negation, 'not needs a term after it');
    return terms.length === 0 ? undefined : all(...terms);
  }

  private bracket(open: Mark, depth: number): Expression<Test> | undefined {
    if (depth > MOST_DEPTH) {
      this.wrong(open, `brackets go at most ${MOST_DEPTH} deep`);
      this.gaveUp = true;
      this.at = this.tokens.length;
      return undefined;
    }
    const inside = this.alternatives(open, depth);
    if (this.tokens[this.at]?.is === 'close') this.at++;
    return inside;
  }

  private term({ head, items, from, to }: Term): Expression<Test> | undefined {
    const unclosed = items.find(({ closed }) => !closed);
    if (unclosed) return this.wrong(unclosed, 'this quote is not closed');
    if (!head) {
      const [word] = items;
      return word && this.word(word);
    }
    const { name, operator, place } = head;
    const field = this.language.fields.find(name.text);
    if (!field) return this.wrong(name, unknownName('field', name.text, this.language.fields.names, QUOTE_IT));
    const [title] = field.names;
    if (!field.operators.includes(operator)) {
      return this.wrong(place, `${title} has no order: write ${title}:${field.example}`);
    }
    if (items.length === 0) return this.wrong({ from, to }, `${title} needs a value such as ${field.example}`);
    if (operator === '!=') return negative(this.values(field, '=', items));
    if (operator !== ':' && operator !== '=' && items.length > 1) {
      return this.wrong({ from: items[1]?.from ?? from, to }, `${operator} takes one value`);
    }
    return this.values(field, operator, items);
  }

  /** Any of the values; none when one of them is wrong. */
  private values(
    field: Field<Test>,
    operator: Parameters<Field<Test>['read']>[0],
    items: readonly Item[],
  ): Expression<Test> | undefined {
    const values: Expression<Test>[] = [];
    for (const item of items) {
      const value = field.read(operator, item);
      if (typeof value === 'string') this.wrong(item, value);
      else values.push(value);
    }
    return values.length === items.length ? any(...values) : undefined;
  }

  private word(item: Item): Expression<Test> | undefined {
    const flag = item.quoted ? undefined : this.language.flags.find(item.text);
    if (typeof flag?.expression === 'string') return this.wrong(item, flag.expression);
    return flag?.expression ?? this.language.word(item);
  }

  private wrong(place: Span, message: string): undefined {
    this.errors.push({ from: place.from, to: place.to, message });
    return undefined;
  }
}

const QUOTE_IT = 'to search for the text, put it in quotes';

function negative<Test>(of: Expression<Test> | undefined): Expression<Test> | undefined {
  return of && not(of);
}
