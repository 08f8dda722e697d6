/**
 * The tree of a map as rectangles: a treemap, or the rows of a flame graph (an icicle: the whole is on top). There are never more
 * of them than fit into the pixels, however many regions there are: what is too small becomes one rectangle for all of it.
 */
import { GROUPS } from '../kinds/kinds.ts';
import { groupOfObject, type Composition } from './compose.ts';
import { slice, squarify, type Box } from './squarify.ts';
import type { Sums } from './sums.ts';

/** A place in the tree: all of it, a group, an object or a region, by its index (of a region the row). */
export type Node =
  | { readonly of: 'whole'; readonly id: 0 }
  | { readonly of: 'group' | 'object' | 'region'; readonly id: number };

export const WHOLE: Node = { of: 'whole', id: 0 };

/** A rectangle. */
export interface Tile extends Box {
  /** `more` stands for several children of its parent. */
  readonly of: Node['of'] | 'more';
  /** As in `Node`; of `more` that of its parent. */
  readonly id: number;
  /** 0 for the root. */
  readonly level: number;
  /** The index of the tile around or above it; -1 for the root. */
  readonly parent: number;
  /** The index of its group; undefined for what is of several. */
  readonly group: number | undefined;
  /** In bytes. */
  readonly amount: number;
  /** How many children of its parent it stands for: 1, but for `more`. */
  readonly count: number;
  /** False when nothing is drawn in it. */
  readonly hasParts: boolean;
}

export type TileStyle = 'treemap' | 'flame';

export interface TileOrder {
  readonly style: TileStyle;
  readonly root: Node;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** Pixels to a CSS pixel: what is drawn is large enough to be seen. */
  readonly scale: number;
}

/** In square CSS pixels: the smallest rectangle of a treemap. */
const LEAST_AREA = 16;
/** In CSS pixels: the narrowest rectangle of a flame graph. */
const LEAST_WIDTH = 2;
/** In CSS pixels: the height of a row of a flame graph where there is room. */
const MOST_ROW = 96;

/** How many levels lie below a node. */
const DEPTHS: Readonly<Record<Node['of'], number>> = { whole: 3, group: 2, object: 1, region: 0 };

/** Lays the tree out; the root is the first tile, and each tile stands behind its parent. */
export function layTiles(composition: Composition, sums: Sums, order: TileOrder): readonly Tile[] {
  const { style, root, width, height, scale } = order;
  const tiles: Tile[] = [];
  const amount = amountOf(sums, root);
  if (!(amount > 0) || width < 1 || height < 1) return tiles;
  const rows = DEPTHS[root.of] + 1;
  const row = Math.min(height / rows, MOST_ROW * scale);
  const whole = { left: 0, top: 0, right: width, bottom: height };
  const box = style === 'flame' ? { ...whole, bottom: row } : whole;
  add(root, box, { level: 0, parent: -1, amount });
  return tiles;

  function add(node: Node, at: Box, { level, parent, amount: value }: Pick<Tile, 'level' | 'parent' | 'amount'>): void {
    const index = tiles.length;
    const group = groupOf(composition, node);
    const tile: Tile = { ...at, ...node, level, parent, group, amount: value, count: 1, hasParts: false };
    tiles.push(tile);
    if (node.of === 'region') return;
    const { children, more, rest } = largest(composition, sums, node, leastOf(at, value));
    const below = style === 'flame' ? { ...at, top: row * (level + 1), bottom: row * (level + 2) } : at;
    // Inside a treemap, a rectangle in which nothing can be told apart stands for itself.
    if (children.length === 0 && style === 'treemap' && level > 0) return;
    const values = children.map((child) => child.amount);
    if (more > 0) values.push(rest);
    const boxes = style === 'flame' ? slice(values, below, true) : squarify(values, below);
    if (style === 'treemap') tiles[index] = { ...tile, hasParts: true };
    boxes.forEach((part, i) => {
      const child = children[i];
      if (child) add(child.node, part, { level: level + 1, parent: index, amount: child.amount });
      else {
        const shown = { level: level + 1, parent: index, group, amount: rest, count: more, hasParts: false };
        tiles.push({ ...part, of: 'more', id: node.id, ...shown });
      }
    });
  }

  /** The smallest amount that is drawn in a box that stands for a value. */
  function leastOf(at: Box, value: number): number {
    const room =
      style === 'flame'
        ? (at.right - at.left) / (LEAST_WIDTH * scale)
        : ((at.right - at.left) * (at.bottom - at.top)) / (LEAST_AREA * scale ** 2);
    return value / room;
  }
}

/** The amount of a node in bytes. */
export function amountOf(sums: Sums, { of, id }: Node): number {
  switch (of) {
    case 'whole':
      return sums.whole;
    case 'group':
      return sums.groups[id] ?? 0;
    case 'object':
      return sums.objects[id] ?? 0;
    case 'region':
      return sums.amounts[id] ?? 0;
  }
}

function groupOf(composition: Composition, { of, id }: Node): number | undefined {
  if (of === 'whole') return undefined;
  if (of === 'group') return id;
  return of === 'object' ? groupOfObject(composition, id) : composition.groups[id];
}

interface Children {
  /** The largest first. */
  readonly children: readonly { readonly node: Node; readonly amount: number }[];
  /** How many others have something of the measure, and how much. */
  readonly more: number;
  readonly rest: number;
}

/** The children of a node that have at least so much; a single one that has less is still shown as itself. */
function largest(composition: Composition, sums: Sums, parent: Node, least: number): Children {
  const { values, from, to, idAt } = childrenOf(composition, sums, parent);
  const found: { id: number; amount: number }[] = [];
  let more = 0;
  let rest = 0;
  let last = 0;
  for (let i = from; i < to; i++) {
    const id = idAt ? idAt[i]! : i;
    const amount = values[id]!;
    if (!(amount > 0)) continue;
    if (amount >= least) found.push({ id, amount });
    else {
      more++;
      rest += amount;
      last = id;
    }
  }
  if (more === 1) {
    found.push({ id: last, amount: rest });
    more = 0;
  }
  found.sort((a, b) => b.amount - a.amount || a.id - b.id);
  const of = CHILD[parent.of];
  return { children: found.map(({ id, amount }) => ({ node: { of, id }, amount })), more, rest };
}

/** What the children of a node are. */
export const CHILD: Readonly<Record<Node['of'], 'group' | 'object' | 'region'>> = {
  whole: 'group',
  group: 'object',
  object: 'region',
  region: 'region',
};

interface Range {
  readonly values: Float64Array;
  readonly from: number;
  readonly to: number;
  /** Where ids are not the numbers from `from` to `to` themselves. */
  readonly idAt?: Uint32Array;
}

function childrenOf({ groupObjects, objectRows, rows }: Composition, sums: Sums, { of, id }: Node): Range {
  const { groups, objects, amounts } = sums;
  if (of === 'whole') return { values: groups, from: 0, to: GROUPS.length };
  if (of === 'group') return { values: objects, from: groupObjects[id] ?? 0, to: groupObjects[id + 1] ?? 0 };
  return { values: amounts, from: objectRows[id] ?? 0, to: objectRows[id + 1] ?? 0, idAt: rows };
}
