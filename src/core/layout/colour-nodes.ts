/** Colours by the NUMA node that holds most pages of a region: the `N0=12` of numa_maps (numa(7)). */
import { textAt } from '../memory-map/texts.ts';
import type { Category, Coloured, ColourSubject } from './category.ts';
import { DISTINCT_HUES, largest } from './colour-ranked.ts';
import { nodeColumns, numbersOf } from './counter-numbers.ts';

const OTHERS: Category = {
  id: 'node-others',
  label: 'Other nodes',
  description: 'Most pages are on another node.',
  hue: 'unknown',
  part: 0.5,
  pattern: 'dots',
};
const NONE: Category = {
  id: 'node-none',
  label: 'On no node',
  description: 'No page of the region is in memory.',
  hue: 'text',
  part: 0.16,
};
const UNKNOWN: Category = {
  id: 'node-unknown',
  label: 'Unknown',
  description: 'The source does not tell the nodes of the region.',
  hue: 'unknown',
  part: 0.35,
  pattern: 'level',
};

export function hasNodes(subject: ColourSubject): boolean {
  return nodeColumns(subject.counters).length > 0;
}

/** By the node with most pages; of those with as many the lowest. */
export function byNode(subject: ColourSubject): Coloured {
  const { regions, counters } = subject;
  const columns = nodeColumns(subject.counters);
  const nodes = columns.map(numbersOf);
  const most = new Int32Array(regions.count).fill(-1);
  const pages = new Float64Array(nodes.length);
  for (let row = 0; row < most.length; row++) {
    let top = 0;
    nodes.forEach((pagesAt, node) => {
      const value = pagesAt(row);
      if (value > 0) pages[node] = (pages[node] ?? 0) + value;
      if (value <= top) return;
      top = value;
      most[row] = node;
    });
  }
  const own = largest(pages).toSorted((a, b) => a - b);
  const ofNode = new Uint8Array(nodes.length).fill(own.length);
  own.forEach((node, i) => (ofNode[node] = i));
  // A row of numa_maps has a policy even when it has no page anywhere.
  const policy = counters?.columns.find(({ family, key }) => family === 'numa' && key === 'policy');
  const column = Uint8Array.from(most, (node, row) => {
    if (node >= 0) return ofNode[node] ?? own.length;
    return own.length + (textAt(policy?.texts, row) === undefined ? 2 : 1);
  });
  const named = own.map((node, i): Category => {
    const number = columns[node]?.key.slice(1) ?? '';
    return {
      id: `node:${number}`,
      label: `Node ${number}`,
      description: `Most pages are on NUMA node ${number}.`,
      hue: DISTINCT_HUES[i] ?? 'unknown',
      part: 0.95,
    };
  });
  return { categories: [...named, OTHERS, NONE, UNKNOWN], column };
}
