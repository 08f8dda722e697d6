/** Reads the pieces that names of Rust's scheme v0 (RFC 2603) are made of, and gathers what they stand for. */
import { giveUp } from './demangle-limits.ts';
import { decodePunycode } from './demangle-punycode.ts';
import { BoundedText } from './demangle-text.ts';

export interface Identifier {
  readonly name: string;
  /** Tells things of one name apart. */
  readonly number: number;
}

const BASE_62 = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Base 62 needs eleven. */
const DIGITS_OF_64_BITS = 11;

/** Lifetimes of one binder; a function has a handful. */
const MOST_LIFETIMES = 256;

/** Prints while it reads: what is referred back to is read again. */
export class RustReader extends BoundedText {
  private readonly mangled: string;
  private at = 0;
  /** Reads without printing. */
  private silent = false;
  /** How many lifetimes the binders around have named. */
  private lifetimes = 0;

  /** @param mangled the name without its `_R` */
  constructor(mangled: string) {
    super();
    this.mangled = mangled;
  }

  get atEnd(): boolean {
    return this.at >= this.mangled.length;
  }

  override add(part: string): void {
    if (!this.silent) super.add(part);
  }

  protected silently(read: () => void): void {
    const outer = this.silent;
    this.silent = true;
    read();
    this.silent = outer;
  }

  protected next(): string {
    return this.mangled[this.at++] ?? giveUp();
  }

  /** Steps back over one letter. */
  protected back(): void {
    this.at--;
  }

  protected take(letter: string): boolean {
    if (this.mangled[this.at] !== letter) return false;
    this.at++;
    return true;
  }

  /** Digits of base 62 and `_`; `_` alone is 0. Hashes have 64 bits, and are rounded; nobody looks at them. */
  protected base62(): number {
    let value = 0;
    for (let count = 0; ; count++) {
      const digit = this.next();
      if (digit === '_') return count === 0 ? 0 : value + 1;
      const index = BASE_62.indexOf(digit);
      value = value * 62 + index;
      if (index < 0 || count > DIGITS_OF_64_BITS) giveUp();
    }
  }

  /** A number with a letter before it that may be missing: then it is 0. */
  protected optional62(letter: string): number {
    return this.take(letter) ? this.base62() + 1 : 0;
  }

  protected identifier(): Identifier {
    const number = this.optional62('s');
    return { number, name: this.plainIdentifier() };
  }

  protected plainIdentifier(): string {
    const coded = this.take('u');
    const [digits] = /^(?:0|[1-9][0-9]{0,5})/.exec(this.mangled.slice(this.at, this.at + 6)) ?? giveUp();
    this.at += digits.length;
    // Parts the length from names that start with a digit or `_`.
    this.take('_');
    const name = this.mangled.slice(this.at, this.at + Number(digits));
    if (name.length !== Number(digits)) giveUp();
    this.at += name.length;
    return coded ? decodePunycode(name) : name;
  }

  /** Hex digits without leading zeros, until `_`. */
  protected hexDigits(): string {
    const end = this.mangled.indexOf('_', this.at);
    const digits = this.mangled.slice(this.at, end);
    if (end < 0 || !/^(?:0|[1-9a-f][0-9a-f]{0,31})$/.test(digits)) giveUp();
    this.at = end + 1;
    return digits;
  }

  /** Reads what stood at an earlier place. */
  protected backReference(read: () => void): void {
    const start = this.at - 1;
    const target = this.base62();
    if (target >= start) giveUp();
    if (this.silent) return;
    const after = this.at;
    this.at = target;
    read();
    this.at = after;
  }

  /** Lifetimes are counted from the innermost binder out; 0 is one that was erased. */
  protected lifetime(index: number): string {
    if (index === 0) return "'_";
    const depth = this.lifetimes - index;
    if (depth < 0) giveUp();
    return depth < 26 ? `'${String.fromCharCode(0x61 + depth)}` : `'_${depth}`;
  }

  /** `for<'a, 'b>`, and what is read inside of it. */
  protected binder(read: () => void): void {
    const count = this.optional62('G');
    if (count > MOST_LIFETIMES) giveUp();
    const outer = this.lifetimes;
    if (count > 0) {
      this.add('for<');
      for (let i = 0; i < count; i++) {
        this.lifetimes++;
        this.add(`${i === 0 ? '' : ', '}${this.lifetime(1)}`);
      }
      this.add('> ');
    }
    read();
    this.lifetimes = outer;
  }
}
