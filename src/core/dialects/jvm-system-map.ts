/**
 * `jcmd PID System.map` of JDK 22 and 23: `0xSTART - 0xEND size perms offset WORDS path` (src/hotspot/share/nmt/memMapPrinter.cpp,
 * src/hotspot/os/linux/memMapPrinter_linux.cpp). The words are what native memory tracking knows of a region.
 */
import { addressAt } from '../memory-map/address.ts';
import type { GrowingColumn } from '../memory-map/counter-builder.ts';
import type { NoteKind } from '../memory-map/notes.ts';
import { AddressRange } from './address-range.ts';
import { SPACE, utf8Text } from './bytes.ts';
import type { Candidate, Dialect, LineOutcome, LineReader, Opening } from './dialect.ts';
import { Trigger } from './dialect.ts';
import type { LineCursor } from './line-cursor.ts';
import type { Reading } from './part-parser.ts';
import { readFourPerms } from './perms.ts';
import { RowSink } from './row-sink.ts';
import { Word } from './word.ts';

const LINK = new Word(' - ');
const LETTER_S = 0x53;
const LETTER_T = 0x54;
const PID = /^(\d{1,10}):$/;
/** The legend stands between the heading and the rows. */
const MOST_HEADINGS = 40;
/** Notes cost each region a look. */
const MOST_NOTES = 2000;
const STACK = /^STACK\((\d{1,10}) "(.{0,200})"\)/;

/** What native memory tracking calls memory, and what that is. */
const NMT: Readonly<Record<string, { readonly label: string; readonly kind?: NoteKind }>> = {
  JAVAHEAP: { label: 'Java heap', kind: 'arena' },
  CODE: { label: 'Code cache' },
  META: { label: 'Metaspace', kind: 'anonymous' },
  CLASS: { label: 'Class space', kind: 'anonymous' },
  GC: { label: 'Data of the garbage collector', kind: 'anonymous' },
  CARDTBL: { label: 'Card table', kind: 'anonymous' },
  CDS: { label: 'CDS archive' },
  STACK: { label: 'Thread stack', kind: 'thread-stack' },
};

export const JVM_SYSTEM_MAP: Dialect = {
  name: 'jvm-system-map',
  triggers: Trigger.pair,
  open(candidate: Candidate): Opening | undefined {
    const { cursor, word } = candidate;
    cursor.p = word;
    if (!new RowStart().read(cursor)) return undefined;
    for (let headings = 1; headings <= MOST_HEADINGS; headings++) {
      if (!candidate.above(headings).includes('Memory mappings:')) continue;
      const pid = PID.exec(candidate.above(headings + 1))?.[1];
      const reader = new SystemMapRows(pid);
      return { reader, rowAt: word, headings: pid === undefined ? headings : headings + 1 };
    }
    return undefined;
  },
};

class SystemMapRows implements LineReader {
  private readonly sink = new RowSink();
  private readonly row = new RowStart();
  private readonly words: GrowingColumn | undefined;
  private told: { readonly count: number; readonly line: number } | undefined;

  constructor(pid: string | undefined) {
    this.words = this.sink.column('NMT', '', 'other');
    this.sink.belongsTo(pid);
  }

  readLine(cursor: LineCursor): LineOutcome {
    const { sink } = this;
    cursor.blanks();
    if (cursor.byte() === LETTER_T && cursor.takeText('Total: ')) {
      this.told = { count: cursor.decimal(), line: cursor.line };
      return 'last';
    }
    const { p } = cursor;
    const { row } = this;
    if (!row.read(cursor)) {
      cursor.p = p;
      return cursor.startsWith('0x') ? { at: p, reason: 'the row is not "start - end size perms"' } : 'other';
    }
    if (row.isEmpty) return { at: row.endAt, reason: 'the region ends before it starts' };
    const { startLow, startHigh, endLow, endHigh } = row;
    sink.row(startLow, startHigh, endLow, endHigh, cursor.line);
    sink.perms(row.perms);
    cursor.p += 4;
    cursor.blanks();
    const offset = cursor.p;
    if (cursor.hex() > 0 && (cursor.atEnd || cursor.byte() === SPACE)) sink.offset(cursor.low, cursor.high);
    else cursor.p = offset;
    cursor.blanks();
    this.readWords(cursor);
    return 'row';
  }

  finish(): Reading {
    const { sink, told } = this;
    sink.assumptions.add('The JVM tells no device and no inode, and paths only up to their first blank.');
    const reading = sink.finish();
    if (!told || told.count === sink.count) return { ...reading, single: true };
    const reason = `the total tells of ${told.count} mappings, and ${sink.count} were read`;
    return { ...reading, problems: [...reading.problems, { line: told.line, column: 1, reason }], single: true };
  }

  /** Reads what stands behind the offset: words of native memory tracking, a path, or both. */
  private readWords(cursor: LineCursor): void {
    const { sink } = this;
    const { bytes, p, to } = cursor;
    // The name of a thread may look like a path.
    let name = bytes[p] === LETTER_S && cursor.startsWith('STACK(') ? endOfThread(cursor) : p;
    if (!startsName(bytes[p])) {
      while (name < to && !(bytes[name] === SPACE && startsName(bytes[name + 1]))) name++;
      let end = name;
      while (end > p && bytes[end - 1] === SPACE) end--;
      if (end > p) {
        sink.textCounterBytes(this.words, bytes, p, end);
        this.note(cursor, end);
      }
      while (name < to && bytes[name] === SPACE) name++;
    }
    sink.name(bytes, name, to);
  }

  /** Takes note of the words from the cursor up to `to`. */
  private note({ bytes, p, line }: LineCursor, to: number): void {
    const { notes, builder, count } = this.sink;
    if (notes.length >= MOST_NOTES) return;
    const text = utf8Text(bytes, p, to);
    const known = NMT[/^[A-Z]*/.exec(text)?.[0] ?? ''];
    if (!known) return;
    const stack = STACK.exec(text);
    const label = stack ? `Stack of thread "${stack[2]}" (${stack[1]})` : known.label;
    const start = addressAt(builder.start, count - 1);
    const end = addressAt(builder.end, count - 1);
    const because = `native memory tracking says ${text}`;
    notes.push({ start, end, label, ...(known.kind ? { kind: known.kind } : {}), line, because });
  }
}

/** The start of a row. */
class RowStart extends AddressRange {
  /** Where the end stands. */
  endAt = 0;
  perms = 0;

  /** Goes over `0xSTART - 0xEND size`; false when they and permissions behind them do not stand at the cursor. */
  read(cursor: LineCursor): boolean {
    if (cursor.prefixedHex() <= 0) return false;
    this.setStart(cursor);
    if (!cursor.takeWord(LINK)) return false;
    this.endAt = cursor.p;
    if (cursor.prefixedHex() <= 0) return false;
    this.setEnd(cursor);
    cursor.blanks();
    cursor.word();
    cursor.blanks();
    this.perms = cursor.p + 4 <= cursor.to ? readFourPerms(cursor.bytes, cursor.p) : -1;
    return this.perms >= 0;
  }
}

/** Where `STACK(1489127 "worker 7")` ends that starts at the cursor. */
function endOfThread({ bytes, p, to }: LineCursor): number {
  for (let end = p; end + 1 < to; end++) if (bytes[end] === 0x22 && bytes[end + 1] === 0x29) return end + 2;
  return p;
}

/** Paths begin with a slash, the kernel's names with a bracket. */
function startsName(byte: number | undefined): boolean {
  return byte === 0x2f || byte === 0x5b;
}
