/** What stands above the rows of pmap: `22620:   python3 …`, and the line that names the columns, in the user's language. */
import { lineAbove } from './above.ts';
import { latin1Bytes, utf8Text } from './bytes.ts';
import type { Candidate } from './dialect.ts';
import { RowSink } from './row-sink.ts';

export interface PmapHeading {
  /** The line that names the columns; empty when there is none. */
  readonly columns: string;
  readonly pid: number | undefined;
  readonly title: string | undefined;
  /** How many lines it takes. */
  readonly lines: number;
}

/** `%u:   %s` in procps, `%u: %s` in busybox and toybox. */
const PROCESS = /^\s*(\d{1,10}): {1,8}(\S*)/;
/** Words of a heading that are in it in any language. */
const COLUMNS = /\b(?:Kbytes|RSS|PSS|Perm|Size|Rss|Pss|Mapping)\b/;
/** A heading that is translated. */
const FIVE_WORDS = /^\s*(?:[^\s\d]+\s+){4,}[^\s\d]+\s*$/;
/** The longest name of a program that is shown. */
const LONGEST_NAME = 40;

/** The heading of the rows that start at a candidate. */
export function headingOf(candidate: Candidate): PmapHeading {
  const above = lineAbove(candidate, 1);
  if (PROCESS.test(above)) return { columns: '', ...processOf(above), lines: 1 };
  const process = lineAbove(candidate, 2);
  const isProcess = PROCESS.test(process);
  const isColumns = !/\d/.test(above) && (COLUMNS.test(above) || (isProcess && FIVE_WORDS.test(above)));
  if (!isColumns) return { columns: '', pid: undefined, title: undefined, lines: 0 };
  if (!isProcess) return { columns: above, pid: undefined, title: undefined, lines: 1 };
  return { columns: above, ...processOf(process), lines: 2 };
}

/** True for the line that starts the next process, or names its columns. */
export function isHeading(line: string): boolean {
  return PROCESS.test(line) || (COLUMNS.test(line) && !/\d/.test(line));
}

/** A sink for the rows below a heading. */
export function sinkOf({ pid, title }: PmapHeading): RowSink {
  const sink = new RowSink();
  sink.pid = pid;
  sink.title = title;
  return sink;
}

function processOf(line: string): { readonly pid: number; readonly title: string } {
  const [, pid = '', command = ''] = PROCESS.exec(line) ?? [];
  // busybox puts the name of a script in braces, and a title of its own may end in a colon.
  const path = command.replace(/^\{(.*)\}$|:$/, '$1');
  const name = utf8OfBytes(path.slice(path.lastIndexOf('/') + 1)).slice(0, LONGEST_NAME);
  return { pid: Number(pid), title: name === '' ? `PID ${pid}` : `PID ${pid} ${name}` };
}

/** A text that has a character a byte, as lines above come. */
function utf8OfBytes(text: string): string {
  const isAscii = /^[\x20-\x7e]*$/.test(text);
  return isAscii ? text : utf8Text(latin1Bytes(text), 0, text.length);
}
