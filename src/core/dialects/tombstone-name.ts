/** The name in a tombstone's row, and what debuggerd prints behind it: ` (BuildId: 53b1…)` and ` (load bias 0x1000)`. */
import { ANY_HEX, latin1Bytes, SPACE } from './bytes.ts';

const CLOSE = 0x29;
const OPEN = 0x28;
const BUILD_ID = latin1Bytes('(BuildId: ');
const LOAD_BIAS = latin1Bytes('(load bias 0x');
/** A SHA-1 is 40 digits; some linkers make longer ones. */
const LONGEST_BUILD_ID = 128;
const LONGEST_BIAS = 16;

/** What stands behind a name; an object that is used again for each row. */
export interface Suffixes {
  /** Where the name ends. */
  nameTo: number;
  /** The digits of the BuildId; `buildFrom` is `buildTo` without one. */
  buildFrom: number;
  buildTo: number;
  /** In bytes; 0 without one, because 0 is not printed. */
  loadBias: number;
}

/** Reads the end of a row whose name starts at `from`. */
export function readSuffixes(bytes: Uint8Array, from: number, to: number, found: Suffixes): void {
  found.nameTo = to;
  found.buildFrom = found.buildTo = 0;
  found.loadBias = 0;
  let end = to;
  if (bytes[end - 1] !== CLOSE || end <= from) return;
  let digits = digitsBefore(bytes, from, end - 1, LONGEST_BIAS);
  let open = digits - LOAD_BIAS.length;
  if (digits < end - 1 && open >= from && isAt(bytes, open, LOAD_BIAS)) {
    let bias = 0;
    for (let i = digits; i < end - 1; i++) bias = bias * 16 + ANY_HEX[bytes[i]!]!;
    found.loadBias = bias;
    end = before(bytes, from, open);
    found.nameTo = end;
    if (bytes[end - 1] !== CLOSE || end <= from) return;
  }
  digits = digitsBefore(bytes, from, end - 1, LONGEST_BUILD_ID);
  open = digits - BUILD_ID.length;
  if (digits < end - 1 && open >= from && isAt(bytes, open, BUILD_ID)) {
    found.buildFrom = digits;
    found.buildTo = end - 1;
    found.nameTo = before(bytes, from, open);
  }
}

/** Where the hex digits start that end at a place. */
function digitsBefore(bytes: Uint8Array, from: number, to: number, most: number): number {
  let p = to;
  while (p > from && to - p < most && ANY_HEX[bytes[p - 1]!]! >= 0) p--;
  return p;
}

/** The end of what stands before a bracket and its blank. */
function before(bytes: Uint8Array, from: number, open: number): number {
  return open > from && bytes[open - 1] === SPACE ? open - 1 : open;
}

function isAt(bytes: Uint8Array, at: number, wanted: Uint8Array): boolean {
  if (bytes[at] !== OPEN) return false;
  for (let i = 1; i < wanted.length; i++) if (bytes[at + i] !== wanted[i]) return false;
  return true;
}
