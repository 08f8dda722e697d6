/**
 * Demangles names of Rust's first scheme: they look like C++ names of one namespace in the other, with a hash at the end, and
 * spell what C++ does not allow in names (`$LT$`, `..`).
 */
import { giveUp, LONGEST_DEMANGLED, unlessGivenUp } from './demangle-limits.ts';

/** `17h` and 16 hex digits: the hash that is the last part of every name. */
const HASH = /^h[0-9a-f]{16}$/;

/** A hash with fewer different digits is more likely somebody's own name in C++. */
const DIFFERENT_DIGITS = 5;

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['SP', '@'],
  ['BP', '*'],
  ['RF', '&'],
  ['LT', '<'],
  ['GT', '>'],
  ['LP', '('],
  ['RP', ')'],
  ['C', ','],
]);

/** The name without its hash; undefined when it is not of this scheme. */
export function demangleRustLegacy(mangled: string): string | undefined {
  return unlessGivenUp(() => {
    const parts = splitParts(mangled);
    const hash = parts.pop();
    if (parts.length === 0 || hash === undefined || !HASH.test(hash)) giveUp();
    if (new Set(hash.slice(1)).size < DIFFERENT_DIGITS) giveUp();
    const name = parts.map(unescape).join('::');
    return name.length > LONGEST_DEMANGLED ? giveUp() : name;
  });
}

/** `_ZN`, then each part after its length, then `E`. What comes after a `.` was added by LLVM. */
function splitParts(mangled: string): string[] {
  if (!mangled.startsWith('_ZN')) giveUp();
  const parts: string[] = [];
  let at = 3;
  while (mangled[at] !== 'E') {
    const [digits] = /^[1-9][0-9]{0,5}/.exec(mangled.slice(at, at + 6)) ?? giveUp();
    at += digits.length;
    const end = at + Number(digits);
    if (end >= mangled.length) giveUp();
    parts.push(mangled.slice(at, end));
    at = end;
  }
  const rest = mangled.slice(at + 1);
  return rest === '' || rest.startsWith('.') ? parts : giveUp();
}

function unescape(part: string): string {
  // A name cannot start with `$`, so that an underscore was put in front.
  const name = part.startsWith('_$') ? part.slice(1) : part;
  return name.replace(/\.\.|\.|\$([^$]*)\$|\$/g, (escape, code: string | undefined) => {
    if (escape === '..') return '::';
    if (escape === '.') return '.';
    const known = ESCAPES.get(code ?? '');
    if (known !== undefined) return known;
    const digits = /^u([0-9a-f]{1,6})$/.exec(code ?? '')?.[1];
    return digits === undefined ? giveUp() : character(Number.parseInt(digits, 16));
  });
}

/** A character by its number, if it is one that can be shown. */
function character(code: number): string {
  const isControl = code < 0x20 || (code >= 0x7f && code < 0xa0);
  const isSurrogate = code >= 0xd800 && code < 0xe000;
  return isControl || isSurrogate || code > 0x10ffff ? giveUp() : String.fromCodePoint(code);
}
