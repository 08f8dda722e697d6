/** Where a mangled C++ name is being read, and what later parts of it may refer back to. */
import type { Node } from './demangle-cpp-nodes.ts';
import { DEEPEST, giveUp, MOST_STEPS } from './demangle-limits.ts';

/** What the name of a function tells of its type. */
export interface NameFacts {
  /** Then the function's type starts with what it returns, except for constructors, destructors and conversions. */
  endsWithArguments: boolean;
  returnsNothing: boolean;
  /** What stands after the parameters: ` const`, ` &`. */
  suffix: string;
}

/** The productions of the grammar, which refer to each other from different files. */
export interface Grammar {
  readonly encoding: (c: Cursor) => Node;
  readonly name: (c: Cursor, facts?: NameFacts) => Node;
  readonly type: (c: Cursor) => Node;
  readonly expression: (c: Cursor) => Node;
  /** With their `I` and `E`. @param ofFunction true where parameters that follow refer to them */
  readonly templateArgs: (c: Cursor, ofFunction: boolean) => Node[];
}

export class Cursor {
  readonly text: string;
  readonly grammar: Grammar;
  at = 0;
  /** What `S_`, `S0_` … stand for. */
  readonly substitutions: Node[] = [];
  /** Those of the function that is being read, as far as it has been. */
  templateArgs: readonly Node[] = [];
  /** The type of a conversion operator is being read: template arguments after it are those of the operator. */
  readsConversion = false;
  private depth = 0;
  private steps = 0;

  constructor(mangled: string, grammar: Grammar) {
    this.text = mangled;
    this.grammar = grammar;
  }

  get atEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** The character `ahead` of the place, empty after the end. */
  peek(ahead = 0): string {
    return this.text[this.at + ahead] ?? '';
  }

  next(): string {
    return this.text[this.at++] ?? giveUp();
  }

  /** Steps over `text` if it stands here. */
  take(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  expect(text: string): void {
    if (!this.take(text)) giveUp();
  }

  /** Digits, at least one. */
  digits(): string {
    const from = this.at;
    while (isDigit(this.peek())) this.at++;
    return this.at === from ? giveUp() : this.text.slice(from, this.at);
  }

  /** A number that counts something. */
  number(): number {
    const digits = this.digits();
    return digits.length > 9 ? giveUp() : Number(digits);
  }

  /** A number with `_` after it, counted from 0 where `_` alone is 0 and `0_` is 1. */
  index(): number {
    if (this.take('_')) return 0;
    const number = this.number();
    this.expect('_');
    return number + 1;
  }

  /** Reads one production, which may hold others. */
  nested<Result>(read: () => Result): Result {
    if (++this.depth > DEEPEST || ++this.steps > MOST_STEPS) giveUp();
    const result = read();
    this.depth--;
    return result;
  }

  /** Keeps a node for later references. */
  remember(node: Node): Node {
    this.substitutions.push(node);
    return node;
  }
}

export function isDigit(character: string): boolean {
  return character >= '0' && character <= '9' && character.length === 1;
}

/** Reads nodes until the letter that ends them. */
export function untilE(c: Cursor, read: (c: Cursor) => Node): Node[] {
  const nodes: Node[] = [];
  while (!c.take('E')) nodes.push(read(c));
  return nodes;
}
