/**
 * What fatal error logs of the JVM have under `Dynamic libraries:` where there is no /proc/PID/maps: the libraries with their
 * addresses. On Windows with their ends, on Solaris and macOS without (print_dll_info() in HotSpot's os_*.cpp).
 */
import { DASH, SPACE, TAB } from './bytes.ts';
import type { Candidate, LineOutcome, LineReader, Surroundings } from './dialect.ts';
import { Trigger, type Dialect } from './dialect.ts';
import { completeHsErr } from './hs-err.ts';
import { isHeading, type LineCursor } from './line-cursor.ts';
import type { Reading } from './part-parser.ts';
import { RowSink } from './row-sink.ts';

const SLASH = 0x2f;
const HEADING = /Dynamic libraries:/;

export const HS_ERR_MODULES: Dialect = {
  name: 'hs-err',
  triggers: Trigger.leading,
  open(candidate: Candidate) {
    const { cursor, word } = candidate;
    if (!isRow(cursor, word) || !HEADING.test(candidate.above(1))) return undefined;
    return { reader: new ModuleRows(), rowAt: word, headings: 1 };
  },
};

/** True when an address and a path or an end stand at the start of a line. */
function isRow(cursor: LineCursor, word: number): boolean {
  cursor.restart();
  cursor.blanks();
  if (cursor.p !== word || cursor.prefixedHex() <= 0 || cursor.blanks() === 0) return false;
  const first = cursor.byte();
  return first === SLASH || first === DASH;
}

class ModuleRows implements LineReader {
  private readonly sink = new RowSink();
  private endless = false;

  readLine(cursor: LineCursor): LineOutcome {
    const { sink } = this;
    cursor.blanks();
    if (cursor.prefixedHex() <= 0) return isHeading(cursor, HEADING) ? 'end' : 'other';
    const { low, high } = cursor;
    const after = cursor.byte();
    if (after !== SPACE && after !== TAB) return 'other';
    cursor.blanks();
    let endLow = low;
    let endHigh = high;
    if (cursor.take(DASH)) {
      cursor.blanks();
      const end = cursor.p;
      if (cursor.prefixedHex() <= 0) return { at: end, reason: 'the end address is missing' };
      if (cursor.high < high || (cursor.high === high && cursor.low <= low)) {
        return { at: end, reason: 'the region ends before it starts' };
      }
      endLow = cursor.low;
      endHigh = cursor.high;
      cursor.blanks();
    } else this.endless = true;
    sink.row(low, high, endLow, endHigh, cursor.line);
    sink.name(cursor.bytes, cursor.p, cursor.to);
    return 'row';
  }

  finish(text: Uint8Array, around: Surroundings): Reading {
    const { sink } = this;
    sink.assumptions.add('The log lists libraries, not regions: the rest of the process is not told.');
    if (this.endless) sink.assumptions.add('The log tells where libraries start and not where they end.');
    const reading = sink.finish();
    return sink.count === 0 ? reading : completeHsErr({ ...around, text }, reading).reading;
  }
}
