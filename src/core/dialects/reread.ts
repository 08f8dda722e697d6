/** Reads a map of /proc/PID/maps again after an edit: only the lines that changed, when the rest stays as it is. */
import type { MemoryMap, Problem } from '../memory-map/memory-map.ts';
import type { RegionTable } from '../memory-map/region-table.ts';
import { spliceRegions } from '../memory-map/splice-regions.ts';
import { hasReturns } from './bytes.ts';
import { finishMap } from './finish-map.ts';
import { MapsParser } from './maps.ts';
import { nameColumnOf } from './name-column.ts';
import { splitReading } from './split.ts';

/** The first lines tell what the text is and how its lines end. */
const FIRST_LINES = 8;
/** Of more lines or problems, reading all is as good. */
const MOST_LINES = 2000;
const MOST_PROBLEMS = 500;

/** Lines of a text that took the place of others. */
export interface LineEdit {
  /** The text as it is now. */
  readonly bytes: Uint8Array;
  /** Where the lines stand in it. */
  readonly from: number;
  readonly to: number;
  /** The number of the first of them, from 1. */
  readonly first: number;
  /** How many they are, and how many others there were. */
  readonly added: number;
  readonly removed: number;
}

/**
 * The map of a text after an edit, as `parseMaps` would give it.
 * @param before the only map of the text before the edit
 * @returns undefined when only reading all of the text tells: the edit changes what the text is, or rows are broken or out of order
 */
export function rereadMap(before: MemoryMap, edit: LineEdit): MemoryMap | undefined {
  const { bytes, from, to, first, added, removed } = edit;
  const { regions } = before;
  if (!isPlain(before) || first <= FIRST_LINES || added > MOST_LINES) return undefined;
  const text = bytes.subarray(from, to);
  if (text.length > 0 && hasReturns(text) !== hasReturns(bytes)) return undefined;
  const parser = new MapsParser(text.length);
  parser.add(text);
  const read = parser.finish();
  if (!read.inOrder) return undefined;
  for (let row = 0; row < read.regions.count; row++) read.regions.line[row]! += first - 1;
  const lines = added - removed;
  const rows = { from: rowsBefore(regions, first), to: rowsBefore(regions, first + removed), lines };
  const spliced = spliceRegions(regions, read.regions, rows);
  if (!spliced) return undefined;
  const problems = [
    ...before.problems.filter(({ line }) => line < first),
    ...read.problems.map((problem) => moved(problem, first - 1)),
    ...before.problems.filter(({ line }) => line >= first + removed).map((problem) => moved(problem, lines)),
  ];
  const reading = { regions: spliced, counters: undefined, problems, inOrder: true, nameColumn: nameColumnOf(bytes) };
  // A second process may have been pasted.
  if (splitReading(reading).length > 1) return undefined;
  return finishMap(reading, 'maps', before.source, undefined);
}

/** True for a map that is all of its text, with nothing wrong but single fields of rows. */
function isPlain({ dialect, range, inOrder, counters, regions, problems }: MemoryMap): boolean {
  const isWhole = dialect === 'maps' && !range && inOrder === true && !counters;
  return isWhole && regions.sorted && problems.length <= MOST_PROBLEMS;
}

/** How many rows stand above a line. */
function rowsBefore({ line, count }: RegionTable, wanted: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (line[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

function moved({ line, column, reason }: Problem, by: number): Problem {
  return { line: line + by, column, reason };
}
