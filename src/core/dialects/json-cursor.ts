/**
 * A cursor over JSON text (RFC 8259) that is read piece by piece: a large map is never held as objects, nor its text as one
 * string. The first syntax error stops it: `fault` tells it, and everything that is asked afterwards says that there is no more.
 */
import { viewOf } from '../memory-map/view.ts';
import { excerpt, NEWLINE, RETURN, SPACE, TAB, textStart } from './bytes.ts';
import { plainEnd } from './json-string.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Deeper nesting is no map of ours. */
const DEEPEST = 500;
/** Longer values than this are not put together: no head of a map is nearly as long. */
const LARGEST_VALUE = 1 << 26;
/** No number with more digits is exact as a double. */
const EXACT_DIGITS = 16;

/** 1 for the characters of numbers, `true`, `false` and `null`. */
const WORD = Uint8Array.from({ length: 256 }, (_, byte) => (/[-+.\w]/.test(String.fromCharCode(byte)) ? 1 : 0));

const [TRUE, FALSE, NULL] = [wordBytes('true'), wordBytes('false'), wordBytes('null')];
const STRICT_WORD = /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null)$/;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A place of the text, for people: line and byte in the line, from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export class JsonCursor {
  readonly bytes: Uint8Array;
  private readonly view: DataView;
  p: number;
  /** What is wrong with the text, and where; undefined while nothing is. */
  fault: { readonly at: number; readonly reason: string } | undefined;
  /** The last key or string without its quotes, as it stands in `bytes`, and whether it has escapes. */
  from = 0;
  to = 0;
  escaped = false;
  /** What opened each level of the value that is skipped. */
  private readonly open = new Uint8Array(DEEPEST + 2);
  private line = 1;
  private lineStart = 0;
  private counted = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = viewOf(bytes);
    this.p = textStart(bytes);
    this.lineStart = this.p;
    this.counted = this.p;
  }

  /** The next byte that is not blank; -1 at the end. */
  peek(): number {
    if (this.fault) return -1;
    const { bytes } = this;
    let { p } = this;
    while (p < bytes.length) {
      const byte = bytes[p]!;
      if (byte > SPACE || !isBlank(byte)) {
        this.p = p;
        return byte;
      }
      p++;
    }
    this.p = p;
    return -1;
  }

  /** Goes into an object or an array, when one starts here. */
  enterObject(): boolean {
    return this.take(OPEN_OBJECT);
  }

  enterArray(): boolean {
    return this.take(OPEN_ARRAY);
  }

  /** Goes to the value of the object's next key, which is then the last string; false behind its end. */
  nextKey(isFirst: boolean): boolean {
    const { bytes, p } = this;
    // As our own printer has it: without blanks.
    if (!isFirst && bytes[p] === COMMA && bytes[p + 1] === QUOTE && !this.fault) {
      this.p = p + 1;
      if (!this.string()) return false;
      if (bytes[this.p] !== COLON) return this.take(COLON) || this.fail('":"');
      this.p++;
      return true;
    }
    if (!this.nextMember(isFirst, CLOSE_OBJECT, '}')) return false;
    if (!this.string()) return this.fail('a key in quotes');
    return this.take(COLON) || this.fail('":"');
  }

  /** Goes to the array's next item; false behind its end. */
  nextItem(isFirst: boolean): boolean {
    if (!this.nextMember(isFirst, CLOSE_ARRAY, ']')) return false;
    return this.peek() !== CLOSE_ARRAY || this.fail('a value');
  }

  /** Goes over a string and sets `from`, `to` and `escaped`; false, and no move, when something else stands here. */
  string(): boolean {
    if (this.peek() !== QUOTE) return false;
    const { bytes, view } = this;
    let p = this.p + 1;
    this.from = p;
    this.escaped = false;
    for (;;) {
      p = plainEnd(bytes, view, p);
      if (p >= bytes.length) return this.fail('the end of a string', bytes.length);
      const stop = bytes[p]!;
      if (stop === QUOTE) break;
      if (stop !== BACKSLASH) return this.fail('a character of a string', p);
      this.escaped = true;
      p += 2;
    }
    this.to = p;
    this.p = p + 1;
    return true;
  }

  /** The last string, decoded. */
  text(): string {
    const { bytes, from, to } = this;
    const raw = decoder.decode(bytes.subarray(from, to));
    if (!this.escaped) return raw;
    try {
      const text: unknown = JSON.parse(`"${raw}"`);
      return typeof text === 'string' ? text : raw;
    } catch {
      this.fail('a string with valid escapes', from);
      return raw;
    }
  }

  /** Goes over `null`, when it stands here. */
  takeNull(): boolean {
    return this.takeWord(NULL);
  }

  /** Goes over `true` or `false`; undefined, and no move, when something else stands here. */
  boolean(): boolean | undefined {
    if (this.takeWord(TRUE)) return true;
    return this.takeWord(FALSE) ? false : undefined;
  }

  /** Goes over a whole number from 0 to 2^53 - 1; -1, and no move, when something else stands here. */
  natural(): number {
    const first = this.peek();
    if (first < 0x30 || first > 0x39) return -1;
    const { bytes } = this;
    let value = 0;
    let { p } = this;
    for (let digit: number; (digit = bytes[p]! - 0x30) >= 0 && digit <= 9; p++) value = value * 10 + digit;
    const digits = p - this.p;
    if (
      digits > EXACT_DIGITS ||
      value > Number.MAX_SAFE_INTEGER ||
      WORD[bytes[p] ?? 0] === 1 ||
      (first === 0x30 && digits > 1)
    )
      return -1;
    this.p = p;
    return value;
  }

  /** Goes over any value; false when there is none, which is a fault. */
  skip(): boolean {
    const { open } = this;
    let depth = 0;
    let isFirst = true;
    do {
      if (depth > 0) {
        const more = open[depth] === OPEN_OBJECT ? this.nextKey(isFirst) : this.nextItem(isFirst);
        if (this.fault) return false;
        if (!more) {
          depth--;
          isFirst = false;
          continue;
        }
      }
      const byte = this.peek();
      isFirst = byte === OPEN_OBJECT || byte === OPEN_ARRAY;
      if (isFirst) {
        if (++depth > DEEPEST) return this.fail(`a value of at most ${DEEPEST} levels`);
        open[depth] = byte;
        this.p++;
      } else if (byte === QUOTE ? !this.string() : !(this.takeNull() || this.word())) return false;
    } while (depth > 0);
    return true;
  }

  /** Any value, put together; undefined when there is none or it is too large, which is a fault. */
  value(): unknown {
    this.peek();
    const from = this.p;
    if (!this.skip()) return undefined;
    try {
      if (this.p - from > LARGEST_VALUE) throw new RangeError('too large');
      return JSON.parse(decoder.decode(this.bytes.subarray(from, this.p)));
    } catch {
      this.fail(`a value with valid strings of at most ${LARGEST_VALUE} bytes`, from);
      return undefined;
    }
  }

  /** Where a place is. Places are asked for in the order of the text. */
  place(at: number): Place {
    const { bytes } = this;
    for (; this.counted < at; this.counted++) {
      if (bytes[this.counted] !== NEWLINE) continue;
      this.line++;
      this.lineStart = this.counted + 1;
    }
    return { line: this.line, column: Math.max(1, at - this.lineStart + 1) };
  }

  /** A few words for a problem: what stands from one place to another, or what follows it. */
  found(from: number, to = this.bytes.length): string {
    return from >= this.bytes.length ? 'the end of the text' : excerpt(this.bytes, from, to, 30);
  }

  /** Stops at a syntax error, unless there was one before. @param expected what should be there instead */
  private fail(expected: string, at = this.p): false {
    this.fault ??= { at, reason: `the JSON is broken: ${this.found(at)} stands where ${expected} should be` };
    return false;
  }

  private takeWord(word: Uint8Array): boolean {
    if (this.peek() !== word[0]) return false;
    const { bytes, p } = this;
    for (let i = 1; i < word.length; i++) if (bytes[p + i] !== word[i]) return false;
    if (WORD[bytes[p + word.length] ?? 0] === 1) return false;
    this.p = p + word.length;
    return true;
  }

  private take(byte: number): boolean {
    if (this.peek() !== byte) return false;
    this.p++;
    return true;
  }

  private nextMember(isFirst: boolean, closer: number, letter: string): boolean {
    if (this.take(closer)) return false;
    return isFirst ? !this.fault : this.take(COMMA) || this.fail(`"," or "${letter}"`);
  }

  private word(): boolean {
    this.peek();
    const { bytes, p } = this;
    let end = p;
    while (end < bytes.length && end - p < 400 && WORD[bytes[end]!] === 1) end++;
    if (!STRICT_WORD.test(decoder.decode(bytes.subarray(p, end)))) return this.fail('a value');
    this.p = end;
    return true;
  }
}

function wordBytes(word: string): Uint8Array {
  return Uint8Array.from(word, (letter) => letter.charCodeAt(0));
}

function isBlank(byte: number): boolean {
  return byte === SPACE || byte === NEWLINE || byte === TAB || byte === RETURN;
}
