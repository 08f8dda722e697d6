/** Where in the tree a treemap or a flame graph starts, kept while the map is read again or filtered. */
import { useMemo, useState } from 'preact/hooks';
import { groupOfObject, objectPath, type Composition } from '../../core/composition/compose.ts';
import { WHOLE, type Node } from '../../core/composition/tiles.ts';

interface Place {
  readonly node: Node;
  readonly composition: Composition;
}

/** The root, and how to set it. */
export function useTileRoot(composition: Composition): readonly [root: Node, setRoot: (node: Node) => void] {
  const [place, setPlace] = useState<Place>({ node: WHOLE, composition });
  const root = useMemo(() => nodeIn(composition, place), [composition, place]);
  return [root, (node) => setPlace({ node, composition })];
}

/** The same place in another tree: objects are found by their names. What is no longer there is the place around it. */
function nodeIn(composition: Composition, { node, composition: before }: Place): Node {
  if (composition === before || node.of === 'whole' || node.of === 'region') return node;
  const group = node.of === 'group' ? node.id : groupOfObject(before, node.id);
  const { groupObjects } = composition;
  const first = groupObjects[group] ?? 0;
  const end = groupObjects[group + 1] ?? 0;
  if (node.of === 'object') {
    const path = objectPath(before, node.id);
    for (let id = first; id < end; id++) if (objectPath(composition, id) === path) return { of: 'object', id };
  }
  return end > first ? { of: 'group', id: group } : WHOLE;
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
