/**
 * Tells whether a text is maps, smaps or smaps_rollup as a whole, by its content; the file's name is asked only where the content
 * is silent. Maps inside other texts are found by find.ts.
 */
import { ANY_HEX, DASH, lineEnd, NEWLINE, RETURN, SPACE, TAB, textStart } from './bytes.ts';

/** A dialect of a file in /proc/PID that is read whole, and may be read in parts. */
export type WholeDialect = 'maps' | 'smaps' | 'smaps_rollup';

/** What detection found. */
export interface Detection {
  readonly dialect: WholeDialect | undefined;
  /** Why the text is in no dialect, for the user. */
  readonly reason?: string;
}

/** The header of a region up to its permissions, in a line's first bytes. */
const REGION = /^[ \t]*[0-9a-fA-F]{1,40}-[0-9a-fA-F]{1,40} +[r-][w-][x-][spS] /;
const ROLLUP = /^[ \t]*[0-9a-fA-F]+-[0-9a-fA-F]+ +---p +[0-9a-fA-F]+ +[0-9a-fA-F:]+ +0 +\[rollup\]\s*$/;
/** A counter of smaps, of any kernel or vendor. */
const FIELD = /^[ \t]*[A-Z][A-Za-z0-9_()]{1,39}:[ \t]*(?:\d+(?: kB)?|[a-z?]{2}(?: [a-z?]{2})*|\[.*)?\s*$/;

/** The header and the path of a line are within these bytes, but for paths that do not matter here. */
const HEAD = 240;
/** A record of a log may stand between a region line and its first counter; more lines would be another text. */
const LINES_TO_FIRST_FIELD = 4;

/** Bytes that are looked at without asking whether to go on. */
const BYTES_AT_ONCE = 2 ** 22;

/**
 * Finds the dialect of a text.
 * @param name file name, for instance `/tmp/proc/12/smaps`: an empty text is told by it
 * @param goesOn asked every few milliseconds; it throws to stop
 */
export function detect(bytes: Uint8Array, name = '', goesOn?: () => void): Detection {
  let blank = true;
  let askedAt = 0;
  for (let p = textStart(bytes); p < bytes.length;) {
    if (p - askedAt > BYTES_AT_ONCE) {
      goesOn?.();
      askedAt = p;
    }
    const from = skipBlanks(bytes, p);
    const byte = bytes[from] ?? NEWLINE;
    const end = lineEnd(bytes, from);
    if ((ANY_HEX[byte] ?? -1) >= 0 && hasRange(bytes, from) && REGION.test(head(bytes, p, end))) {
      return { dialect: dialectOfRow(bytes, p, end) };
    }
    if (byte !== NEWLINE && byte !== 0x0d) blank = false;
    p = end + 1;
  }
  if (blank) return { dialect: dialectOfName(name), reason: emptyReason(bytes.length) };
  return { dialect: undefined, reason: strangeReason(bytes) };
}

/** The dialect of a text whose first line that is not blank is a row; undefined when something else stands there. */
export function dialectOfFirstLine(bytes: Uint8Array): WholeDialect | undefined {
  let p = textStart(bytes);
  while (p < bytes.length && (bytes[p] === NEWLINE || bytes[p] === RETURN)) p++;
  const end = Math.min(lineEnd(bytes, p), p + HEAD);
  return REGION.test(head(bytes, p, end)) ? dialectOfRow(bytes, p, lineEnd(bytes, p)) : undefined;
}

/** The dialect whose first row stands at a place. */
function dialectOfRow(bytes: Uint8Array, from: number, end: number): WholeDialect {
  if (ROLLUP.test(head(bytes, from, end))) return 'smaps_rollup';
  return hasField(bytes, end + 1) ? 'smaps' : 'maps';
}

/** The dialect that a file's name promises; maps where it promises nothing. */
function dialectOfName(name: string): WholeDialect {
  const base = name.slice(name.lastIndexOf('/') + 1);
  if (base.includes('rollup')) return 'smaps_rollup';
  return base.includes('smaps') ? 'smaps' : 'maps';
}

function emptyReason(length: number): string {
  const empty = length === 0 ? 'the file is empty' : 'the file holds blank lines only';
  return `${empty}: the kernel gives an empty map for a kernel thread, a zombie, and a process that ended while it was read`;
}

function strangeReason(bytes: Uint8Array): string {
  if (bytes.subarray(0, 65_536).indexOf(0) >= 0) return 'this is a binary file, not a memory map';
  const start = head(bytes, textStart(bytes), Math.min(bytes.length, 4096), 4096);
  if (/Permission denied/.test(start)) {
    return 'no region line was found; the text says "Permission denied": reading maps needs the rights of the process';
  }
  if (FIELD.test(start.slice(0, Math.max(0, start.indexOf('\n'))))) {
    return 'these are counters of smaps without their region lines: nothing tells which regions they belong to';
  }
  return 'no region line (start-end perms offset dev inode path) was found: this is not a memory map';
}

/** Whether a counter follows within a few lines, before the next region. */
function hasField(bytes: Uint8Array, from: number): boolean {
  let p = from;
  for (let i = 0; i < LINES_TO_FIRST_FIELD && p < bytes.length; i++) {
    const end = lineEnd(bytes, p);
    const text = head(bytes, p, end);
    if (FIELD.test(text)) return true;
    if (REGION.test(text)) return false;
    p = end + 1;
  }
  return false;
}

/** Whether a range of addresses stands at `from`: cheaper than asking the expression of each line that begins with a date. */
function hasRange(bytes: Uint8Array, from: number): boolean {
  const dash = hexEnd(bytes, from);
  return bytes[dash] === DASH && bytes[hexEnd(bytes, dash + 1)] === SPACE;
}

/** Where the digits end that start at a place. */
function hexEnd(bytes: Uint8Array, from: number): number {
  let p = from;
  while ((ANY_HEX[bytes[p] ?? 0] ?? -1) >= 0 && p - from < 41) p++;
  return p;
}

function skipBlanks(bytes: Uint8Array, from: number): number {
  let p = from;
  while (bytes[p] === SPACE || bytes[p] === TAB) p++;
  return p;
}

function head(bytes: Uint8Array, from: number, to: number, most = HEAD): string {
  let text = '';
  for (let i = from; i < to && i < from + most; i++) text += String.fromCharCode(bytes[i] ?? 0);
  return text;
}
