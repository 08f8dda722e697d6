/** Numbers that the normal form holds in strings, read from the bytes: addresses, inode numbers, devices. */
import { setAddress } from '../memory-map/address.ts';
import { ANY_HEX, COLON } from './bytes.ts';
import type { JsonCursor } from './json-cursor.ts';

const QUOTE = 0x22;
const DIGIT_0 = 0x30;
const TWO_32 = 4294967296;
/** Up to so many digits a number is exact as a double. */
const EXACT_DIGITS = 15;
const HIGHEST = 0xffffffffffffffffn;
const MOST_DIGITS = 20;
const MOST_DEVICE_DIGITS = 7;

/** Goes over `"0x…"`, up to 64 bits, and puts it into a pair of words; false, and no move, when something else stands here. */
export function takeHex(cursor: JsonCursor, words: Uint32Array): boolean {
  cursor.peek();
  const { bytes } = cursor;
  const from = cursor.p + 3;
  if (bytes[from - 3] !== QUOTE || bytes[from - 2] !== DIGIT_0 || (bytes[from - 1]! | 0x20) !== 0x78) return false;
  let high = 0;
  let low = 0;
  let p = from;
  for (let digit: number; (digit = ANY_HEX[bytes[p]!]!) >= 0; p++) {
    if (high >>> 28 !== 0) return false;
    high = (high << 4) | (low >>> 28);
    low = (low << 4) | digit;
  }
  if (p === from || bytes[p] !== QUOTE) return false;
  words[0] = low;
  words[1] = high;
  cursor.p = p + 1;
  return true;
}

/** As `takeHex`, for a whole decimal number: `"393307"`. */
export function takeDecimal(cursor: JsonCursor, words: Uint32Array): boolean {
  cursor.peek();
  const { bytes } = cursor;
  const from = cursor.p + 1;
  if (bytes[from - 1] !== QUOTE) return false;
  let value = 0;
  let p = from;
  for (let digit: number; (digit = bytes[p]! - DIGIT_0) >= 0 && digit <= 9; p++) value = value * 10 + digit;
  const digits = p - from;
  if (digits === 0 || digits > MOST_DIGITS || bytes[p] !== QUOTE) return false;
  if (digits > EXACT_DIGITS) {
    const wide = BigInt(String.fromCharCode(...bytes.subarray(from, p)));
    if (wide > HIGHEST) return false;
    setAddress(words, 0, wide);
  } else {
    words[0] = value;
    words[1] = Math.floor(value / TWO_32);
  }
  cursor.p = p + 1;
  return true;
}

/** As `takeHex`, for a device in hex, `"08:01"`: major and minor number. */
export function takeDevice(cursor: JsonCursor, numbers: Uint32Array): boolean {
  cursor.peek();
  const { bytes } = cursor;
  if (bytes[cursor.p] !== QUOTE) return false;
  let p = cursor.p + 1;
  for (let i = 0; i < 2; i++) {
    const from = p;
    let value = 0;
    for (let digit: number; (digit = ANY_HEX[bytes[p]!]!) >= 0; p++) value = (value << 4) | digit;
    if (p === from || p - from > MOST_DEVICE_DIGITS || bytes[p] !== (i === 0 ? COLON : QUOTE)) return false;
    numbers[i] = value;
    p++;
  }
  cursor.p = p;
  return true;
}
