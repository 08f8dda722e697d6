/**
 * Parts a reading that holds the maps of several processes one after the other (`cat /proc/11/maps /proc/12/maps`). The kernel
 * prints a map upwards, so a row at or below the first one of an orderly map starts another, and so does one below
 * `[vsyscall]`, the last row of every x86-64 map. A torn read goes back, but never that far; past one nothing is parted.
 * A process has one `[stack]`, behind which only pages of the kernel follow: any other row behind it starts another map where it
 * goes back, or where a second `[stack]` shows that there is one.
 */
import { addressNumberAt } from '../memory-map/address.ts';
import type { Counters } from '../memory-map/counters.ts';
import type { FileColumns } from '../memory-map/file-table.ts';
import { FilesInUse } from '../memory-map/files-in-use.ts';
import type { Problem } from '../memory-map/memory-map.ts';
import type { RegionTable } from '../memory-map/region-table.ts';
import { STARTS_BELOW } from './maps.ts';
import type { Reading } from './part-parser.ts';

/** `[vsyscall]` (VSYSCALL_ADDR in arch/x86/include/uapi/asm/vsyscall.h). */
const VSYSCALL = 0xffffffffff600000;
const STACK = new TextEncoder().encode('[stack]');
const BRACKET = STACK[0]!;
/** The smallest map of a real process has about as many rows; fewer in order prove nothing. */
const SMALLEST_MAP = 6;

/** The maps of a reading, in its order; the reading itself when it is one map. */
export function splitReading(reading: Reading): readonly Reading[] {
  const { regions } = reading;
  const { files } = regions;
  const stack = stackEntry(files);
  const lastStack = stack < 0 ? -1 : regions.file.lastIndexOf(stack, regions.count - 1);
  if (regions.sorted && regions.file.indexOf(stack) === lastStack) return [reading];
  const starts = [0];
  let first = 0;
  let orderly = true;
  let isBehindStack = regions.file[0] === stack;
  for (let row = 1; row < regions.count; row++) {
    const here = addressNumberAt(regions.start, row);
    const before = addressNumberAt(regions.start, row - 1);
    const isAnother = isBehindStack && !isBracketed(files, regions.file[row]!);
    isBehindStack ||= regions.file[row] === stack;
    if (here >= before && !(isAnother && row < lastStack)) continue;
    const isNext = isAnother || before === VSYSCALL || here <= addressNumberAt(regions.start, first);
    orderly &&= isNext && row - first >= SMALLEST_MAP;
    if (!orderly) break;
    starts.push(row);
    first = row;
    isBehindStack = regions.file[row] === stack;
  }
  if (starts.length === 1) return [reading];
  const parts = new Parts(starts, regions);
  const problems = parts.problems(reading.problems);
  const inUse = new FilesInUse(files);
  return parts.counters(reading.counters).map((counters, i) => ({
    ...reading,
    inOrder: false,
    regions: rowsOf(regions, starts[i] ?? 0, starts[i + 1] ?? regions.count, inUse),
    counters,
    problems: problems[i] ?? [],
  }));
}

/** The entry that is named `[stack]`, -1 for none. */
function stackEntry({ count, nameEnd, nameBytes }: FileColumns): number {
  for (let entry = 1; entry < count; entry++) {
    const from = nameEnd[entry - 1]!;
    if (nameEnd[entry]! - from === STACK.length && STACK.every((byte, i) => nameBytes[from + i] === byte)) return entry;
  }
  return -1;
}

/** True for names that the kernel gives. */
function isBracketed({ nameEnd, nameBytes }: FileColumns, entry: number): boolean {
  const from = entry === 0 ? 0 : nameEnd[entry - 1]!;
  return from < nameEnd[entry]! && nameBytes[from] === BRACKET;
}

/** Deals out what belongs to rows and lines, each in one pass however many parts there are. */
class Parts {
  private readonly starts: readonly number[];
  private readonly firstLines: readonly number[];
  private readonly count: number;

  constructor(starts: readonly number[], regions: RegionTable) {
    this.starts = starts;
    this.firstLines = starts.map((row, i) => (i === 0 ? 0 : (regions.line[row] ?? 0)));
    this.count = regions.count;
  }

  problems(problems: readonly Problem[]): readonly (readonly Problem[])[] {
    const dealt: Problem[][] = this.starts.map(() => []);
    for (const problem of problems) {
      const part = lastAtOrBefore(this.firstLines, problem.line);
      // That the first row stands below the one before it is no problem of this map.
      const isStep = part > 0 && problem.line === this.firstLines[part] && problem.reason === STARTS_BELOW;
      if (!isStep) dealt[part]?.push(problem);
    }
    return dealt;
  }

  counters(counters: Counters | undefined): readonly (Counters | undefined)[] {
    const { starts, count } = this;
    if (!counters) return starts.map(() => undefined);
    const wide = counters.columns.map((column) => this.byPart(column.wide));
    return starts.map((from, part) => {
      const to = starts[part + 1] ?? count;
      return {
        columns: counters.columns.map(({ texts, ...column }, i) => ({
          ...column,
          values: column.values.slice(from, to),
          wide: wide[i]?.[part] ?? new Map<number, bigint>(),
          texts: texts && { rows: texts.rows.slice(from, to), words: texts.words },
        })),
        vmFlags: counters.vmFlags.slice(from, to),
        flagSets: counters.flagSets,
      };
    });
  }

  private byPart<Value>(values: ReadonlyMap<number, Value>): (Map<number, Value> | undefined)[] {
    const dealt: (Map<number, Value> | undefined)[] = [];
    for (const [row, value] of values) {
      const part = lastAtOrBefore(this.starts, row);
      (dealt[part] ??= new Map()).set(row - (this.starts[part] ?? 0), value);
    }
    return dealt;
  }
}

/** The index of the last of ascending numbers that is not above a value; 0 when all are. */
function lastAtOrBefore(numbers: readonly number[], value: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((numbers[middle] ?? Infinity) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Some rows as a table, with no more than their own files: what another process maps tells nothing of this one. */
function rowsOf(regions: RegionTable, from: number, to: number, inUse: FilesInUse): RegionTable {
  const file = regions.file.slice(from, to);
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
    file,
    line: regions.line.slice(from, to),
    kind: new Uint8Array(to - from),
    files: inUse.take(file),
    sorted,
  };
}
