/** The way from the whole map to what a treemap or a flame graph shows, and what it is the sum of. */
import type { JSX } from 'preact';
import type { Composition } from '../../core/composition/compose.ts';
import type { Measure } from '../../core/composition/measures.ts';
import { wayTo } from '../../core/composition/steps.ts';
import type { Sums } from '../../core/composition/sums.ts';
import { type Node, type Tile } from '../../core/composition/tiles.ts';
import { formatBytes, formatCount } from '../../core/memory-map/size.ts';
import { useRoving } from './roving.ts';
import { Said } from './spoken.tsx';
import { nodeName, nodeOf, regionCount, regionsIn } from './tile-words.ts';

interface CrumbsProps {
  readonly composition: Composition;
  readonly root: Node;
  readonly goTo: (node: Node) => void;
  readonly words: string;
  /** The id of the snapshot that is shown. */
  readonly reading: number | undefined;
}

export function TileCrumbs({ composition, root, goTo, words, reading }: CrumbsProps): JSX.Element {
  const way = wayTo(composition, root);
  const { row, tabIndex } = useRoving(way.length);
  return (
    <nav class="crumbs" aria-label="Where in the map">
      <div class="way" role="toolbar" aria-label="Places around" {...row}>
        {way.map((node, i) => (
          <button
            key={node.of}
            class="crumb"
            aria-current={i === way.length - 1 ? 'location' : undefined}
            title={nodeName(composition, node)}
            tabIndex={tabIndex(i)}
            onClick={() => goTo(node)}
          >
            {nodeName(composition, node)}
          </button>
        ))}
      </div>
      <p class="summary" title={words}>
        {words}
      </p>
      <Said text={words} reading={reading} />
    </nav>
  );
}

/** What is drawn and what is not: `RSS 1.5 MiB in 22 regions · 5 have none · 12 too small to draw`. */
export function tilesInWords(
  composition: Composition,
  sums: Sums | undefined,
  tiles: readonly Tile[],
  measure: Measure | undefined,
): string {
  const [root] = tiles;
  const node = root && nodeOf(root);
  if (!sums || !measure || !node) return '';
  const small = tiles.reduce((sum, { of, count }) => (of === 'more' ? sum + count : sum), 0);
  return [
    `${measure.label} ${formatBytes(root.amount)} in ${regionCount(regionsIn(composition, node))}`,
    small > 0 ? `${formatCount(small)} too small to draw` : '',
    node.of === 'whole' && sums.empty > 0 ? `${formatCount(sums.empty)} ${sums.empty === 1 ? 'has' : 'have'} none` : '',
    node.of === 'whole' && sums.unknown > 0 ? `${formatCount(sums.unknown)} not told` : '',
  ]
    .filter((part) => part !== '')
    .join(' \u00b7 ');
}
