/**
 * `/proc/PID/smaps` and `smaps_rollup`: a region line, then a line for each counter, then VmFlags (`show_smap()`,
 * `show_smaps_rollup()` in fs/proc/task_mmu.c, proc_pid_smaps(5)). Keys differ between kernels: any key is kept.
 */
import { CounterBuilder, MOST_KEYS, type GrowingColumn } from '../memory-map/counter-builder.ts';
import type { NameColumn } from '../memory-map/name-column.ts';
import { ProblemList } from '../memory-map/problems.ts';
import { RegionBuilder } from '../memory-map/region-builder.ts';
import { ANY_HEX, excerpt, hasReturns, latin1, lineEnd, NEWLINE, textStart, utf8Text } from './bytes.ts';
import { disorderReason, readOtherLine, type MapsParser } from './maps.ts';
import { FieldLineReader } from './field-line.ts';
import { nameColumnOf } from './name-column.ts';
import type { PartParser, Reading } from './part-parser.ts';
import { RegionLineReader } from './region-line.ts';

/** A record of a current kernel is about 730 bytes, of the oldest 230: growing is cheaper than making room for those. */
const BYTES_A_RECORD = 700;
/** The longest key of any kernel has 16 letters; what goes on longer is prose. */
const KEY = /^[ \t]*([A-Z][A-Za-z0-9_()]{0,39}):[ \t]*(.*?)[ \t\r]*$/s;
/** Longer lines are text, not a counter. */
const LONGEST_FIELD = 10_000;
/** What starts like an address range was a region line before it was damaged. */
const RANGE = /^[ \t]*[0-9a-fA-F]+-/;
/** Keys that have an amount in every kernel: anything else behind them is damage. */
const AMOUNT = /^(?:Size|Rss|Pss|(?:Shared|Private)_(?:Clean|Dirty)|Referenced|Anonymous|Swap|SwapPss|Locked)$/;
const NUMBER = /^(\d{1,40})(?:[ \t]+([A-Za-z]{1,8}))?$/;

/** Reads an smaps or smaps_rollup text in one part or several. Never throws: what cannot be read is a problem. */
export class SmapsParser implements PartParser {
  readonly builder: RegionBuilder;
  readonly problems: ProblemList;
  private readonly counters: CounterBuilder;
  private readers: { readonly region: RegionLineReader; readonly field: FieldLineReader } | undefined;
  private nameColumn: NameColumn | undefined;
  private line: number;
  /** After a region line that could not be read its counters belong to no row, and least of all to the row before. */
  private lost = false;

  /**
   * @param expectedBytes how long the text will be, about
   * @param before what was read of the text already, which turned out to be smaps later
   */
  constructor(expectedBytes: number, before?: MapsParser) {
    this.builder = before?.builder ?? new RegionBuilder(expectedBytes / BYTES_A_RECORD);
    this.problems = before?.problems ?? new ProblemList();
    this.line = before?.line ?? 1;
    this.counters = new CounterBuilder(this.builder.capacity);
  }

  add(bytes: Uint8Array): void {
    const { builder, counters, problems } = this;
    const limit = bytes.length;
    let p = 0;
    if (this.readers) {
      this.readers.region.use(bytes);
      this.readers.field.use(bytes);
    } else {
      const region = new RegionLineReader(bytes, builder, hasReturns(bytes));
      this.readers = { region, field: new FieldLineReader(bytes, counters) };
      p = textStart(bytes);
    }
    this.nameColumn ??= nameColumnOf(bytes);
    const { region, field } = this.readers;
    region.follow();
    while (p < limit) {
      const row = this.lost ? -1 : builder.count - 1;
      if (row >= 0) {
        p = field.read(p, row);
        this.line += field.lines;
        if (p >= limit) break;
      }
      if ((ANY_HEX[bytes[p] ?? 0] ?? -1) >= 0) {
        p = region.read(p, this.line, 1);
        this.line += region.rows;
        if (region.rows === 1) {
          if (region.disordered) problems.add(this.line - 1, 1, disorderReason(builder));
          this.startRecord(field);
          continue;
        }
      }
      const end = lineEnd(bytes, p);
      const looksLikeField = (builder.count > 0 || this.lost) && end - p < LONGEST_FIELD;
      const match = looksLikeField ? KEY.exec(latin1(bytes, p, region.lineEnd(p, end))) : null;
      if (match) {
        if (row >= 0) this.readLooseField(match, p, end, field);
      } else if (end === limit && row >= 0 && bytes[limit - 1] !== NEWLINE && isKeyStart(bytes, p, end)) {
        problems.add(this.line, 1, `the record is cut short: the text ends at "${excerpt(bytes, p, end)}"`);
      } else if (readOtherLine(region, builder, problems, p, end, this.line)) {
        this.startRecord(field);
      } else if (RANGE.test(latin1(bytes, p, Math.min(end, p + 60)))) {
        this.lost = true;
      }
      p = end + 1;
      this.line++;
    }
  }

  finish(): Reading {
    const { builder, counters, problems, nameColumn } = this;
    return {
      regions: builder.finish(),
      counters: counters.finish(builder.count),
      problems: problems.finish(),
      inOrder: problems.onlyFields,
      nameColumn,
    };
  }

  private startRecord(field: FieldLineReader): void {
    this.lost = false;
    this.counters.reserve(this.builder.count - 1);
    field.startRecord();
  }

  private readLooseField(match: RegExpExecArray, from: number, end: number, field: FieldLineReader): void {
    const { counters, problems } = this;
    const [line, key = '', value = ''] = match;
    const row = this.builder.count - 1;
    if (key === 'VmFlags') {
      counters.vmFlags[row] = counters.flagSet(value);
      return;
    }
    const isAmount = AMOUNT.test(key);
    const parts = NUMBER.exec(value);
    const number = isAmount && parts?.[2] !== undefined && parts[2] !== 'kB' ? null : parts;
    const known = counters.columns.length;
    const column = counters.column(key, number?.[2] ?? '');
    if (!column) {
      problems.add(this.line, 1, `more than ${MOST_KEYS} different fields: this one was not read`);
      return;
    }
    if (value === '') {
      problems.add(this.line, end - from + 1, `the line ends where the value of ${key} should be`);
    } else if (number) {
      counters.set(column, row, BigInt(number[1] ?? '0'));
      if (column.unit === '') column.unit = number[2] ?? '';
      if (counters.columns.length > known)
        setValueColumn(column, line.trimEnd().length - value.length, number[1] ?? '');
      field.learn(from, column);
    } else {
      if (isAmount) {
        const before = line.trimEnd().length - value.length;
        problems.add(this.line, before + 1, `the value of ${key} is no number of kB`, true);
      }
      this.readText(key, column, row, value);
    }
  }

  /** Stores a text value, which was read a byte a character. */
  private readText(key: string, column: GrowingColumn, row: number, value: string): void {
    const { builder, counters } = this;
    const bytes = Uint8Array.from(value, (character) => character.charCodeAt(0));
    counters.setText(column, row, utf8Text(bytes, 0, bytes.length));
    // Android's kernels print the name that a program gave anonymous memory here as well as in the region line.
    if (key === 'Name') builder.file[row] = builder.files.withName(builder.file[row]!, bytes);
  }
}

/** Takes note of where the first value of a column stands, `from` being the byte where it starts in its line. */
function setValueColumn(column: GrowingColumn, from: number, digits: string): void {
  const to = from + digits.length;
  // Digits that do not fit go on to the right: only what ends before column 24 is set in another way.
  if (to === 23) column.valueColumn = 23;
  else if (from === 16 && to < 23) column.valueColumn = 'left';
}

function isKeyStart(bytes: Uint8Array, from: number, to: number): boolean {
  return /^[A-Z][A-Za-z_]*$/.test(latin1(bytes, from, to));
}
