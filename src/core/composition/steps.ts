/** What lies at a point of the rectangles, beside one of them, and around one. */
import { groupOfObject, NO_OBJECT, type Composition } from './compose.ts';
import type { Sums } from './sums.ts';
import { WHOLE, type Node, type Tile } from './tiles.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

/** The index of the innermost tile at a point, in pixels; undefined beside all. */
export function tileAt(tiles: readonly Tile[], x: number, y: number): number | undefined {
  const index = tiles.findLastIndex(({ left, top, right, bottom }) => x >= left && x < right && y >= top && y < bottom);
  return index < 0 ? undefined : index;
}

/** The tile around or above another one that is at a level. */
export function ancestorAt(tiles: readonly Tile[], index: number, level: number): number {
  let at = index;
  for (let tile = tiles[at]; tile && tile.level > level; tile = tiles[at]) at = tile.parent;
  return at;
}

/**
 * The nearest tile in a direction: of those that lie beyond the edge, the one whose middle is least far away, what lies beside
 * counting double. Undefined at the border.
 * @param among the tiles that can be stepped on
 */
export function stepTo(
  tiles: readonly Tile[],
  from: number,
  direction: Direction,
  among: (tile: Tile) => boolean,
): number | undefined {
  const start = tiles[from];
  if (!start) return undefined;
  let best: number | undefined;
  let least = Infinity;
  tiles.forEach((tile, i) => {
    if (i === from || !among(tile)) return;
    const { ahead, aside } = distance(start, tile, direction);
    if (ahead < 0) return;
    const far = ahead + 2 * aside;
    if (far < least) {
      least = far;
      best = i;
    }
  });
  return best;
}

/** Edges are numbers of their own: neighbours differ by less than this. */
const SLACK = 1e-6;

/** How far a tile lies ahead, below 0 when it does not, and how far beside the middle of the start. */
function distance(start: Tile, tile: Tile, direction: Direction): { ahead: number; aside: number } {
  const sideways = direction === 'left' || direction === 'right';
  const aside = sideways
    ? outside(middleY(start), tile.top, tile.bottom)
    : outside(middleX(start), tile.left, tile.right);
  const ahead = {
    left: start.left - tile.right,
    right: tile.left - start.right,
    up: start.top - tile.bottom,
    down: tile.top - start.bottom,
  }[direction];
  return { ahead: ahead > -SLACK ? Math.max(0, ahead) : -1, aside };
}

function outside(point: number, from: number, to: number): number {
  return point < from ? from - point : point >= to ? point - to + SLACK : 0;
}

function middleX({ left, right }: Tile): number {
  return (left + right) / 2;
}

function middleY({ top, bottom }: Tile): number {
  return (top + bottom) / 2;
}

/** The way from the whole to a node, which is its last. */
export function wayTo(composition: Composition, node: Node): readonly Node[] {
  if (node.of === 'whole') return [WHOLE];
  const object = node.of === 'region' ? composition.objectOfRow[node.id] : node.of === 'object' ? node.id : undefined;
  const group = object === undefined ? node.id : groupOfObject(composition, object);
  const way: Node[] = [WHOLE, { of: 'group', id: group }];
  if (object !== undefined) way.push({ of: 'object', id: object });
  if (node.of === 'region') way.push(node);
  return way;
}

/** The innermost tile below the root that holds a region; undefined when it has nothing of the measure, or is not counted. */
export function tileOfRow(
  composition: Composition,
  { amounts }: Sums,
  tiles: readonly Tile[],
  row: number,
): number | undefined {
  if (composition.objectOfRow[row] === NO_OBJECT || !((amounts[row] ?? 0) > 0)) return undefined;
  const way = wayTo(composition, { of: 'region', id: row });
  const isOn = (tile: Tile): boolean => tile.level > 0 && way.some(({ of, id }) => of === tile.of && id === tile.id);
  const index = tiles.findLastIndex(isOn);
  return index < 0 ? undefined : index;
}
