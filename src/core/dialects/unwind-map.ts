/**
 * The maps in Android's test data for unwinding without a process: `map: start: 7fd5aa784000 end: 7fd5aa93e000 offset: 0
 * load_bias: 0 flags: 5 name: /lib/libc.so` (libbacktrace/backtrace_offline_test.cpp in platform/system/core).
 */
import type { GrowingColumn } from '../memory-map/counter-builder.ts';
import type { Candidate, Dialect, LineOutcome, LineReader, Opening } from './dialect.ts';
import { Trigger } from './dialect.ts';
import type { LineCursor } from './line-cursor.ts';
import type { Reading } from './part-parser.ts';
import { RowSink } from './row-sink.ts';
import { Word } from './word.ts';

const START = new Word('map: start: ');
const END = new Word(' end: ');
const OFFSET = new Word(' offset: ');
const LOAD_BIAS = new Word(' load_bias: ');
const FLAGS = new Word(' flags: ');
const NAME = new Word(' name: ');
const PROCESS = /\bpid: (\d{1,10}) tid: \d{1,10}/;

export const UNWIND_MAP: Dialect = {
  name: 'unwind-map',
  triggers: Trigger.plain,
  open(candidate: Candidate): Opening | undefined {
    const { cursor, word } = candidate;
    const rowAt = word - START.length;
    if (rowAt < cursor.from) return undefined;
    cursor.p = rowAt;
    if (!cursor.takeWord(START) || cursor.hex() <= 0 || !cursor.takeWord(END)) return undefined;
    const pid = PROCESS.exec(candidate.above(1))?.[1];
    return { reader: new UnwindRows(pid), rowAt, headings: pid === undefined ? 0 : 1 };
  },
};

class UnwindRows implements LineReader {
  private readonly sink = new RowSink();
  private loadBiases: GrowingColumn | undefined;

  constructor(pid: string | undefined) {
    this.sink.belongsTo(pid);
  }

  readLine(cursor: LineCursor): LineOutcome {
    const { sink } = this;
    if (!cursor.takeWord(START))
      return PROCESS.test(cursor.text(cursor.p, Math.min(cursor.to, cursor.p + 60))) ? 'end' : 'other';
    if (cursor.hex() <= 0) return cursor.misplaced('the start');
    const { low, high } = cursor;
    if (!cursor.takeWord(END) || cursor.hex() <= 0) return cursor.misplaced('the end');
    const { low: endLow, high: endHigh } = cursor;
    if (endHigh < high || (endHigh === high && endLow <= low))
      return { at: cursor.p, reason: 'the region ends before it starts' };
    if (!cursor.takeWord(OFFSET) || cursor.hex() <= 0) return cursor.misplaced('the offset');
    const { low: offsetLow, high: offsetHigh } = cursor;
    if (!cursor.takeWord(LOAD_BIAS) || cursor.hex() <= 0) return cursor.misplaced('the load bias');
    const loadBias = cursor.value;
    if (!cursor.takeWord(FLAGS)) return cursor.misplaced('the flags');
    const flags = cursor.decimal();
    sink.row(low, high, endLow, endHigh, cursor.line);
    sink.offset(offsetLow, offsetHigh);
    // PROT_READ, PROT_WRITE and PROT_EXEC are the bits of permissions here too.
    if (flags >= 0) sink.perms(flags & 7);
    if (loadBias > 0) {
      this.loadBiases ??= sink.column('load bias', 'bytes', 'other');
      sink.counter(this.loadBiases, loadBias);
    }
    if (cursor.takeWord(NAME)) sink.name(cursor.bytes, cursor.p, cursor.to);
    return 'row';
  }

  finish(): Reading {
    this.sink.assumptions.add('The rows do not tell shared mappings from private ones: all are taken for private.');
    return { ...this.sink.finish(), single: true };
  }
}
