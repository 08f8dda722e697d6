/** The treemap or the flame graph as it is seen, for a sheet. */
import { tileOfRow, wayTo } from '../../core/composition/steps.ts';
import { amountOf, type TileStyle } from '../../core/composition/tiles.ts';
import { aboutColours, compositionCaption } from './caption.ts';
import { selectedRow, type Model } from './model.ts';
import type { Scene } from './scene.ts';
import type { Drawing } from './sheet.ts';
import { tilesInWords } from './tile-crumbs.tsx';
import { tileEntries } from './tile-legend.ts';
import { composeScene, measureFor, sumsOf, tilesIn } from './tile-layout.ts';
import { drawTiles, markTiles } from './tile-painter.ts';
import { nodeAt } from './tile-place.ts';
import { nodeName } from './tile-words.ts';

/** The drawing, or in a sentence why there is none. */
export function tileDrawing(model: Model, scene: Scene, style: TileStyle): Drawing | string {
  const composition = composeScene(scene);
  const measure = measureFor(scene.listing, model.composition.measure);
  const sums = sumsOf(composition, measure);
  const root = nodeAt(composition, scene.axis, model.composition.place);
  if (!sums || !measure || !(amountOf(sums, root) > 0)) return 'There is nothing to draw of this measure here.';
  return {
    draw: (base, top, size, palette) => {
      const scale = devicePixelRatio;
      const width = Math.round(size.width * scale);
      const height = Math.round(size.height * scale);
      for (const { canvas } of [base, top]) Object.assign(canvas, { width, height });
      const order = { style, root, width, height, scale };
      const { tiles, shares } = tilesIn(composition, sums, order, scene.coloured.column);
      drawTiles(base, composition, tiles, shares, palette);
      const row = selectedRow(model);
      const selected = row === undefined ? undefined : tileOfRow(composition, sums, tiles, row);
      markTiles(top, tiles, palette, { selected, hovered: undefined, focused: undefined });
      const way = wayTo(composition, root).map((node) => nodeName(composition, node));
      const about = [
        `${style === 'treemap' ? 'treemap' : 'flame graph'} by ${measure.label}`,
        way.length > 1 ? way.join(' \u203a ') : '',
        tilesInWords(composition, sums, tiles, measure),
        aboutColours(scene.coloured),
      ];
      return { caption: compositionCaption(model, scene, about, true) };
    },
    legend: tileEntries(scene, composition, sums, root),
  };
}
