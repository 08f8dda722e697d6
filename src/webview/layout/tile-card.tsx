/** The card at the pointer: which rectangle lies there. */
import type { JSX } from 'preact';
import type { Composition } from '../../core/composition/compose.ts';
import type { Measure } from '../../core/composition/measures.ts';
import type { Share } from '../../core/composition/tile-colours.ts';
import { wayTo } from '../../core/composition/steps.ts';
import type { Tile } from '../../core/composition/tiles.ts';
import { describeRegion } from './describe.ts';
import { Facts } from './details.tsx';
import type { Palette } from './palette.ts';
import type { Scene } from './scene.ts';
import { Swatch } from './swatch.tsx';
import { amountInWords, nodeName, nodeOf, regionCount, regionsIn, sharesInWords, tileName } from './tile-words.ts';

interface TileCardProps {
  readonly scene: Scene;
  readonly palette: Palette;
  readonly composition: Composition;
  readonly tiles: readonly Tile[];
  /** Of the tile at the pointer. */
  readonly shares: readonly Share[];
  readonly measure: Measure;
  readonly at: { readonly x: number; readonly y: number; readonly index: number };
  /** Of the view, in CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** As the picture's card. */
const OFF = 14;
const CARD_WIDTH = 340;

export function TileCard({
  scene,
  palette,
  composition,
  tiles,
  shares,
  measure,
  at,
  width,
  height,
}: TileCardProps): JSX.Element | null {
  const tile = tiles[at.index];
  if (!tile) return null;
  const left = Math.max(0, Math.min(at.x + OFF, width - CARD_WIDTH));
  const vertical = at.y > height / 2 ? { bottom: `${height - at.y + OFF}px` } : { top: `${at.y + OFF}px` };
  const node = nodeOf(tile);
  const parent = tiles[tile.parent];
  const around = node ?? (parent && nodeOf(parent));
  const way = around ? wayTo(composition, around).slice(1, node ? -1 : undefined) : [];
  const position = node?.of === 'region' ? (scene.axis.order?.indexOf(node.id) ?? node.id) : undefined;
  return (
    <div class="card" style={{ left: `${left}px`, ...vertical }} aria-hidden="true">
      {position !== undefined ? (
        <Facts facts={describeRegion(scene, position)} palette={palette} />
      ) : (
        <p class="headline">
          {shares.length === 1 && <Swatch palette={palette} category={shares[0]?.category ?? 0} />}
          <strong class="name">{tileName(composition, tiles, tile)}</strong>
          {node && <span>{regionCount(regionsIn(composition, node))}</span>}
        </p>
      )}
      <p>{amountInWords(composition, tiles, tile, measure)}</p>
      {shares.length > 1 && (
        <p class="shares">
          {sharesInWords(scene.coloured, shares).map(({ category, text }) => (
            <span key={text}>
              {category !== undefined && <Swatch palette={palette} category={category} />}
              {text}
            </span>
          ))}
        </p>
      )}
      {way.length > 0 && <p class="others">{way.map((each) => nodeName(composition, each)).join(' \u203a ')}</p>}
    </div>
  );
}
