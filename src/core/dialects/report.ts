/** What a report says of a map in the lines around it. */
import { printable } from '../memory-map/printable.ts';
import { latin1Bytes, lineEnd, NEWLINE } from './bytes.ts';
import type { Surroundings } from './dialect.ts';
import { LinePrefix } from './line-prefix.ts';

/** A report, and where the map stands in it. */
export interface Report extends Surroundings {
  readonly text: Uint8Array;
}

/** A line as text, and its number. */
export interface ReportLine {
  readonly text: string;
  readonly line: number;
}

/** The text is looked through in parts of about so many bytes. */
const PART = 1 << 20;
/** So much of a line is told. */
const LONGEST_LINE = 2000;
/** The longest name in a title. */
const LONGEST_NAME = 100;
/** So many bytes behind a map are looked at: reports say early what they have to say. */
const BYTES_BELOW = 4096;

const decoder = new TextDecoder();

/**
 * The lines before a map that no other map has taken, and that an expression matches.
 * @param wanted with the flags `gm`; starts with `^`
 */
export function linesAbove(report: Report, wanted: RegExp): Generator<ReportLine, undefined> {
  return linesOf(report, report.free, report.from, report.freeLine, wanted);
}

/** The lines right behind a map that an expression matches. @param reach how many bytes are looked at */
export function linesBelow(report: Report, wanted: RegExp, reach = BYTES_BELOW): Generator<ReportLine, undefined> {
  const { text, end, next } = report;
  return linesOf(report, end, Math.min(text.length, end + reach), next, wanted);
}

/** The last line of a map. */
export function lastLine({ text, end }: Report): string {
  let from = Math.max(0, end - 1);
  while (from > 0 && text[from - 1] !== NEWLINE && end - from < LONGEST_LINE) from--;
  return decoder.decode(text.subarray(from, end)).trimEnd();
}

function* linesOf(
  report: Report,
  start: number,
  to: number,
  line: number,
  wanted: RegExp,
): Generator<ReportLine, undefined> {
  const { text: bytes, from, rowAt } = report;
  if (rowAt > from) return yield* prefixedLines(bytes, new LinePrefix(bytes, from, rowAt), start, to, line, wanted);
  let number = line;
  for (let p = start; p < to;) {
    const end = p + PART < to ? Math.min(to, lineEnd(bytes, p + PART) + 1) : to;
    const text = decoder.decode(bytes.subarray(p, end));
    let counted = 0;
    wanted.lastIndex = 0;
    for (let match = wanted.exec(text); match; match = wanted.exec(text)) {
      number += newlines(text, counted, match.index);
      counted = match.index;
      const lineTo = endOf(text, match.index);
      yield { text: text.slice(match.index, Math.min(lineTo, match.index + LONGEST_LINE)).trimEnd(), line: number };
      // Whoever got the line may have used the expression. One that takes blanks for what follows `^` stops at an empty line.
      wanted.lastIndex = lineTo + 1;
    }
    number += newlines(text, counted, text.length);
    p = end;
  }
}

/** The same where something stands before each line: a time, the name of a container. */
function* prefixedLines(
  bytes: Uint8Array,
  prefix: LinePrefix,
  start: number,
  to: number,
  line: number,
  wanted: RegExp,
): Generator<ReportLine, undefined> {
  let number = line;
  for (let p = start; p < to; number++) {
    const newline = Math.min(to, lineEnd(bytes, p));
    const from = prefix.strip(bytes, p, newline);
    const text = decoder.decode(bytes.subarray(from, Math.min(newline, from + LONGEST_LINE))).trimEnd();
    wanted.lastIndex = 0;
    if (wanted.test(text)) yield { text, line: number };
    p = newline + 1;
  }
}

function endOf(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function newlines(text: string, from: number, to: number): number {
  let count = 0;
  for (let p = text.indexOf('\n', from); p >= 0 && p < to; p = text.indexOf('\n', p + 1)) count++;
  return count;
}

/** A name from a report as it is shown in titles and labels: safe, and not too long. */
export function shown(text: string, longest = LONGEST_NAME): string {
  const safe = printable(text);
  return safe.length > longest ? `${safe.slice(0, longest - 1)}…` : safe;
}

/** A text of a character a byte, which was UTF-8. */
export function decoded(text: string): string {
  return decoder.decode(latin1Bytes(text));
}

/** `PID 4711 node`, of what is known; undefined when nothing is. */
export function processTitle(pid: number | undefined, name: string | undefined): string | undefined {
  const words = [pid === undefined ? '' : `PID ${pid}`, name === undefined ? '' : shown(name)];
  const title = words.filter((word) => word !== '').join(' ');
  return title === '' ? undefined : title;
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
