/**
 * What stands above the rows of a dump of Valgrind's segments: its title, how many segments there are, and the table of names
 * that rows refer to (`VG_(am_show_nsegments)()` in coregrind/m_aspacemgr/aspacemgr-linux.c).
 */
import { NEWLINE, RETURN } from './bytes.ts';
import type { Span } from './row-sink.ts';

export interface ValgrindHeading {
  /** How many lines it takes, 0 when it is not there. */
  readonly lines: number;
  readonly title: string;
  readonly segments: number | undefined;
  /** Names by the number that rows give them. */
  readonly names: ReadonlyMap<number, Span>;
}

/** The names of a large process are hundreds; more lines above a row are not of its dump. */
const MOST_LINES = 10_000;
const LONGEST_LINE = 4096;
const HEADING = /<<< SHOW_SEGMENTS: (.{0,200}?) \((\d{1,9}) segments/;
/** `(0,4,7) /usr/bin/x`: a number in order, the name's number, a count of uses; `( 0) /usr/bin/x` before Valgrind 3.11. */
const NAME = /\( {0,6}(\d{1,9})(?:,(\d{1,9})(?:,\d{1,9})?)?\) /;

/** Reads the heading above the line that starts at `from`. @param free where the text starts that no map before has taken */
export function headingAbove(bytes: Uint8Array, free: number, from: number): ValgrindHeading {
  const names = new Map<number, Span>();
  let next = from;
  for (let lines = 1; lines <= MOST_LINES && next > free; lines++) {
    const end = next - 1;
    const start = Math.max(free, end === 0 ? 0 : bytes.lastIndexOf(NEWLINE, end - 1) + 1);
    next = start;
    const to = Math.min(end, start + LONGEST_LINE);
    const text = latin1(bytes, start, to);
    const heading = HEADING.exec(text);
    if (heading) return { lines, title: heading[1] ?? '', segments: Number(heading[2]), names };
    const name = NAME.exec(text);
    if (!name) continue;
    const number = Number(name[2] ?? name[1]);
    names.set(number, { bytes, from: start + name.index + name[0].length, to: bytes[to - 1] === RETURN ? to - 1 : to });
  }
  return { lines: 0, title: '', segments: undefined, names: new Map() };
}

/** A name line is its prefix and a path; only the start of others matters. */
function latin1(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let i = from; i < to && i < from + 300; i++) text += String.fromCharCode(bytes[i]!);
  return text;
}
