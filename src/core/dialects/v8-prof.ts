/**
 * The libraries in a log of V8's profiler (`node --prof`): `shared-library,PATH,0xSTART,0xEND,SLIDE` (`Logger::SharedLibraryEvent()`
 * in src/logging/log.cc). A library is told again when more of it was found; all other lines of the log are its code.
 */
import type { GrowingColumn } from '../memory-map/counter-builder.ts';
import { KnownBytes } from '../memory-map/known-bytes.ts';
import type { Candidate, Dialect, LineOutcome, LineReader, Opening } from './dialect.ts';
import { Trigger } from './dialect.ts';
import { EscapedText } from './escaped-text.ts';
import type { LineCursor } from './line-cursor.ts';
import type { Reading } from './part-parser.ts';
import { RowSink } from './row-sink.ts';
import { Word } from './word.ts';

const ROW = new Word('shared-library,');
const END = 'shared-library-end';
const QUOTE = 0x22;
const COMMA = 0x2c;

export const V8_PROF: Dialect = {
  name: 'v8-prof',
  triggers: Trigger.argument,
  open({ cursor, word }: Candidate): Opening | undefined {
    const { from } = cursor;
    if (cursor.bytes[word - 1] !== COMMA || !cursor.takeWord(ROW)) return undefined;
    cursor.p = word;
    if (cursor.prefixedHex() <= 0 || !cursor.take(COMMA) || cursor.prefixedHex() <= 0) return undefined;
    return { reader: new V8Libraries(), rowAt: from, headings: 0 };
  },
};

class V8Libraries implements LineReader {
  private readonly sink = new RowSink();
  private readonly texts = new EscapedText();
  /** Entries of names as they stand in the log. */
  private readonly names = new KnownBytes();
  private slides: GrowingColumn | undefined;

  readLine(cursor: LineCursor): LineOutcome {
    const { sink } = this;
    if (!cursor.takeWord(ROW)) return cursor.takeText(END) ? 'last' : 'aside';
    const { bytes, p } = cursor;
    const nameEnd = endOfName(cursor);
    if (!cursor.take(COMMA) || cursor.prefixedHex() <= 0) return cursor.misplaced('the start');
    const { low, high } = cursor;
    if (!cursor.take(COMMA)) return cursor.misplaced('the end');
    const endAt = cursor.p;
    if (cursor.prefixedHex() <= 0) return cursor.misplaced('the end');
    const { low: endLow, high: endHigh } = cursor;
    if (endHigh < high || (endHigh === high && endLow <= low)) {
      return { at: endAt, reason: 'the library ends before it starts' };
    }
    const row = sink.row(low, high, endLow, endHigh, cursor.line);
    this.name(bytes, p, nameEnd);
    if (this.isTold(row)) return 'row';
    const slide = cursor.take(COMMA) ? (cursor.prefixedHex() > 0 ? cursor.value : cursor.decimal()) : 0;
    if (slide > 0) {
      this.slides ??= sink.column('slide', 'bytes', 'other');
      sink.counter(this.slides, slide);
    }
    return 'row';
  }

  finish(): Reading {
    this.sink.assumptions.add('V8 tells where a library begins and its code ends, and no permissions.');
    return { ...this.sink.finish(), single: true };
  }

  /** Names the last row; the name may stand in quotes and have escapes. */
  private name(bytes: Uint8Array, from: number, to: number): void {
    const { names, sink } = this;
    const { file } = sink.builder;
    const known = names.find(bytes, from, to);
    if (known >= 0) {
      file[sink.count - 1] = known;
      return;
    }
    const isQuoted = bytes[from] === QUOTE;
    const name = this.texts.between(bytes, isQuoted ? from + 1 : from, isQuoted ? to - 1 : to);
    sink.name(name.bytes, name.from, name.to);
    names.keep(file[sink.count - 1]!);
  }

  /** Merges a row with the one before it, when that is the same library; the later one counts. */
  private isTold(row: number): boolean {
    const { builder } = this.sink;
    const { start, end, file, line } = builder;
    const before = row - 1;
    if (row === 0 || file[before] !== file[row]) return false;
    if (start[2 * before] !== start[2 * row] || start[2 * before + 1] !== start[2 * row + 1]) return false;
    end[2 * before] = end[2 * row]!;
    end[2 * before + 1] = end[2 * row + 1]!;
    line[before] = line[row]!;
    this.sink.undo();
    return true;
  }
}

/** Goes to the comma behind a name, which may be in quotes; commas in others are escaped. */
function endOfName(cursor: LineCursor): number {
  const { bytes, to } = cursor;
  let { p } = cursor;
  if (bytes[p] === QUOTE) {
    p++;
    while (p < to && bytes[p] !== QUOTE) p++;
    p++;
  }
  while (p < to && bytes[p] !== COMMA) p++;
  cursor.p = Math.min(p, to);
  return cursor.p;
}
