/** The picture of the address space as it is seen, for a sheet. */
import { presentParts } from '../../core/layout/fill.ts';
import { columnCount } from '../../core/layout/lanes.ts';
import { TRAITS } from '../../core/layout/traits.ts';
import { formatBytes, formatCount } from '../../core/memory-map/size.ts';
import { placeBookmarks } from './bookmarks.ts';
import { captionOf } from './caption.ts';
import type { Model } from './model.ts';
import { Painter } from './painter.ts';
import type { Scene } from './scene.ts';
import { categoryEntries, type Drawing } from './sheet.ts';

/** In CSS pixels: the scale's bar is at most so long. */
const BAR = 120;

export function pictureDrawing(model: Model, scene: Scene): Drawing {
  const { axis, traits, fill } = scene;
  return {
    draw: (base, top, { width, height }, palette) => {
      const painter = new Painter(base, top);
      painter.draw(scene, model.view, palette, width, height);
      painter.highlight(scene, model.view, palette, {
        selected: model.selected,
        several: model.several,
        hovered: undefined,
        bookmarked: placeBookmarks(axis, model.bookmarks).flatMap(({ position }) => position ?? []),
      });
      const columns = painter.lanes ? columnCount(painter.lanes) : 1;
      const bytesPerPixel = ((model.view.to - model.view.from) / columns) * devicePixelRatio;
      const bytes = 2 ** Math.floor(Math.log2(Math.max(1, bytesPerPixel * BAR)));
      const length = (bytes / bytesPerPixel) * devicePixelRatio;
      return {
        caption: captionOf(model, scene, bytesPerPixel),
        bar: axis.scale === 'equal' ? undefined : { text: formatBytes(bytes), length },
      };
    },
    legend: [
      ...categoryEntries(scene),
      ...TRAITS.flatMap(({ label }, trait) => {
        const regions = traits.positions[trait]?.length ?? 0;
        return regions === 0 ? [] : [{ trait, name: label, amount: formatCount(regions) }];
      }),
      ...(fill ? presentParts(fill) : []).map(({ index, label, size }) => ({
        level: index,
        name: label,
        amount: formatBytes(size),
      })),
    ],
  };
}
