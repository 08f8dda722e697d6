/** What the picture is drawn from: a snapshot laid out, grouped, filtered. Made anew when one of these changes. */
import { layOut, type Axis } from '../../core/layout/axis.ts';
import { cover, type Coverage } from '../../core/layout/coverage.ts';
import { applyFilter, type Filter } from '../../core/layout/filter.ts';
import { groupColumn, groupTotals, type GroupTotal } from '../../core/layout/groups.ts';
import { findObjects, type ObjectStarts } from '../../core/layout/objects.ts';
import { findTraits, type TraitColumn } from '../../core/layout/traits.ts';
import type { RegionTable } from '../../core/memory-map/region-table.ts';

export interface Scene {
  readonly axis: Axis;
  readonly groups: Uint8Array;
  readonly totals: readonly GroupTotal[];
  readonly traits: TraitColumn;
  readonly objects: ObjectStarts;
  readonly filter: Filter;
  readonly coverage: Coverage;
}

/** Lays a table out. */
export function makeScene(table: RegionTable, filter: Filter, foldReservations: boolean): Scene {
  const axis = layOut(table, foldReservations);
  const groups = groupColumn(table);
  const traits = findTraits(axis);
  const objects = findObjects(axis);
  const totals = groupTotals(table, groups);
  return { axis, groups, totals, traits, objects, filter, coverage: coverWith(axis, groups, traits, filter) };
}

/** The same picture through another filter. */
export function refilter(scene: Scene, filter: Filter): Scene {
  return { ...scene, filter, coverage: coverWith(scene.axis, scene.groups, scene.traits, filter) };
}

/** The same regions with reservations folded or to scale. */
export function refold(scene: Scene, foldReservations: boolean): Scene {
  return makeScene(scene.axis.table, scene.filter, foldReservations);
}

function coverWith(axis: Axis, groups: Uint8Array, traits: TraitColumn, filter: Filter): Coverage {
  return cover(axis, groups, applyFilter(axis, groups, traits, filter));
}
