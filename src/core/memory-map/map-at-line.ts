/** Which of a text's maps a line belongs to. */
import type { MemoryMap } from './memory-map.ts';
import { rowOfLine } from './rows-by-line.ts';

/** True when a line (from 1) belongs to a map: to its rows, its heading or its footer. */
export function isInside({ range }: MemoryMap, line: number): boolean {
  return range === undefined || (range.first <= line && line <= range.last);
}

/** The map that a line (from 1) belongs to; where lines of several stand between one another, the one whose row is nearest above. */
export function mapAtLine(maps: readonly MemoryMap[], line: number): MemoryMap | undefined {
  let found: MemoryMap | undefined;
  let nearest = -1;
  for (const map of maps) {
    if (!isInside(map, line)) continue;
    const row = rowOfLine(map.regions, line);
    const rowLine = row === undefined ? 0 : map.regions.line[row]!;
    if (rowLine > nearest) [found, nearest] = [map, rowLine];
  }
  return found;
}
