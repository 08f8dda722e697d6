/** Whose map it is, as the lines above its first row tell: a command at a prompt, a heading of head or tail, a file's name. */
import { lineAbove } from './above.ts';
import type { Candidate } from './dialect.ts';
import { decoded, shown } from './report.ts';

/** What tells whose map follows. */
export interface MapHeading {
  /** `PID 4711`, or the name of the file that the map was in. */
  readonly title?: string;
  readonly pid?: number;
  /** The file's name when it stands before each row, as grep prints it. */
  readonly fileName?: string;
  /** How many lines it takes. */
  readonly lines: number;
}

/** Nothing tells whose map it is. */
export const NO_HEADING: MapHeading = { lines: 0 };
/** A file of /proc, with its PID when it has one. */
const PROC_FILE =
  /\/proc\/(?:(\d{1,10})|self|thread-self|curproc|\$[\w({][^/\s]{0,40}|`[^`]{1,40}`)\/(?:task\/\d{1,10}\/)?s?maps(?:_rollup)?\b/;
/** `==> NAME <==` of head and tail. */
const HEAD_OR_TAIL = /^==> (.{1,300}) <==\s*$/;
/** `pid 12`, `PID: 12`, `process 12`: said directly above a map. */
const PID = /\b(?:pid|process)[ :=#]{1,3}(\d{1,10})\b/i;
/** The rule that more and Markdown set around a file's name or its text. */
const RULE = /^\s*(?::{6,}|`{3,}.{0,30}|~{3,}.{0,30}|-{3,}|={3,})\s*$/;
/** A name before each row, as grep prints it: `maps:12:`. */
const GREP_NAME = /^([^\s:'"]{1,300}):(?:\d{1,9}:)?$/;
const MAP_FILE = /maps|\.txt|\.log/;
/** A number for the process in JSON. */
const JSON_PID = /"(?:pid|PID|Pid)"\s{0,8}:\s{0,8}"?(\d{1,10})\b/g;
/** How much of a line is looked at before its row. */
const REACH = 300;

/** Lines between rows that say that another map follows. */
export const MAP_HEADINGS = [HEAD_OR_TAIL, PROC_FILE] as const;

/** What the lines above a candidate, or the text before its row, tell. @param rowsAbove how many lines above it are rows */
export function headingOf(candidate: Candidate, rowsAbove: number): MapHeading {
  const { cursor, word } = candidate;
  const before = cursor.text(Math.max(cursor.from, word - REACH), word);
  const prefix = word - cursor.from <= REACH ? GREP_NAME.exec(before.trimEnd())?.[1] : undefined;
  if (prefix !== undefined && MAP_FILE.test(prefix)) return { ...named(prefix, 0), fileName: prefix };
  const numbers = [...before.matchAll(JSON_PID)];
  const number = numbers.at(-1)?.[1];
  if (number !== undefined) return ofPid(number, 0);
  for (let distance = 1; distance <= 2; distance++) {
    const above = lineAbove(candidate, rowsAbove + distance);
    const file = HEAD_OR_TAIL.exec(above)?.[1];
    if (file !== undefined) return named(file, distance);
    const proc = PROC_FILE.exec(above);
    if (proc) return proc[1] === undefined ? { lines: distance } : ofPid(proc[1], distance);
    const pid = distance === 1 ? PID.exec(above)?.[1] : undefined;
    if (pid !== undefined) return ofPid(pid, distance);
    if (above.trim() !== '' && !RULE.test(above)) break;
  }
  return NO_HEADING;
}

function named(file: string, lines: number): MapHeading {
  const pid = PROC_FILE.exec(file)?.[1];
  return pid === undefined ? { title: shown(decoded(file)), lines } : ofPid(pid, lines);
}

function ofPid(digits: string, lines: number): MapHeading {
  return { title: `PID ${digits}`, pid: Number(digits), lines };
}
