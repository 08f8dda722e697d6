/** The legend of an exported treemap or flame graph: of each category what is drawn of it, by the measure that it is drawn by. */
import type { Composition } from '../../core/composition/compose.ts';
import type { Sums } from '../../core/composition/sums.ts';
import { rowSpan } from '../../core/composition/tile-colours.ts';
import type { Node } from '../../core/composition/tiles.ts';
import { formatBytes, formatCount } from '../../core/memory-map/size.ts';
import type { Scene } from './scene.ts';
import type { Entry } from './sheet.ts';

/** The categories below a place in the tree, in the order of the scene's legend, with how many regions have something of the measure. */
export function tileEntries(
  { legend, coloured }: Scene,
  composition: Composition,
  { amounts }: Sums,
  root: Node,
): readonly Entry[] {
  const { categories, column } = coloured;
  const drawn = categories.map(() => ({ size: 0, regions: 0 }));
  for (const row of rowsIn(composition, root)) {
    const amount = amounts[row] ?? NaN;
    const of = drawn[column[row] ?? 0];
    if (!of || !(amount > 0)) continue;
    of.size += amount;
    of.regions++;
  }
  return legend.flatMap(({ category }) => {
    const { size, regions } = drawn[category] ?? { size: 0, regions: 0 };
    const name = categories[category]?.label ?? '';
    return regions > 0 ? [{ category, name, amount: `${formatBytes(size)} \u00b7 ${formatCount(regions)}` }] : [];
  });
}

function rowsIn(composition: Composition, { of, id }: Node): Iterable<number> {
  return of === 'region' ? [id] : composition.rows.subarray(...rowSpan(composition, { of, id }));
}
