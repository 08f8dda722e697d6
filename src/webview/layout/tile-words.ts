/** The rectangles of a composition in words, for labels, cards and screen readers. Texts come from files: they are never HTML. */
import { objectPath, type Composition } from '../../core/composition/compose.ts';
import type { Measure } from '../../core/composition/measures.ts';
import { rowSpan, type Share } from '../../core/composition/tile-colours.ts';
import { CHILD, type Node, type Tile } from '../../core/composition/tiles.ts';
import { GROUPS } from '../../core/kinds/kinds.ts';
import { DEFAULT_COLOURING } from '../../core/layout/colouring-ids.ts';
import type { Painted } from '../../core/layout/colourings.ts';
import { addressAt, formatAddress } from '../../core/memory-map/address.ts';
import { formatPerms } from '../../core/memory-map/permissions.ts';
import { formatBytes, formatCount, formatShare } from '../../core/memory-map/size.ts';
import { baseName } from './describe.ts';

const PLURALS = { group: 'kinds', object: 'objects', region: 'regions' } as const;

/** `1 region`, `22 regions`. */
export function regionCount(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'region' : 'regions'}`;
}

/** What a place in the tree is called. */
export function nodeName(composition: Composition, { of, id }: Node): string {
  const { regions, placed } = composition.listing;
  switch (of) {
    case 'whole':
      return 'Whole map';
    case 'group':
      return GROUPS[id]?.label ?? '';
    case 'object':
      return baseName(objectPath(composition, id));
    case 'region': {
      const perms = formatPerms(regions.perms[id] ?? 0);
      const start = placed ? formatAddress(addressAt(regions.start, id)) : '';
      const line = placed ? '' : `line ${formatCount(regions.line[id] ?? 0)}`;
      return [perms ?? '', start, line].filter((part) => part !== '').join(' ');
    }
  }
}

/** How many regions are counted below a place in the tree. */
export function regionsIn(composition: Composition, { of, id }: Node): number {
  if (of === 'region') return 1;
  const [from, to] = rowSpan(composition, { of, id });
  return to - from;
}

/** The place in the tree that a tile is; undefined for one that stands for several. */
export function nodeOf({ of, id }: Tile): Node | undefined {
  if (of === 'more') return undefined;
  return of === 'whole' ? { of, id: 0 } : { of, id };
}

/** What a tile is called: of several, how many they are. */
export function tileName(composition: Composition, tiles: readonly Tile[], tile: Tile): string {
  const node = nodeOf(tile);
  if (node) return nodeName(composition, node);
  const parent = tiles[tile.parent];
  const of = parent && parent.of !== 'more' ? CHILD[parent.of] : 'region';
  return `\u2026 ${formatCount(tile.count)} more ${PLURALS[of]}`;
}

/** `RSS 1.5 MiB, 12.5 % of Libraries`. */
export function amountInWords(composition: Composition, tiles: readonly Tile[], tile: Tile, measure: Measure): string {
  const [root] = tiles;
  const node = root && nodeOf(root);
  const share = root && tile.level > 0 ? formatShare(tile.amount, root.amount) : undefined;
  const of =
    share !== undefined && node
      ? `, ${share} of ${node.of === 'whole' ? 'the whole map' : nodeName(composition, node)}`
      : '';
  return `${measure.label} ${formatBytes(tile.amount)}${of}`;
}

/** So many categories of a rectangle are named. */
const NAMED = 4;

/** The categories of a rectangle with their parts: `All resident 60 %`. The last one can be for those that are not named. */
export function sharesInWords(
  { categories }: Painted,
  shares: readonly Share[],
): readonly { readonly category: number | undefined; readonly text: string }[] {
  const sum = (of: readonly Share[]): number => of.reduce((all, { amount }) => all + amount, 0);
  const whole = sum(shares);
  const [named, others] = [shares.slice(0, NAMED), shares.slice(NAMED)];
  const part = (name: string, amount: number): string =>
    shares.length === 1 ? name : `${name} ${formatShare(amount, whole) ?? ''}`;
  return [
    ...named.map(({ category, amount }) => ({ category, text: part(categories[category]?.label ?? '', amount) })),
    ...(others.length > 0
      ? [{ category: undefined, text: part(`${formatCount(others.length)} others`, sum(others)) }]
      : []),
  ];
}

/** One sentence for screen readers. What kinds there are in it, its name and its parts tell. */
export function tileInWords(
  composition: Composition,
  tiles: readonly Tile[],
  tile: Tile,
  measure: Measure,
  coloured: Painted,
  shares: readonly Share[],
): string {
  const node = nodeOf(tile);
  const count = node && node.of !== 'region' ? regionCount(regionsIn(composition, node)) : '';
  return [
    tileName(composition, tiles, tile),
    amountInWords(composition, tiles, tile, measure),
    node ? count : 'too small to draw one by one',
    coloured.by.id === DEFAULT_COLOURING
      ? ''
      : `${coloured.by.label}: ${sharesInWords(coloured, shares)
          .map(({ text }) => text)
          .join(', ')}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}
