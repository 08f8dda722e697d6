/**
 * What rectangles are coloured by: the categories of a colouring, and how much of each is in a rectangle. So a colour means in the
 * composition what the legend says, and a rectangle that is of several categories shows as much of each as there is.
 */
import type { Composition } from './compose.ts';
import type { Sums } from './sums.ts';
import type { Node, Tile } from './tiles.ts';

/** How much of a category is in a rectangle. */
export interface Share {
  /** Index in the categories of the colouring. */
  readonly category: number;
  /** In bytes, above 0. */
  readonly amount: number;
}

/** A place in the tree that can have several regions. */
export interface Several {
  readonly of: Exclude<Node['of'], 'region'>;
  readonly id: number;
}

/** The rows below a place in the tree: `rows[from]` to `rows[to - 1]` of the composition. */
export function rowSpan(composition: Composition, { of, id }: Several): readonly [from: number, to: number] {
  const { rows, groupObjects, objectRows } = composition;
  if (of === 'whole') return [0, rows.length];
  const [first, end] = of === 'group' ? [groupObjects[id] ?? 0, groupObjects[id + 1] ?? 0] : [id, id + 1];
  return [objectRows[first] ?? 0, objectRows[end] ?? 0];
}

/**
 * By tile the categories that are in it, what there is most of first. Linear in the regions and the tiles.
 * @param column the category of each row
 */
export function shareTiles(
  composition: Composition,
  { amounts }: Sums,
  tiles: readonly Tile[],
  column: Uint8Array,
): readonly (readonly Share[])[] {
  const { rows } = composition;
  const sums = new Float64Array(256);
  /** By tile what its children have that are drawn one by one, for the one that stands for the others. */
  const drawn = new Map<number, Share[]>();
  const shares: (readonly Share[])[] = [];
  for (const tile of tiles) {
    const around = tiles[tile.parent];
    sums.fill(0);
    if (tile.of === 'region') sums[column[tile.id] ?? 0] = tile.amount;
    else if (tile.of === 'more') {
      for (const { category, amount } of shares[tile.parent] ?? []) sums[category] = amount;
      for (const { category, amount } of drawn.get(tile.parent) ?? []) sums[category]! -= amount;
    } else {
      const [from, to] = rowSpan(composition, { of: tile.of, id: tile.id });
      for (let i = from; i < to; i++) {
        const row = rows[i]!;
        const amount = amounts[row]!;
        if (amount > 0) sums[column[row]!]! += amount;
      }
    }
    const found: Share[] = [];
    sums.forEach((amount, category) => amount > 0 && found.push({ category, amount }));
    found.sort((a, b) => b.amount - a.amount || a.category - b.category);
    shares.push(found);
    if (around) {
      const known = drawn.get(tile.parent);
      if (known) known.push(...found);
      else drawn.set(tile.parent, [...found]);
    }
  }
  return shares;
}
