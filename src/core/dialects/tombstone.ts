/**
 * The memory map of Android tombstones: `start-end perms offset size name`, with three letters, an inclusive end, and `--->`
 * before the row of the fault address (libdebuggerd/tombstone_proto_to_text.cpp in platform/system/core). Android 5 printed
 * `start-end perms size name` with a decimal size, Android 4 the neighbours of the fault address as `start-end perms name`.
 * xCrash ends regions as the kernel does and prints `>` for the name of the row above.
 */
import { addressAt } from '../memory-map/address.ts';
import type { GrowingColumn } from '../memory-map/counter-builder.ts';
import { KnownBytes } from '../memory-map/known-bytes.ts';
import { DASH } from './bytes.ts';
import type { Candidate, Dialect, LineOutcome, LineReader, Opening } from './dialect.ts';
import { Trigger } from './dialect.ts';
import type { LineCursor } from './line-cursor.ts';
import type { Reading } from './part-parser.ts';
import { readPerms } from './perms.ts';
import { RowSink } from './row-sink.ts';
import { readHead } from './tombstone-head.ts';
import { readSuffixes, type Suffixes } from './tombstone-name.ts';
import { openTombstone, type Form, type Top } from './tombstone-open.ts';

const FAULT_LINE = 'Fault address falls at ';
const FAULT = 'fault address';
const GREATER = 0x3e;
const PAGE_MASK = 0xfff;
const TWO_32 = 4294967296;

export const TOMBSTONE: Dialect = {
  name: 'tombstone',
  triggers: Trigger.range,
  open(candidate: Candidate): Opening | undefined {
    const found = openTombstone(candidate);
    return found && { ...found, reader: new TombstoneRows(found.form, found.top) };
  },
};

class TombstoneRows implements LineReader {
  private readonly sink = new RowSink();
  private readonly form: Form;
  private readonly top: Top;
  private readonly suffixes: Suffixes = { nameTo: 0, buildFrom: 0, buildTo: 0, loadBias: 0 };
  /** Of load biases and of build IDs, once there are some. */
  private readonly columns: (GrowingColumn | undefined)[] = [undefined, undefined];
  /** Rows by what stands from their name on: those of a file have the same. */
  private readonly tails = new KnownBytes();
  private isInclusive = false;
  private hasEmpty = false;
  /** The row that `--->` stands before, -1 for none. */
  private faultRow = -1;

  constructor(form: Form, top: Top) {
    this.form = form;
    this.top = top;
    if (top.fault !== undefined) this.mark(top.fault, top.line - 1);
  }

  readLine(cursor: LineCursor): LineOutcome {
    const { sink } = this;
    cursor.blanks();
    const isFault = cursor.byte() === DASH && cursor.takeText('--->');
    if (isFault && cursor.takeText(FAULT_LINE)) return this.readFault(cursor);
    if (cursor.hex() < 5 || !cursor.take(DASH)) return readOther(cursor);
    const { low, high } = cursor;
    const endAt = cursor.p;
    if (cursor.hex() < 5) return { at: endAt, reason: `${cursor.found(endAt)} stands where the end should be` };
    let { low: endLow, high: endHigh } = cursor;
    if ((endLow & PAGE_MASK) === PAGE_MASK && (endLow & endHigh) !== -1) {
      this.isInclusive = true;
      endLow = (endLow + 1) >>> 0;
      if (endLow === 0) endHigh++;
    }
    if (endHigh < high || (endHigh === high && endLow < low)) {
      return { at: endAt, reason: 'the region ends before it starts' };
    }
    cursor.blanks();
    const perms = cursor.p + 3 <= cursor.to ? readPerms(cursor.bytes, cursor.p) : -1;
    if (perms < 0 && this.form !== 'name') {
      return cursor.misplaced('three permission letters');
    }
    const row = sink.row(low, high, endLow, endHigh, cursor.line);
    if (perms >= 0) {
      sink.perms(perms);
      cursor.p += 3;
    }
    if (isFault) this.faultRow = row;
    const size = (endHigh - high) * TWO_32 + (endLow - low);
    if (size === 0) this.hasEmpty = true;
    this.readNumbers(cursor, size);
    cursor.blanks();
    this.readName(cursor);
    return 'row';
  }

  finish(text: Uint8Array): Reading {
    const { sink, top } = this;
    const head = readHead(text, top);
    sink.title = head.title;
    sink.pid = head.pid;
    this.addAssumptions();
    // Between the rows the address stands without its tag.
    sink.marks.push(...head.marks.filter(({ label }) => label !== FAULT || sink.marks.length === 0));
    if (sink.marks.every(({ label }) => label !== FAULT)) this.noteFaultRow();
    const reading = sink.finish();
    const { entries } = top;
    const { count } = sink;
    const reason = `the heading tells of ${entries} entries, and ${count} rows were read`;
    const missing = entries !== undefined && entries !== count ? [{ line: top.heading, column: 1, reason }] : [];
    return {
      ...reading,
      ...(head.arch === undefined ? {} : { arch: head.arch }),
      ...(head.pageSize === undefined ? {} : { pageSize: head.pageSize }),
      problems: [...missing, ...reading.problems],
      single: true,
    };
  }

  /** Reads the numbers between the permissions and the name; the size must be that of the addresses. */
  private readNumbers(cursor: LineCursor, size: number): void {
    if (this.form === 'name') return;
    cursor.blanks();
    if (this.form === 'offset and size') {
      if (cursor.hex() <= 0) {
        this.sink.problem(cursor, `${cursor.found(cursor.p)} stands where the offset should be`);
        return;
      }
      this.sink.offset(cursor.low, cursor.high);
      cursor.blanks();
    }
    const at = cursor.p;
    const told = this.form === 'size' ? cursor.decimal() : cursor.hex() > 0 ? cursor.value : -1;
    if (told !== size) this.sink.problem(cursor, `the size is not that of the addresses, ${size} bytes`, at);
  }

  private readName(cursor: LineCursor): void {
    const { sink, suffixes, tails } = this;
    const { bytes, p, to } = cursor;
    if (p === to) return;
    if (to - p === 1 && bytes[p] === GREATER && sink.count > 1) {
      const { file } = sink.builder;
      file[sink.count - 1] = file[sink.count - 2]!;
      return;
    }
    const same = tails.find(bytes, p, to);
    if (same >= 0) {
      sink.repeat(same, this.columns);
      return;
    }
    tails.keep(sink.count - 1);
    readSuffixes(bytes, p, to, suffixes);
    sink.name(bytes, p, suffixes.nameTo);
    if (suffixes.loadBias > 0) sink.counter((this.columns[0] ??= this.column('load bias', 'bytes')), suffixes.loadBias);
    if (suffixes.buildTo > suffixes.buildFrom) {
      const { buildFrom, buildTo } = suffixes;
      sink.textCounterBytes((this.columns[1] ??= this.column('BuildId', '')), bytes, buildFrom, buildTo);
    }
  }

  private column(key: string, unit: string): GrowingColumn | undefined {
    return this.sink.column(key, unit, 'other');
  }

  /** Reads `Fault address falls at 0a533000 between mapped regions`. */
  private readFault(cursor: LineCursor): LineOutcome {
    if (cursor.hex() <= 0) return cursor.misplaced('an address');
    this.mark(cursor.wide, cursor.line);
    return cursor.takeText(' after') ? 'last' : 'part';
  }

  private mark(address: bigint, line: number): void {
    this.sink.marks.push({ address, label: FAULT, line });
  }

  /** Says where the fault address lies when the text does not say what it is. */
  private noteFaultRow(): void {
    const { sink, faultRow } = this;
    if (faultRow < 0) return;
    const { start, end, line } = sink.builder;
    sink.notes.push({
      start: addressAt(start, faultRow),
      end: addressAt(end, faultRow),
      label: 'Fault address lies here',
      line: line[faultRow]!,
      because: 'the tombstone puts ---> before the row that holds the fault address',
    });
  }

  private addAssumptions(): void {
    const { assumptions } = this.sink;
    if (this.isInclusive) {
      assumptions.add('The text gives the last byte of each region; ends here are the byte after it.');
    }
    if (this.hasEmpty) {
      assumptions.add('A region of no bytes, as old kernels show below the main stack, is kept without an end.');
    }
    assumptions.add('A tombstone does not tell shared mappings from private ones: all are taken for private.');
    assumptions.add('A tombstone tells no device and no inode; file names alone say which regions belong together.');
  }
}

/** What a line is that is no row. */
function readOther(cursor: LineCursor): LineOutcome {
  cursor.restart();
  cursor.blanks();
  if (cursor.startsWith('TOTAL SIZE')) return 'last';
  if (cursor.startsWith('memory map')) return 'end';
  return cursor.startsWith('(no map ') ? 'part' : 'other';
}
