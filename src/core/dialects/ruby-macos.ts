/** The map in a bug report of Ruby on macOS (rb_vm_bugreport() in vm_dump.c): `10168c000-101690000 r-x`, and a file at most. */
import { DASH, SPACE } from './bytes.ts';
import type { Candidate, LineOutcome, LineReader, Surroundings } from './dialect.ts';
import { Trigger, type Dialect } from './dialect.ts';
import { isHeading, type LineCursor } from './line-cursor.ts';
import type { Reading } from './part-parser.ts';
import { readPerms } from './perms.ts';
import { RowSink } from './row-sink.ts';
import { completeRuby } from './ruby.ts';

const HEADING = /\* Process memory map:/;

export const RUBY_MACOS: Dialect = {
  name: 'ruby',
  triggers: Trigger.range,
  open(candidate: Candidate) {
    const { cursor, word } = candidate;
    cursor.p = word;
    if (!isRow(cursor)) return undefined;
    for (let headings = 1; headings <= 2; headings++) {
      const above = candidate.above(headings);
      if (HEADING.test(above)) return { reader: new MacRows(), rowAt: word, headings };
      if (above.trim() !== '') return undefined;
    }
    return undefined;
  },
};

class MacRows implements LineReader {
  private readonly sink = new RowSink();

  readLine(cursor: LineCursor): LineOutcome {
    const { sink } = this;
    cursor.blanks();
    if (cursor.hex() <= 0) return isHeading(cursor, HEADING) ? 'end' : 'other';
    const { low, high } = cursor;
    if (!cursor.take(DASH)) return 'other';
    const end = cursor.p;
    if (cursor.hex() <= 0) return { at: end, reason: 'the end address is missing' };
    if (cursor.high < high || (cursor.high === high && cursor.low <= low)) {
      return { at: end, reason: 'the region ends before it starts' };
    }
    sink.row(low, high, cursor.low, cursor.high, cursor.line);
    cursor.blanks();
    const bits = cursor.p + 3 <= cursor.to ? readPerms(cursor.bytes, cursor.p) : -1;
    if (bits >= 0) {
      sink.perms(bits);
      cursor.p += 3;
    } else sink.problem(cursor, `${cursor.found(cursor.p)} stands where permissions such as r-x should be`);
    cursor.blanks();
    sink.name(cursor.bytes, cursor.p, cursor.to);
    return 'row';
  }

  finish(text: Uint8Array, around: Surroundings): Reading {
    const { sink } = this;
    sink.assumptions.add('The map is one of macOS; what is shared, offsets, devices and inodes are not told.');
    const reading = sink.finish();
    return sink.count === 0 ? reading : completeRuby({ ...around, text }, reading).reading;
  }
}

/** True when a range and three letters stand at the cursor, and nothing or a name behind them. */
function isRow(cursor: LineCursor): boolean {
  if (cursor.hex() < 5 || !cursor.take(DASH) || cursor.hex() < 5 || cursor.blanks() === 0) return false;
  const { bytes, p, to } = cursor;
  return p + 3 <= to && readPerms(bytes, p) >= 0 && (p + 3 === to || bytes[p + 3] === SPACE);
}
