/** What the view is drawn from: a snapshot laid out, grouped, filtered. Made anew when one of these changes. */
import { layOut, type Axis } from '../../core/layout/axis.ts';
import { cover, type Coverage } from '../../core/layout/coverage.ts';
import { applyFilter, passing, type Filter } from '../../core/layout/filter.ts';
import { groupColumn, groupTotals, type GroupTotal } from '../../core/layout/groups.ts';
import { findLandmarks, NO_LANDMARKS, type Landmarks } from '../../core/layout/landmarks.ts';
import { findMarks, type Mark } from '../../core/layout/marks.ts';
import { findObjects, type ObjectStarts } from '../../core/layout/objects.ts';
import type { ScaleChoice } from '../../core/layout/scales.ts';
import { findTraits, type TraitColumn } from '../../core/layout/traits.ts';
import { hasEnds, type Listing } from '../../core/table/columns.ts';
import type { NamedStretch } from '../../core/memory-map/row-names.ts';
import type { Snapshot } from '../../protocol/layout.ts';
import { placeLandmarks, type PlacedLandmark } from './ticks.ts';

export interface Scene {
  readonly listing: Listing;
  /** False when the source does not tell where regions end, so that no size is known. */
  readonly sized: boolean;
  /** Why there can be no picture; undefined when there can. */
  readonly undrawable: 'no-addresses' | 'no-ends' | undefined;
  readonly axis: Axis;
  readonly groups: Uint8Array;
  readonly totals: readonly GroupTotal[];
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
  scale: ScaleChoice,
  { arch, pageSize }: Pick<Snapshot, 'arch' | 'pageSize'>,
): Scene {
  const { regions, placed } = listing;
  const axis = layOut(regions, scale, listing.counters);
  const groups = groupColumn(regions);
  const sized = regions.count === 0 || hasEnds(regions);
  const space = placed && sized ? findLandmarks({ regions, arch, pageSize }) : NO_LANDMARKS;
  const fixed = {
    listing,
    sized,
    undrawable: placed ? (sized ? undefined : 'no-ends') : 'no-addresses',
    axis,
    groups,
    totals: groupTotals(regions, groups),
    traits: findTraits(axis),
    objects: findObjects(axis),
    marks: findMarks(axis, points),
    space,
    landmarks: placeLandmarks(axis, space.places),
  } as const;
  return { ...fixed, ...through(fixed, filters) };
}

/** The same picture through other filters. */
export function refilter(scene: Scene, filters: Filters): Scene {
  return { ...scene, ...through(scene, filters) };
}

/** The same regions on another scale. */
export function rescale(scene: Scene, scale: ScaleChoice): Scene {
  const axis = layOut(scene.listing.regions, scale, scene.listing.counters);
  const places = { marks: findMarks(axis, scene.marks), landmarks: placeLandmarks(axis, scene.space.places) };
  const fixed = { ...scene, axis, objects: findObjects(axis), ...places };
  return { ...fixed, ...through(fixed, scene.filters) };
}

type Filtered = Pick<Scene, 'filters' | 'passes' | 'passing' | 'coverage'>;

function through(scene: Pick<Scene, 'listing' | 'axis' | 'groups' | 'traits'>, filters: Filters): Filtered {
  const { listing, axis, groups, traits } = scene;
  const passes = applyFilter(axis, groups, traits, filters.filter, filters.matches);
  return {
    filters,
    passes,
    passing: passing(listing.regions, passes),
    coverage: cover(axis, groups, passes),
  };
}
