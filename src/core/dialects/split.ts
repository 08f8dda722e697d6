/**
 * Parts a reading that holds the maps of several processes one after the other (`cat /proc/11/maps /proc/12/maps`). The kernel
 * prints a map upwards, so a row at or below the first one of an orderly map starts another, and so does one below
 * `[vsyscall]`, the last row of every x86-64 map. A torn read goes back, but never that far; past one nothing is parted.
 */
import { addressNumberAt } from '../memory-map/address.ts';
import type { Counters } from '../memory-map/counters.ts';
import type { Problem } from '../memory-map/memory-map.ts';
import type { RegionTable } from '../memory-map/region-table.ts';
import type { Reading } from './part-parser.ts';

/** `[vsyscall]` (VSYSCALL_ADDR in arch/x86/include/uapi/asm/vsyscall.h). */
const VSYSCALL = 0xffffffffff600000;
/** The smallest map of a real process has about as many rows; fewer in order prove nothing. */
const SMALLEST_MAP = 6;

/** The maps of a reading, in its order; the reading itself when it is one map. */
export function splitReading(reading: Reading): readonly Reading[] {
  const { regions } = reading;
  if (regions.sorted) return [reading];
  const starts = [0];
  let first = 0;
  let orderly = true;
  for (let row = 1; row < regions.count; row++) {
    const here = addressNumberAt(regions.start, row);
    const before = addressNumberAt(regions.start, row - 1);
    if (here >= before) continue;
    const isNext = before === VSYSCALL || here <= addressNumberAt(regions.start, first);
    orderly &&= isNext && row - first >= SMALLEST_MAP;
    if (!orderly) break;
    starts.push(row);
    first = row;
  }
  if (starts.length === 1) return [reading];
  return starts.map((from, i) => part(reading, from, starts[i + 1] ?? regions.count, i === starts.length - 1));
}

function part(reading: Reading, from: number, to: number, isLast: boolean): Reading {
  const { regions, counters, problems } = reading;
  const firstLine = regions.line[from] ?? 0;
  const endLine = isLast ? Infinity : (regions.line[to] ?? Infinity);
  const mine = ({ line }: Problem): boolean => (from === 0 ? line < endLine : line >= firstLine && line < endLine);
  return {
    ...reading,
    regions: rowsOf(regions, from, to),
    counters: counters && countersOf(counters, from, to),
    // That the first row stands below the one before it is no problem of this map.
    problems: problems.filter(
      (problem) => mine(problem) && !(from > 0 && problem.line === firstLine && problem.column === 1),
    ),
  };
}

function rowsOf(regions: RegionTable, from: number, to: number): RegionTable {
  const start = regions.start.slice(2 * from, 2 * to);
  const end = regions.end.slice(2 * from, 2 * to);
  let sorted = true;
  for (let row = 1; row < to - from && sorted; row++) {
    sorted = addressNumberAt(start, row) >= addressNumberAt(end, row - 1);
  }
  return {
    count: to - from,
    start,
    end,
    offset: regions.offset.slice(2 * from, 2 * to),
    perms: regions.perms.slice(from, to),
    file: regions.file.slice(from, to),
    line: regions.line.slice(from, to),
    kind: new Uint8Array(to - from),
    files: regions.files,
    sorted,
  };
}

function countersOf(counters: Counters, from: number, to: number): Counters {
  const shifted = <Value>(values: ReadonlyMap<number, Value>): Map<number, Value> =>
    new Map([...values].filter(([row]) => row >= from && row < to).map(([row, value]) => [row - from, value]));
  return {
    columns: counters.columns.map((column) => ({
      ...column,
      values: column.values.slice(from, to),
      wide: shifted(column.wide),
      texts: shifted(column.texts),
    })),
    vmFlags: counters.vmFlags.slice(from, to),
    flagSets: counters.flagSets,
  };
}
