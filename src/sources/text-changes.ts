/** What became another between two texts of the same map file, by region and not by line. */
import { printableBytes } from './printable-bytes.ts';

/** A mark at a line of the newer text. */
export type LineMark =
  /** The region was not there before. */
  | { readonly kind: 'new'; readonly line: number }
  /** The region begins or ends elsewhere: it has so many bytes more, or less when `by` is negative. */
  | { readonly kind: 'resized'; readonly line: number; readonly by: number; readonly was: string }
  /** The line says something else. */
  | { readonly kind: 'changed'; readonly line: number; readonly was: string }
  /** Regions stood before this line; behind the last line it is one more than there are. */
  | { readonly kind: 'removed'; readonly line: number; readonly count: number; readonly were: readonly string[] };

/** All that differs. Lines count from 1; what a line was is safe to print. */
export interface TextChanges {
  /** In the order of their lines, at most `MOST_MARKS`. */
  readonly marks: readonly LineMark[];
  /** How many there are in all. */
  readonly count: number;
}

/** So many marks are told: nobody looks at more, and each is drawn. */
const MOST_MARKS = 1000;

/** So many lines of the regions that went are told. */
const MOST_LINES = 5;

const NEWLINE = 0x0a;
const HEADER = /^([0-9a-f]{1,16})-([0-9a-f]{1,16}) (.*)$/s;

/** A region with the lines below it that are about it (smaps). */
interface Part {
  readonly line: number;
  readonly header: string;
  /** Addresses as 16 digits, so that they compare as texts. */
  readonly start: string;
  readonly end: string;
  /** What stands behind the addresses. */
  readonly rest: string;
  readonly lines: readonly string[];
}

/** Compares two texts as the kernel prints them: maps, smaps or smaps_rollup. */
export function textChanges(before: Uint8Array, after: Uint8Array): TextChanges {
  const { from, beforeTo, afterTo } = differing(before, after);
  const first = lineOf(after, from);
  const olds = partsOf(before.subarray(from, beforeTo), first);
  const news = partsOf(after.subarray(from, afterTo), first);
  const marks: LineMark[] = [];
  const { pairs, gone } = paired(olds, news);
  let told = 0;
  /** @param start of the region at the line; none behind the last one */
  const tellGone = (start: string | undefined, line: number): void => {
    const isAbove = (part: Part): boolean => start === undefined || part.start < start;
    const went: Part[] = [];
    for (let part = gone[told]; part && isAbove(part); part = gone[++told]) went.push(part);
    if (went.length === 0) return;
    marks.push({
      kind: 'removed',
      line,
      count: went.length,
      were: went.slice(0, MOST_LINES).map(({ header }) => header),
    });
  };
  for (const part of news) {
    tellGone(part.start, part.line);
    const old = pairs.get(part);
    if (!old) marks.push({ kind: 'new', line: part.line });
    else marks.push(...partMarks(old, part));
  }
  tellGone(undefined, first + linesIn(after.subarray(from, afterTo)));
  return { marks: marks.slice(0, MOST_MARKS), count: marks.length };
}

/** What differs between a region and what it was. */
function partMarks(old: Part, part: Part): LineMark[] {
  const marks: LineMark[] = [];
  const { line } = part;
  const by = sizeOf(part) - sizeOf(old);
  if (by !== 0) marks.push({ kind: 'resized', line, by, was: old.header });
  else if (old.header !== part.header) marks.push({ kind: 'changed', line, was: old.header });
  const known = new Map(old.lines.map((text) => [keyOf(text), text]));
  part.lines.forEach((text, i) => {
    const was = known.get(keyOf(text));
    // A counter that the kernel prints in some regions only has no former value.
    if (was !== undefined && was !== text) marks.push({ kind: 'changed', line: line + 1 + i, was });
  });
  return marks;
}

/** Which regions are the same ones: those that begin at the same address, else those that end there and are alike. */
function paired(olds: readonly Part[], news: readonly Part[]): { pairs: Map<Part, Part>; gone: readonly Part[] } {
  const pairs = new Map<Part, Part>();
  const left = new Set(olds);
  const pair = (by: (part: Part) => string): void => {
    const known = new Map([...left].map((part) => [by(part), part]));
    for (const part of news) {
      const old = pairs.has(part) ? undefined : known.get(by(part));
      if (!old || !left.delete(old)) continue;
      pairs.set(part, old);
    }
  };
  pair(({ start }) => start);
  // A stack grows down.
  pair(({ end, rest }) => `${end} ${rest}`);
  return { pairs, gone: [...left] };
}

/** The stretch that differs, from the header of a region to the start of a line. */
function differing(before: Uint8Array, after: Uint8Array): { from: number; beforeTo: number; afterTo: number } {
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before[from] === after[from]) from++;
  from = lineStart(after, from);
  while (from > 0 && !isHeader(after, from) && !isHeader(before, from)) from = lineStart(after, from - 1);
  let behind = 0;
  while (behind < shorter - from && before[before.length - 1 - behind] === after[after.length - 1 - behind]) behind++;
  // The rest of a line, and the lines below it that are of the same region, are alike but belong to what differs.
  let afterTo = after.length - behind;
  const longer = before.length - after.length;
  if (!isLineStart(after, afterTo) || !isLineStart(before, afterTo + longer)) afterTo = lineAfter(after, afterTo);
  while (afterTo < after.length && !isHeader(after, afterTo)) afterTo = lineAfter(after, afterTo);
  return { from, beforeTo: afterTo + longer, afterTo };
}

/** The start of the line that a place is in. */
function lineStart(bytes: Uint8Array, at: number): number {
  return at <= 0 ? 0 : bytes.lastIndexOf(NEWLINE, at - 1) + 1;
}

function isLineStart(bytes: Uint8Array, at: number): boolean {
  return at === 0 || bytes[at - 1] === NEWLINE;
}

/** The start of the line after the one that a place is in. */
function lineAfter(bytes: Uint8Array, at: number): number {
  const end = bytes.indexOf(NEWLINE, at);
  return end < 0 ? bytes.length : end + 1;
}

/** Lines of counters begin with a capital letter, names of files are never at the start of a line. */
function isHeader(bytes: Uint8Array, at: number): boolean {
  const first = bytes[at] ?? 0;
  return (first >= 0x30 && first <= 0x39) || (first >= 0x61 && first <= 0x66);
}

function lineOf(bytes: Uint8Array, at: number): number {
  return 1 + linesIn(bytes.subarray(0, at));
}

function linesIn(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) lines++;
  return lines;
}

function partsOf(bytes: Uint8Array, first: number): readonly Part[] {
  const parts: Part[] = [];
  let lines: string[] = [];
  let line = first;
  for (let at = 0; at < bytes.length; line++) {
    const newline = bytes.indexOf(NEWLINE, at);
    const end = newline < 0 ? bytes.length : newline;
    const text = printableBytes(bytes.subarray(at, end));
    at = end + 1;
    const [, from, to, rest = ''] = HEADER.exec(text) ?? [];
    if (from === undefined || to === undefined) {
      lines.push(text);
      continue;
    }
    lines = [];
    parts.push({ line, header: text, start: from.padStart(16, '0'), end: to.padStart(16, '0'), rest, lines });
  }
  return parts;
}

function sizeOf({ start, end }: Part): number {
  return Number(BigInt(`0x${end}`) - BigInt(`0x${start}`));
}

function keyOf(text: string): string {
  return text.slice(0, text.indexOf(':') + 1);
}
