/** Punycode (RFC 3492), as Rust writes identifiers that are not ASCII: with `_` before the coded part. */
import { giveUp } from './demangle-limits.ts';

// The parameters of RFC 3492, section 5.
const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const FIRST_BIAS = 72;
const FIRST_CODE = 0x80;

/** Characters of an identifier: each that is inserted moves those after it. */
const LONGEST = 128;

/** The identifier, or gives up. */
export function decodePunycode(coded: string): string {
  const delimiter = coded.lastIndexOf('_');
  const characters = delimiter < 0 ? [] : Array.from(coded.slice(0, delimiter), (each) => each.charCodeAt(0));
  const digits = coded.slice(delimiter + 1);
  let code = FIRST_CODE;
  let index = 0;
  let bias = FIRST_BIAS;
  for (let at = 0; at < digits.length;) {
    const before = index;
    let weight = 1;
    for (let k = BASE; ; k += BASE) {
      const digit = digitValue(digits[at++]);
      index += digit * weight;
      const threshold = Math.min(T_MAX, Math.max(T_MIN, k - bias));
      if (digit < threshold) break;
      weight *= BASE - threshold;
      if (weight > 0x7fffffff) giveUp();
    }
    const length = characters.length + 1;
    if (length > LONGEST) giveUp();
    bias = adapted(index - before, length, before === 0);
    code += Math.floor(index / length);
    index %= length;
    if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) giveUp();
    characters.splice(index++, 0, code);
  }
  return String.fromCodePoint(...characters);
}

function digitValue(digit: string | undefined): number {
  const value = 'abcdefghijklmnopqrstuvwxyz0123456789'.indexOf(digit ?? '-');
  return value < 0 ? giveUp() : value;
}

function adapted(delta: number, length: number, first: boolean): number {
  let rest = Math.floor(delta / (first ? DAMP : 2));
  rest += Math.floor(rest / length);
  let k = 0;
  for (; rest > ((BASE - T_MIN) * T_MAX) / 2; k += BASE) rest = Math.floor(rest / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW));
}
