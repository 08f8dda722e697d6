/**
 * Crash reports of Tizen (`.cs` and `.info` files of its crash-worker): under `Maps Information` a line a region, `start end perms
 * path`. Only what is executable, a stack or a heap is told.
 */
import type { Mark } from '../memory-map/notes.ts';
import { SPACE } from './bytes.ts';
import type { Candidate, LineOutcome, LineReader, Surroundings } from './dialect.ts';
import { Trigger, type Dialect } from './dialect.ts';
import { isHeading, type LineCursor } from './line-cursor.ts';
import type { Reading } from './part-parser.ts';
import { readFourPerms } from './perms.ts';
import { registerMarks, registersOf, type Register } from './registers.ts';
import { linesAbove, processTitle, type Report } from './report.ts';
import { RowSink } from './row-sink.ts';

const HEADING = /^\s*Maps Information/;
const FOOTER = 'End of Maps Information';
const NAME = /^Process Name: (.{1,200})/;
const PID = /^PID: (\d{1,10})/;
const FAULT = /\bsi_addr = 0x([0-9a-f]{1,16})/;
const WANTED = /^(?:Process Name:|PID:|.{0,80}si_addr = 0x|[a-z]\w{1,4} *= 0x)/gm;

export const TIZEN: Dialect = {
  name: 'tizen',
  triggers: Trigger.plain,
  open(candidate: Candidate) {
    const { cursor, word } = candidate;
    cursor.p = word;
    if (!isRow(cursor) || !HEADING.test(candidate.above(1))) return undefined;
    return { reader: new TizenRows(), rowAt: word, headings: 1 };
  },
};

class TizenRows implements LineReader {
  private readonly sink = new RowSink();

  readLine(cursor: LineCursor): LineOutcome {
    const { sink } = this;
    cursor.blanks();
    const start = cursor.p;
    if (cursor.startsWith(FOOTER)) return 'last';
    if (cursor.hex() <= 0) return isHeading(cursor, HEADING) ? 'end' : 'other';
    const { low, high } = cursor;
    if (cursor.byte() !== SPACE) return 'other';
    cursor.blanks();
    const end = cursor.p;
    if (cursor.hex() <= 0) return start === cursor.from ? { at: end, reason: 'the end address is missing' } : 'other';
    if (cursor.high < high || (cursor.high === high && cursor.low <= low)) {
      return { at: end, reason: 'the region ends before it starts' };
    }
    sink.row(low, high, cursor.low, cursor.high, cursor.line);
    cursor.blanks();
    const { bytes, p, to } = cursor;
    const perms = p + 4 <= to ? readFourPerms(bytes, p) : -1;
    if (perms >= 0) {
      sink.perms(perms);
      cursor.p = p + 4;
    } else sink.problem(cursor, `${cursor.found(p)} stands where permissions such as r-xp should be`);
    cursor.blanks();
    sink.name(bytes, cursor.p, to);
    return 'row';
  }

  finish(text: Uint8Array, around: Surroundings): Reading {
    const { sink } = this;
    sink.assumptions.add('Tizen’s crash reports tell no offsets, devices and inodes, and not all regions.');
    const reading = sink.finish();
    return sink.count === 0 ? reading : completed({ ...around, text }, reading);
  }
}

/** Adds whose map it is, and the registers. */
function completed(report: Report, reading: Reading): Reading {
  let pid: number | undefined;
  let name: string | undefined;
  let registers: Register[] = [];
  let fault: Mark | undefined;
  for (const { text, line } of linesAbove(report, WANTED)) {
    const process = NAME.exec(text)?.[1];
    if (process !== undefined) {
      // Another report starts.
      name = process.trim();
      registers = [];
      fault = undefined;
    }
    const digits = PID.exec(text)?.[1];
    if (digits !== undefined) pid = Number(digits);
    const address = FAULT.exec(text)?.[1];
    if (address !== undefined) fault = { address: BigInt(`0x${address}`), label: 'fault address', line };
    registers.push(...registersOf(text, line));
  }
  const marks = fault ? [fault] : [];
  const title = processTitle(pid, name);
  return {
    ...reading,
    ...(title === undefined ? {} : { title }),
    ...(pid === undefined ? {} : { pid }),
    marks: [...marks, ...registerMarks(registers, reading.regions, marks)],
  };
}

/** True when two addresses and permissions stand at the cursor. */
function isRow(cursor: LineCursor): boolean {
  if (cursor.hex() < 8 || cursor.blanks() === 0 || cursor.hex() < 8 || cursor.blanks() === 0) return false;
  return readFourPerms(cursor.bytes, cursor.p) >= 0;
}
