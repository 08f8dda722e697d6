/** What a treemap or a flame graph draws of a map: for the screen, and for a file. */
import { compose, type Composition } from '../../core/composition/compose.ts';
import {
  amountsOf,
  MEASURES,
  measureOf,
  missing,
  type Measure,
  type MeasureId,
} from '../../core/composition/measures.ts';
import { sumUp, type Sums } from '../../core/composition/sums.ts';
import { shareTiles, type Share } from '../../core/composition/tile-colours.ts';
import { layTiles, type Node, type Tile, type TileOrder } from '../../core/composition/tiles.ts';
import type { Listing } from '../../core/table/columns.ts';
import type { Scene } from './scene.ts';

/** The scene's regions that pass the filters, as a tree. */
export function composeScene({ listing, groups, passes }: Pick<Scene, 'listing' | 'groups' | 'passes'>): Composition {
  return compose(listing, groups, passes);
}

/** What was chosen when the map has it, else memory, which says more than address space; undefined when it has none. */
export function measureFor(listing: Listing, wanted: MeasureId | undefined): Measure | undefined {
  const order: readonly (MeasureId | undefined)[] = [wanted, 'rss', 'pss', 'size', 'dirty', 'swap'];
  const id = order.find((each) =>
    MEASURES.some((measure) => measure.id === each && missing(listing, measure) === undefined),
  );
  return id && measureOf(id);
}

export function sumsOf(composition: Composition, measure: Measure | undefined): Sums | undefined {
  const amounts = measure && amountsOf(composition.listing, measure);
  return amounts && sumUp(composition, amounts);
}

/** Rectangles, and what each is coloured by. */
export interface LaidTiles {
  readonly tiles: readonly Tile[];
  readonly shares: readonly (readonly Share[])[];
}

/** Lays the tree out in a box of so many device pixels. @param column the category of each row */
export function tilesIn(
  composition: Composition,
  sums: Sums | undefined,
  order: TileOrder & { readonly root: Node },
  column: Uint8Array,
): LaidTiles {
  if (!sums) return { tiles: [], shares: [] };
  const tiles = layTiles(composition, sums, order);
  return { tiles, shares: shareTiles(composition, sums, tiles, column) };
}
