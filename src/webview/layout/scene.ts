/** What the view is drawn from: a snapshot laid out, grouped, filtered. Made anew when one of these changes. */
import type { CategoryTotal } from '../../core/layout/category.ts';
import { DEFAULT_COLOURING, type ColouringId } from '../../core/layout/colouring-ids.ts';
import { categoryTotals, colourMap, type Painted } from '../../core/layout/colourings.ts';
import { layOut, type Axis } from '../../core/layout/axis.ts';
import { cover, type Coverage } from '../../core/layout/coverage.ts';
import { applyFilter, passing, type Filter } from '../../core/layout/filter.ts';
import { canFill, makeFill, type Fill } from '../../core/layout/fill.ts';
import { groupColumn, groupTotals, type GroupTotal } from '../../core/layout/groups.ts';
import { findLandmarks, NO_LANDMARKS, type Landmarks } from '../../core/layout/landmarks.ts';
import { findMarks, type Mark } from '../../core/layout/marks.ts';
import { findObjects, type ObjectStarts } from '../../core/layout/objects.ts';
import type { ScaleChoice } from '../../core/layout/scales.ts';
import { findTraits, type TraitColumn } from '../../core/layout/traits.ts';
import { hasEnds, type Listing } from '../../core/table/columns.ts';
import type { NamedStretch } from '../../core/memory-map/row-names.ts';
import type { Snapshot } from '../../protocol/layout.ts';
import { NOTHING, type Compared, type SinceWords } from './baseline.ts';
import { placeLandmarks, type PlacedLandmark } from './ticks.ts';

export interface Scene {
  readonly listing: Listing;
  /** When what it is compared with was. */
  readonly since: SinceWords;
  /** False when the source does not tell where regions end, so that no size is known. */
  readonly sized: boolean;
  /** Why there can be no picture; undefined when there can. */
  readonly undrawable: 'no-addresses' | 'no-ends' | undefined;
  readonly axis: Axis;
  /** By row the index in `GROUPS`, and how much there is of each group, whatever the colours are. */
  readonly groups: Uint8Array;
  readonly totals: readonly GroupTotal[];
  readonly coloured: Painted;
  /** By category, in the order of the legend. */
  readonly legend: readonly CategoryTotal[];
  /** True when the source tells what the levels inside regions are of. */
  readonly fillable: boolean;
  readonly traits: TraitColumn;
  readonly objects: ObjectStarts;
  /** Addresses that the source points at, in order. */
  readonly marks: readonly Mark[];
  /** What is told of the address space, and its landmarks on the axis. */
  readonly space: Landmarks;
  readonly landmarks: readonly PlacedLandmark[];
  readonly filters: Filters;
  /** By row 1 for what the filters let through; undefined when all passes. */
  readonly passes: Uint8Array | undefined;
  /** How many regions pass, and their size in bytes. */
  readonly passing: { readonly regions: number; readonly size: number };
  readonly coverage: Coverage;
  /** undefined while no levels are drawn. */
  readonly fill: Fill | undefined;
}

/** How regions are drawn. */
export interface Looks {
  readonly scale: ScaleChoice;
  readonly colouring: ColouringId;
  /** True for levels inside regions, where the source tells them. */
  readonly fill: boolean;
}

/** The legend's filter, and by row 1 for what the search finds. */
export interface Filters {
  readonly filter: Filter;
  readonly matches: Uint8Array | undefined;
}

/** Lays a map out. */
export function makeScene(
  listing: Listing,
  points: readonly NamedStretch[],
  filters: Filters,
  looks: Looks,
  { arch, pageSize }: Pick<Snapshot, 'arch' | 'pageSize'>,
  since = NOTHING,
): Scene {
  const { regions, placed } = listing;
  const groups = groupColumn(regions);
  const totals = groupTotals(regions);
  const axis = layOut(regions, looks.scale, listing.counters);
  const sized = regions.count === 0 || hasEnds(regions);
  const space = placed && sized ? findLandmarks({ regions, arch, pageSize }) : NO_LANDMARKS;
  const fixed = {
    listing,
    since,
    sized,
    undrawable: placed ? (sized ? undefined : 'no-ends') : 'no-addresses',
    axis,
    groups,
    totals,
    ...colours(listing, totals, looks.colouring),
    fillable: canFill(listing.counters),
    traits: findTraits(axis),
    objects: findObjects(axis),
    marks: findMarks(axis, points),
    space,
    landmarks: placeLandmarks(axis, space.places),
  } as const;
  return { ...fixed, ...through(fixed, filters, looks.fill) };
}

/** The same picture through other filters. */
export function refilter(scene: Scene, filters: Filters): Scene {
  return { ...scene, ...through(scene, filters, scene.fill !== undefined) };
}

/** The same regions on another scale. */
export function rescale(scene: Scene, scale: ScaleChoice): Scene {
  const axis = layOut(scene.listing.regions, scale, scene.listing.counters);
  const places = { marks: findMarks(axis, scene.marks), landmarks: placeLandmarks(axis, scene.space.places) };
  const fixed = { ...scene, axis, objects: findObjects(axis), ...places };
  return { ...fixed, ...through(fixed, scene.filters, scene.fill !== undefined) };
}

/** The same picture in other colours, or with or without levels. */
export function recolour(scene: Scene, filters: Filters, looks: Omit<Looks, 'scale'>): Scene {
  const { coloured, listing, totals } = scene;
  const next = coloured.by.id === looks.colouring ? scene : { ...scene, ...colours(listing, totals, looks.colouring) };
  return { ...next, ...through(next, filters, looks.fill) };
}

/** The same regions compared with another reading. */
export function recompare(
  scene: Scene,
  { listing, words }: Compared,
  filters: Filters,
  { colouring }: Pick<Looks, 'colouring'>,
): Scene {
  const next = { ...scene, listing, since: words };
  const coloured = colouring === 'growth' ? { ...next, ...colours(listing, scene.totals, colouring) } : next;
  return { ...coloured, ...through(coloured, filters, scene.fill !== undefined) };
}

/** Groups of kinds are listed by size, all other categories in their own order. */
function colours(
  listing: Listing,
  totals: readonly GroupTotal[],
  colouring: ColouringId,
): Pick<Scene, 'coloured' | 'legend'> {
  const coloured = colourMap(listing, colouring);
  const legend =
    coloured.by.id === DEFAULT_COLOURING
      ? totals.map(({ group, ...total }) => ({ ...total, category: group }))
      : categoryTotals(listing.regions, coloured);
  return { coloured, legend };
}

type Filtered = Pick<Scene, 'filters' | 'passes' | 'passing' | 'coverage' | 'fill'>;

function through(
  scene: Pick<Scene, 'listing' | 'axis' | 'totals' | 'coloured' | 'traits' | 'fillable'>,
  filters: Filters,
  fill: boolean,
): Filtered {
  const { listing, axis, totals, coloured, traits } = scene;
  const passes = applyFilter(axis, coloured, traits, filters.filter, filters.matches);
  return {
    filters,
    passes,
    passing: passes ? passing(listing.regions, passes) : all(totals),
    coverage: cover(axis, coloured.column, passes),
    fill: fill && scene.fillable ? makeFill(axis, listing.counters, passes) : undefined,
  };
}

/** What passes where nothing is filtered. */
function all(totals: readonly GroupTotal[]): Scene['passing'] {
  return totals.reduce((sum, { regions, size }) => ({ regions: sum.regions + regions, size: sum.size + size }), {
    regions: 0,
    size: 0,
  });
}
