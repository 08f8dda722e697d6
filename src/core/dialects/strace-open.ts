/** Tells whether a trace of strace starts at a line, and which lines above it are of the trace. */
import type { Candidate } from './dialect.ts';
import type { LineCursor } from './line-cursor.ts';
import { hashAt, wordTable } from './strace-args.ts';
import { MEMORY_CALLS } from './strace-calls.ts';
import { recordStart } from './strace-record.ts';

export interface StraceStart {
  readonly rowAt: number;
  /** The lines above that are calls too, nearest last, without the prefix of a log. */
  readonly above: readonly string[];
}

/** Calls whose line may be the first with an address. */
const OPENERS = wordTable(Object.fromEntries([...Object.keys(MEMORY_CALLS), 'execve'].map((name) => [name, true])));

const OPEN = 0x28;
/** A call's name ends within so many bytes: a pid, a time and a prefix of a log stand before it. */
const LONGEST_HEAD = 160;
/** How much of a line is looked at for the result. */
const LONGEST_LINE = 4000;
const MOST_ABOVE = 32;

const RESULT = /\) += (?:0x[0-9a-f]{1,16}|\d{1,20}|-1 E[A-Z0-9]{1,20}|\?)|<unfinished \.\.\.>$/;
const CALL_ABOVE = /^\s{0,10}(?:\[?[\w.:]{1,20}\]? {1,6}){0,3}[a-z_][a-z0-9_]{1,30}\(.{0,400}$/;

/** The start of the trace whose first call with an address may stand at a candidate. */
export function openStrace(candidate: Candidate): StraceStart | undefined {
  const { cursor } = candidate;
  const name = openerIn(cursor);
  if (name < 0 || !RESULT.test(cursor.text(name, Math.min(cursor.to, name + LONGEST_LINE)))) return undefined;
  const rowAt = recordStart(cursor, name);
  return { rowAt, above: rowAt === cursor.from ? callsAbove(candidate) : [] };
}

/** Where the name of a call stands in the line that may open a trace; -1 when there is none. */
function openerIn(cursor: LineCursor): number {
  const { bytes, from } = cursor;
  const to = Math.min(cursor.to, from + LONGEST_HEAD);
  let bracket = from;
  while (bracket < to && bytes[bracket] !== OPEN) bracket++;
  if (bracket === to) return -1;
  let name = bracket;
  while (name > from && isNameByte(bytes[name - 1]!)) name--;
  if (name === bracket || (name > from && bytes[name - 1] !== 0x20)) return -1;
  cursor.p = name;
  return OPENERS.has(hashAt(cursor)) ? name : -1;
}

function callsAbove(candidate: Candidate): readonly string[] {
  const above: string[] = [];
  for (let distance = 1; distance <= MOST_ABOVE; distance++) {
    const text = candidate.above(distance);
    if (!CALL_ABOVE.test(text)) break;
    above.unshift(text);
  }
  return above;
}

function isNameByte(byte: number): boolean {
  return (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || byte === 0x5f;
}
