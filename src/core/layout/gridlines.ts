/**
 * Lines where pages begin, and the 2 MiB and 1 GiB stretches that one entry of a higher page table maps (x86-64, and arm64
 * and riscv64 with pages of 4 KiB). They are drawn when zoomed in far enough that they are distinct, and only where the
 * axis is to scale. A search a stretch and a step a line, whatever the number of regions.
 */
import { addressNumberAt } from '../memory-map/address.ts';
import { gapBefore, gapStart, isFolded, rowAt, stretchAt, type Axis } from './axis.ts';
import { scaleOf } from './scales.ts';

/** The distances of lines in bytes, the finest first. */
export const GRIDS = [
  { bytes: 2 ** 12, label: '4 KiB' },
  { bytes: 2 ** 21, label: '2 MiB' },
  { bytes: 2 ** 30, label: '1 GiB' },
] as const;

/** The index in `GRIDS` of the finest lines that are at least `least` columns apart; undefined when none are. */
export function finestGrid(axis: Axis, unitsPerColumn: number, least: number): number | undefined {
  if (!scaleOf(axis.scale).toScale) return undefined;
  const found = GRIDS.findIndex(({ bytes }) => bytes >= least * unitsPerColumn);
  return found < 0 ? undefined : found;
}

/** Where lines are drawn. */
export interface GridPlace {
  /** The unit of column 0. */
  readonly from: number;
  readonly unitsPerColumn: number;
  readonly columns: number;
  /** As `finestGrid` gives it. */
  readonly finest: number;
  /** Stretches narrower than this many columns have none. */
  readonly least: number;
  /** True for a column that nothing which is wide enough fills; absent where that is not known. */
  readonly isNarrow?: (column: number) => boolean;
}

/** Calls `draw` for every line with its column and the index in `GRIDS` of the coarsest lines that it is of. */
export function eachGridLine(axis: Axis, place: GridPlace, draw: (column: number, grid: number) => void): void {
  const { from, unitsPerColumn, columns, finest, least, isNarrow } = place;
  const { bounds } = axis;
  const step = GRIDS[finest]?.bytes ?? Infinity;
  const to = Math.min(from + columns * unitsPerColumn, axis.length);
  const leastUnits = least * unitsPerColumn;
  let unit = from;
  let stretch = 0;
  while (unit < to) {
    if (isNarrow) {
      const column = Math.floor((unit - from) / unitsPerColumn);
      let next = column;
      while (next < columns && isNarrow(next)) next++;
      if (next === columns) return;
      if (next > column) unit = from + next * unitsPerColumn;
    }
    stretch = stretchAt(axis, unit, stretch);
    const low = bounds[stretch] ?? 0;
    const high = bounds[stretch + 1] ?? 0;
    if (high - low < leastUnits) {
      // What is wide enough cannot hide in what is passed over, and fills the column behind it.
      unit = Math.max(high, unit + leastUnits - unitsPerColumn);
      continue;
    }
    const start = startOf(axis, stretch);
    if (start !== undefined) {
      const begin = start + Math.max(from, low) - low;
      const end = start + Math.min(to, high) - low;
      for (let address = Math.ceil(begin / step) * step; address < end; address += step) {
        const column = Math.floor((low + address - start - from) / unitsPerColumn);
        if (address > start && column >= 0 && column < columns) draw(column, coarsest(address));
      }
    }
    unit = high;
  }
}

/** Where a stretch starts, in bytes; undefined where it is folded. */
function startOf(axis: Axis, stretch: number): number | undefined {
  if (stretch % 2 === 0) return gapBefore(axis, stretch / 2).folded ? undefined : gapStart(axis, stretch / 2);
  const position = (stretch - 1) / 2;
  return isFolded(axis, position) ? undefined : addressNumberAt(axis.table.start, rowAt(axis, position));
}

function coarsest(address: number): number {
  let grid = GRIDS.length - 1;
  while (grid > 0 && address % (GRIDS[grid]?.bytes ?? 1) !== 0) grid--;
  return grid;
}
