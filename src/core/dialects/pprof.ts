/**
 * The short form of a map in legacy profiles of pprof (profile/legacy_profile.go): `0x40000-0x80000 /path (@FF00) abc123456`, that is
 * the range, a file, an offset and a build ID, all but the range optional. Maps in the kernel's form are frames, see profiles.ts.
 */
import type { DialectName } from '../memory-map/memory-map.ts';
import { COLON, DASH, SPACE, TAB } from './bytes.ts';
import type { Candidate, LineOutcome, LineReader, Surroundings } from './dialect.ts';
import { Trigger, type Dialect } from './dialect.ts';
import { isHeading, type LineCursor } from './line-cursor.ts';
import type { Reading } from './part-parser.ts';
import { readPerms, sharingBits } from './perms.ts';
import { profileDialect } from './profiles.ts';
import { RowSink } from './row-sink.ts';

const HEADING = /MAPPED_LIBRARIES:|--- Memory map: ---/;
const OFFSET = '(@';
const CLOSING = 0x29;
const LONGEST_ID = 128;

export const PPROF: Dialect = {
  name: 'pprof',
  triggers: Trigger.range,
  open(candidate: Candidate) {
    const { cursor, word } = candidate;
    cursor.p = word;
    if (cursor.anyHex() <= 0 || !takeEnd(cursor) || !HEADING.test(candidate.above(1))) return undefined;
    return { reader: new BriefRows(), rowAt: word, headings: 1 };
  },
};

class BriefRows implements LineReader {
  dialect: DialectName = 'pprof';
  private readonly sink = new RowSink();

  readLine(cursor: LineCursor): LineOutcome {
    const { sink } = this;
    cursor.blanks();
    const start = cursor.p;
    if (cursor.anyHex() <= 0) return isHeading(cursor, HEADING) ? 'end' : 'other';
    const { low: startLow, high: startHigh } = cursor;
    if (!takeEnd(cursor)) return 'other';
    const { low, high } = cursor;
    if (high < startHigh || (high === startHigh && low <= startLow)) {
      return { at: start, reason: 'the region ends before it starts' };
    }
    sink.row(startLow, startHigh, low, high, cursor.line);
    cursor.take(COLON);
    cursor.blanks();
    this.readPerms(cursor);
    const name = cursor.p;
    if (!cursor.startsWith(OFFSET)) {
      cursor.word();
      sink.name(cursor.bytes, name, cursor.p);
      cursor.blanks();
    }
    this.readOffset(cursor);
    this.readBuildId(cursor);
    return 'row';
  }

  finish(text: Uint8Array, around: Surroundings): Reading {
    this.dialect = profileDialect(text, around.free);
    this.sink.assumptions.add('The profile’s short form tells no devices and inodes, and often no permissions.');
    return this.sink.finish();
  }

  private readPerms(cursor: LineCursor): void {
    const { bytes, p, to } = cursor;
    const bits = p + 3 <= to ? readPerms(bytes, p) : -1;
    const sharing = sharingBits(bytes[p + 3]);
    const length = bits >= 0 && sharing >= 0 && p + 4 <= to ? 4 : 3;
    const after = bytes[p + length];
    if (bits < 0 || (p + length < to && after !== SPACE && after !== TAB)) return;
    this.sink.perms(length === 4 ? bits | sharing : bits);
    cursor.p = p + length;
    cursor.blanks();
  }

  private readOffset(cursor: LineCursor): void {
    const at = cursor.p;
    if (!cursor.takeText(OFFSET)) return;
    if (cursor.anyHex() > 0 && cursor.byte() === CLOSING) this.sink.offset(cursor.low, cursor.high);
    else this.sink.problem(cursor, `${cursor.found(at)} stands where an offset such as (@FF00) should be`, at);
    while (!cursor.atEnd && !cursor.take(CLOSING)) cursor.p++;
    cursor.blanks();
  }

  private readBuildId(cursor: LineCursor): void {
    const at = cursor.p;
    const length = cursor.word();
    if (length === 0) return;
    if (length > LONGEST_ID) {
      this.sink.problem(cursor, `${cursor.found(at)} stands where a build ID should be`, at);
      return;
    }
    this.sink.textCounterBytes(this.sink.column('BuildId', '', 'other'), cursor.bytes, at, cursor.p);
  }
}

/** Goes over what parts two addresses, and the second one. */
function takeEnd(cursor: LineCursor): boolean {
  if (!cursor.take(DASH) && cursor.blanks() === 0) return false;
  cursor.blanks();
  if (cursor.anyHex() <= 0) return false;
  const after = cursor.byte();
  return after < 0 || after === SPACE || after === TAB || after === COLON;
}
