/** Which objects, regions and gaps are wide enough in a lane to be named there. Costs a search a label, not a region. */
import { gapBefore, stretchAt, type Axis } from './axis.ts';
import { MIXED } from './columns.ts';
import { objectAt, type ObjectStarts } from './objects.ts';

/** A part of a lane that can carry a text, in columns of that lane. */
export interface Label {
  readonly lane: number;
  readonly x: number;
  readonly width: number;
  /** True when what is named began on an earlier lane. */
  readonly continued: boolean;
  /** True when it goes on on the next lane. */
  readonly goesOn: boolean;
}

/** Names an object: the positions `first` to `end` - 1. */
export interface ObjectLabel extends Label {
  readonly first: number;
  readonly end: number;
}

/** Names one region, inside its object. */
export interface RegionLabel extends Label {
  readonly position: number;
}

/** Names an unmapped stretch. */
export interface GapLabel extends Label {
  /** The position after the gap. */
  readonly before: number;
  /** True size in bytes. */
  readonly size: number;
  readonly folded: boolean;
}

/** The columns of all lanes. */
export interface Ruler {
  /** The unit at which the first lane starts. */
  readonly from: number;
  readonly unitsPerColumn: number;
  readonly laneWidth: number;
  readonly lanes: number;
  /** What each column shows, see columns.ts. */
  readonly shows: Int32Array;
}

interface Extent {
  readonly from: number;
  readonly to: number;
}

/** Objects at least `least` columns wide in a lane. */
export function objectLabels(axis: Axis, objects: ObjectStarts, ruler: Ruler, least: number): readonly ObjectLabel[] {
  const labels: ObjectLabel[] = [];
  const { bounds } = axis;
  eachWide(axis, ruler, least, (stretch) => {
    if (stretch % 2 === 0) return extentOf(bounds, stretch);
    const { first, end } = objectAt(axis, objects, (stretch - 1) / 2);
    return {
      from: bounds[2 * first + 1] ?? 0,
      to: bounds[2 * end] ?? 0,
      label: (label) => labels.push({ ...label, first, end }),
    };
  });
  return labels;
}

/** Regions and gaps at least `least` columns wide in a lane, two or more. */
export function stretchLabels(
  axis: Axis,
  ruler: Ruler,
  least: number,
): { readonly regions: readonly RegionLabel[]; readonly gaps: readonly GapLabel[] } {
  const regions: RegionLabel[] = [];
  const gaps: GapLabel[] = [];
  const { bounds } = axis;
  const find = (stretch: number): Found => ({
    ...extentOf(bounds, stretch),
    label: (label) => {
      const position = stretch >>> 1;
      if (stretch % 2 === 1) regions.push({ ...label, position });
      else gaps.push({ ...label, before: position, ...gapBefore(axis, position) });
    },
  });
  // What is wide is all that its second column shows.
  eachWide(axis, ruler, least, find, (column) => ruler.shows[column] === MIXED);
  return { regions, gaps };
}

function extentOf(bounds: Float64Array, stretch: number): Extent {
  return { from: bounds[stretch] ?? 0, to: bounds[stretch + 1] ?? 0 };
}

interface Found extends Extent {
  /** Takes the label when the extent is wide enough; absent for what carries none. */
  readonly label?: (label: Label) => void;
}

/**
 * Goes along every lane from extent to extent. Behind a narrow one it skips a column less than `least`: what is wide
 * enough cannot hide in them, and fills the column in which the search lands, or the one behind.
 * @param isNarrow true for a column that nothing which is wide enough fills
 */
function eachWide(
  axis: Axis,
  ruler: Ruler,
  least: number,
  find: (stretch: number) => Found,
  isNarrow?: (column: number) => boolean,
): void {
  const { laneWidth, unitsPerColumn } = ruler;
  // Each starts at or before the next unit, on the next lane too.
  let stretch = 0;
  for (let lane = 0; lane < ruler.lanes; lane++) {
    const start = ruler.from + lane * laneWidth * unitsPerColumn;
    const end = start + laneWidth * unitsPerColumn;
    let unit = start;
    while (unit < end) {
      if (isNarrow) {
        const column = Math.floor((unit - start) / unitsPerColumn);
        let next = column;
        while (next < laneWidth && isNarrow(lane * laneWidth + next)) next++;
        if (next > column) unit = start + next * unitsPerColumn;
        if (next === laneWidth) break;
      }
      if (unit >= axis.length) return;
      stretch = stretchAt(axis, unit, stretch);
      const found = find(stretch);
      const left = Math.max(0, (found.from - start) / unitsPerColumn);
      const right = Math.min(laneWidth, (found.to - start) / unitsPerColumn);
      const wide = right - left >= least;
      if (wide && found.label) {
        found.label({ lane, x: left, width: right - left, continued: found.from < start, goesOn: found.to > end });
      }
      unit = wide ? found.to : Math.max(found.to, unit + (least - 1) * unitsPerColumn);
    }
  }
}
