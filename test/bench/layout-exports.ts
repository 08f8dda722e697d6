/** What the bench of the layout calls: all that the page does with a message, without the browser's own drawing. */
import { layOut, type Axis } from '../../src/core/layout/axis.ts';
import { makeColumns, resolveColumns, type Columns } from '../../src/core/layout/columns.ts';
import { CLASS_COUNT, cover, type Coverage } from '../../src/core/layout/coverage.ts';
import { groupColumn, groupTotals } from '../../src/core/layout/groups.ts';
import { columnCount, makeLanes, type Lanes } from '../../src/core/layout/lanes.ts';
import { findObjects } from '../../src/core/layout/objects.ts';
import { paintLane, SHADES, type Paint } from '../../src/core/layout/pixels.ts';
import { findTraits } from '../../src/core/layout/traits.ts';
import type { MemoryMap } from '../../src/core/memory-map/memory-map.ts';
import { finish } from '../../src/core/memory-map/radix-sort.ts';
import type { RegionTable } from '../../src/core/memory-map/region-table.ts';
import { columnsOf } from '../../src/core/table/columns.ts';
import { sortRows } from '../../src/core/table/sort.ts';
import { packCounters } from '../../src/protocol/pack-counters.ts';
import { RegionPacker } from '../../src/protocol/pack-regions.ts';
import type { PackedRegions } from '../../src/protocol/packed-regions.ts';
import { unpackRegions } from '../../src/protocol/unpack-regions.ts';

export { parseMemoryMap } from '../../src/core/dialects/parse.ts';

/** Sorts a map by a column of the table, as the page does. */
export function sort({ regions, counters, placed }: MemoryMap, id: string): Uint32Array {
  const listing = { regions, counters, placed, names: undefined };
  const column = columnsOf(listing).find((each) => each.id === id);
  if (!column) throw new Error(`There is no column ${id}.`);
  return finish(sortRows(listing, column, true));
}

/** Packs the counters of a map in one go, and gives their bytes. */
export function packedCounterBytes({ regions, counters }: MemoryMap): number {
  if (!counters) return 0;
  const { columns, vmFlags } = finish(packCounters(counters, regions));
  return columns.reduce((sum, { values }) => sum + values.length, vmFlags.length);
}

const width = 1200;
const height = 400;

export const paint: Paint = {
  fill: Uint32Array.from({ length: CLASS_COUNT * SHADES }, (_, i) => i + 1),
  line: Uint32Array.from({ length: CLASS_COUNT * SHADES }, (_, i) => i + 100),
  edge: Uint32Array.from({ length: CLASS_COUNT * SHADES }, (_, i) => i + 200),
  patterns: Array.from({ length: CLASS_COUNT }, () => undefined),
  gap: 1,
  background: 2,
  scale: 1,
};

/** Packs a table in one go. */
export function packRegions(table: RegionTable): PackedRegions {
  const packer = new RegionPacker(table);
  packer.pack(table.count);
  return packer.finish();
}

/** The bytes of what is packed for each region, without files. */
export function packedBytes({ tags, rowTags, places, rowFiles, offsets, lines }: PackedRegions): number {
  return [tags, rowTags, places, rowFiles, offsets, lines].reduce((sum, { byteLength }) => sum + byteLength, 0);
}

/** A picture of 1200 by 400 pixels. */
export interface Picture {
  readonly axis: Axis;
  readonly coverage: Coverage;
  readonly lanes: Lanes;
  readonly columns: Columns;
  readonly words: Uint32Array;
}

/** From a message to the pixels. */
export function firstPicture(packed: PackedRegions): Picture {
  const table = unpackRegions(packed);
  const axis = layOut(table);
  const groups = groupColumn(table);
  groupTotals(table);
  findObjects(axis);
  findTraits(axis);
  const lanes = makeLanes(width, height, 90, axis.count, 1);
  const picture: Picture = {
    axis,
    coverage: cover(axis, groups),
    lanes,
    columns: makeColumns(columnCount(lanes)),
    words: new Uint32Array(lanes.width * lanes.barHeight),
  };
  draw(picture, 1, 0);
  return picture;
}

/** Draws at a zoom, `at` (0 to 1) being where in the picture. */
export function draw({ axis, coverage, lanes, columns, words }: Picture, zoom: number, at: number): void {
  const count = columnCount(lanes);
  const span = axis.length / zoom;
  resolveColumns(axis, coverage, (axis.length - span) * at, span / count, count, columns);
  for (let lane = 0; lane < lanes.count; lane++) {
    const strip = { width: lanes.width, height: lanes.barHeight, words };
    paintLane({ axis, coverage, columns, first: lane * lanes.width }, paint, strip);
  }
}
