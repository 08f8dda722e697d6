/** Where in the tree a treemap or a flame graph starts: kept while the map is read again, filtered, or the view comes back. */
import { groupOfObject, objectPath, pathOfRow, type Composition } from '../../core/composition/compose.ts';
import { WHOLE, type Node } from '../../core/composition/tiles.ts';
import { GROUPS } from '../../core/kinds/kinds.ts';
import { rowAt, type Axis } from '../../core/layout/axis.ts';
import { positionStartingAt } from '../../core/layout/places.ts';
import type { TilePlace } from '../../protocol/composition-state.ts';

/** The place of a node; undefined for the whole. */
export function placeOf(composition: Composition, node: Node): TilePlace | undefined {
  if (node.of === 'whole') return undefined;
  const object = node.of === 'object' ? node.id : undefined;
  const group = GROUPS[object === undefined ? node.id : groupOfObject(composition, object)]?.id ?? '';
  if (object === undefined) return { group, object: undefined };
  const { rows, objectRows, listing } = composition;
  const row = rows[objectRows[object] ?? 0] ?? 0;
  const { start } = listing.regions;
  return {
    group,
    object: {
      start: listing.placed ? [start[2 * row] ?? 0, start[2 * row + 1] ?? 0] : undefined,
      name: objectPath(composition, object),
    },
  };
}

/** The node at a place: the object of its region, else one of its name. What is no longer there is the place around it. */
export function nodeAt(composition: Composition, axis: Axis, place: TilePlace | undefined): Node {
  const group = GROUPS.findIndex(({ id }) => id === place?.group);
  const { groupObjects, objectOfRow, listing } = composition;
  const first = groupObjects[group] ?? 0;
  const end = groupObjects[group + 1] ?? 0;
  if (!place || group < 0 || end <= first) return WHOLE;
  if (place.object) {
    const { start } = place.object;
    const position = start && listing.placed ? positionStartingAt(axis, ...start) : undefined;
    const row = position === undefined ? undefined : rowAt(axis, position);
    const name = place.object.name ?? (row === undefined ? undefined : pathOfRow(listing, row));
    const isIt = (id: number): boolean => objectPath(composition, id) === name;
    const there = row === undefined ? undefined : objectOfRow[row];
    if (there !== undefined && there >= first && there < end && isIt(there)) return { of: 'object', id: there };
    for (let id = first; id < end; id++) if (isIt(id)) return { of: 'object', id };
  }
  return { of: 'group', id: group };
}

/** What one comes to by going into a place: of a group with one object that object. */
export function entered({ groupObjects }: Composition, node: Node): Node {
  const first = node.of === 'group' ? (groupObjects[node.id] ?? 0) : 0;
  return node.of === 'group' && (groupObjects[node.id + 1] ?? 0) - first === 1 ? { of: 'object', id: first } : node;
}

/** What one comes to by going out of a place; undefined at the whole. */
export function left(composition: Composition, node: Node): Node | undefined {
  if (node.of === 'whole') return undefined;
  if (node.of === 'group') return WHOLE;
  const group: Node = { of: 'group', id: groupOfObject(composition, node.id) };
  return entered(composition, group).of === 'object' ? WHOLE : group;
}
