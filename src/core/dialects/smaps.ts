/**
 * `/proc/PID/smaps` and `smaps_rollup`: a region line, then a line for each counter, then VmFlags (`show_smap()`,
 * `show_smaps_rollup()` in fs/proc/task_mmu.c, proc_pid_smaps(5)). Keys differ between kernels: any key is kept.
 */
import { CounterBuilder, MOST_KEYS } from '../memory-map/counter-builder.ts';
import type { Counters } from '../memory-map/counters.ts';
import type { Problem } from '../memory-map/memory-map.ts';
import { ProblemList } from '../memory-map/problems.ts';
import { RegionBuilder } from '../memory-map/region-builder.ts';
import type { RegionTable } from '../memory-map/region-table.ts';
import { ANY_HEX, excerpt, hasReturns, lineEnd, NEWLINE, textStart } from './bytes.ts';
import { disorderReason, readOtherLine } from './maps.ts';
import { FieldLineReader } from './field-line.ts';
import { RegionLineReader } from './region-line.ts';

/** A record of a current kernel is about 730 bytes, of the oldest 230: growing is cheaper than making room for those. */
const BYTES_A_RECORD = 700;
/** The longest key of any kernel has 16 letters; what goes on longer is prose. */
const KEY = /^[ \t]*([A-Z][A-Za-z0-9_()]{0,39}):[ \t]*(.*?)[ \t]*$/s;
/** What starts like an address range was a region line before it was damaged. */
const RANGE = /^[ \t]*[0-9a-fA-F]+-/;
const NUMBER = /^(\d{1,40})(?:[ \t]+([A-Za-z]{1,8}))?$/;

/** What was read of an smaps or smaps_rollup text. Never throws: what cannot be read is a problem. */
export function readSmaps(bytes: Uint8Array): {
  regions: RegionTable;
  counters: Counters | undefined;
  problems: readonly Problem[];
} {
  const builder = new RegionBuilder(bytes.length / BYTES_A_RECORD);
  const counters = new CounterBuilder(builder.capacity);
  const regionLines = new RegionLineReader(bytes, builder, hasReturns(bytes));
  const fieldLines = new FieldLineReader(bytes, counters);
  const problems = new ProblemList();
  const limit = bytes.length;
  let p = textStart(bytes);
  // After a region line that could not be read its counters belong to no row, and least of all to the row before.
  let lost = false;
  for (let line = 1; p < limit;) {
    const row = lost ? -1 : builder.count - 1;
    if (row >= 0) {
      p = fieldLines.read(p, row);
      line += fieldLines.lines;
      if (p >= limit) break;
    }
    if ((ANY_HEX[bytes[p] ?? 0] ?? -1) >= 0) {
      p = regionLines.read(p, line, 1);
      line += regionLines.rows;
      if (regionLines.rows === 1) {
        if (regionLines.disordered) problems.add(line - 1, 1, disorderReason(builder));
        startRecord();
        continue;
      }
    }
    const end = lineEnd(bytes, p);
    const field =
      (builder.count > 0 || lost) && end - p < 10_000 ? KEY.exec(latin1(bytes, p, regionLines.lineEnd(p, end))) : null;
    if (field) {
      if (row >= 0) readLooseField(field[1] ?? '', field[2] ?? '', p, end, line);
    } else if (end === limit && row >= 0 && bytes[limit - 1] !== NEWLINE && isKeyStart(bytes, p, end)) {
      problems.add(line, 1, `the record is cut short: the text ends at "${excerpt(bytes, p, end)}"`);
    } else if (readOtherLine(regionLines, builder, problems, p, end, line)) {
      startRecord();
    } else if (RANGE.test(latin1(bytes, p, Math.min(end, p + 60)))) {
      lost = true;
    }
    p = end + 1;
    line++;
  }
  return { regions: builder.finish(), counters: counters.finish(builder.count), problems: problems.finish() };

  function startRecord(): void {
    lost = false;
    counters.reserve(builder.count - 1);
    fieldLines.startRecord();
  }

  function readLooseField(key: string, value: string, from: number, end: number, line: number): void {
    const row = builder.count - 1;
    if (key === 'VmFlags') {
      counters.vmFlags[row] = counters.flagSet(value);
      return;
    }
    const number = NUMBER.exec(value);
    const column = counters.column(key, number?.[2] ?? '');
    if (!column) {
      problems.add(line, 1, `more than ${MOST_KEYS} different fields: this one was not read`);
      return;
    }
    if (value === '') {
      problems.add(line, end - from + 1, `the line ends where the value of ${key} should be`);
    } else if (number) {
      counters.set(column, row, BigInt(number[1] ?? '0'));
      if (column.unit === '') column.unit = number[2] ?? '';
      fieldLines.learn(from, column);
    } else column.texts.set(row, utf8(value));
  }
}

const decoder = new TextDecoder();

/** A text value such as Android's `Name:`, which was read a byte a character. */
function utf8(value: string): string {
  return decoder.decode(Uint8Array.from(value, (character) => character.charCodeAt(0)));
}

function isKeyStart(bytes: Uint8Array, from: number, to: number): boolean {
  return /^[A-Z][A-Za-z_]*$/.test(latin1(bytes, from, to));
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let i = from; i < to; i++) text += String.fromCharCode(bytes[i] ?? 0);
  return text;
}
