/** How the address space is cut up: the largest holes, sizes in classes, and neighbours that could be one. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { fragmentation, type Hole, type SizeClass } from '../../core/composition/fragmentation.ts';
import { codeCell, markdownOf } from '../../core/export/markdown-table.ts';
import { rowAt } from '../../core/layout/axis.ts';
import { addressAt, formatAddress } from '../../core/memory-map/address.ts';
import { formatBytes, formatCount, formatShare } from '../../core/memory-map/size.ts';
import { describeRegion } from './describe.ts';
import { send } from './host.ts';
import { select } from './model.ts';
import type { PartProps } from './props.ts';
import type { Scene } from './scene.ts';
import { regionCount } from './tile-words.ts';

/** `DEFAULT_MAX_MAP_COUNT` of the kernel: `USHRT_MAX` less 5 (include/linux/mm.h). */
const DEFAULT_MOST_REGIONS = 65530;

const CLASS_HEADINGS = [
  { heading: 'Size from', isNumber: true },
  { heading: 'Count', isNumber: true },
  { heading: 'Together', isNumber: true },
];

export function FragmentationReport({ change, scene }: PartProps & { readonly scene: Scene }): JSX.Element {
  const { axis, listing } = scene;
  const report = useMemo(() => fragmentation(axis, listing), [axis, listing]);
  const { largest, holes, regions, joinable, flagsTold } = report;
  const facts = [
    `${regionCount(axis.count)}, ${formatShare(axis.count, DEFAULT_MOST_REGIONS)} of the ${formatCount(DEFAULT_MOST_REGIONS)} that vm.max_map_count allows by default; this process\u2019s limit is not told here.`,
    joinable === 0
      ? 'No two anonymous neighbours could be one region.'
      : `${regionCount(joinable)} could be joined with the one below: private, anonymous, adjacent, and alike in permissions, name and ${flagsTold ? 'flags' : 'all else that the source tells (no VmFlags)'}.`,
  ];
  const hole = (at: Hole): readonly [size: string, range: string, below: string, above: string] => [
    formatBytes(at.size),
    holeRange(scene, at),
    describeRegion(scene, at.before - 1).name,
    describeRegion(scene, at.before).name,
  ];
  const copy = (): void => {
    const headings = ['Hole', 'Addresses', 'Above', 'Below'].map((heading, i) => ({ heading, isNumber: i === 0 }));
    const rows = largest.map(hole).map(([size, ...texts]) => [size, ...texts.map(codeCell)]);
    const parts = [
      ...facts.map((fact) => `${fact}\n`),
      markdownOf(headings, rows),
      `Holes by size:\n\n${markdownOf(CLASS_HEADINGS, holes.map(classCells))}`,
      `Regions by size:\n\n${markdownOf(CLASS_HEADINGS, regions.map(classCells))}`,
    ];
    send({ type: 'copy', text: parts.join('\n') });
  };
  const goTo = (position: number, name: string): JSX.Element => (
    <button class="link" title="Select this region" onClick={() => change((now) => select(now, position))}>
      {name}
    </button>
  );
  return (
    <div class="report" role="group" aria-label="Fragmentation">
      <ul class="facts-list">
        {facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
      {listing.placed && scene.sized ? (
        <table>
          <caption>Largest holes between regions</caption>
          <thead>
            <tr>
              <th scope="col" class="right">
                Size
              </th>
              <th scope="col">Addresses</th>
              <th scope="col">Between</th>
            </tr>
          </thead>
          <tbody>
            {largest.map((each) => {
              const [size, range, below, above] = hole(each);
              return (
                <tr key={each.before}>
                  <td class="right">{size}</td>
                  <td>
                    <code>{range}</code>
                  </td>
                  <td>
                    {goTo(each.before - 1, below)} and {goTo(each.before, above)}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      ) : (
        <p class="hint">The source does not tell where regions lie or end: nothing is known of holes.</p>
      )}
      <div class="histograms">
        {holes.length > 0 && <Histogram caption="Holes by size" classes={holes} />}
        {regions.length > 0 && <Histogram caption="Regions by size" classes={regions} />}
      </div>
      <p class="foot">
        <button class="link" onClick={copy}>
          Copy as Markdown
        </button>
      </p>
    </div>
  );
}

/** Counts as bars and as numbers: each class holds what has its size and less than twice of it. */
function Histogram({
  caption,
  classes,
}: {
  readonly caption: string;
  readonly classes: readonly SizeClass[];
}): JSX.Element {
  const most = Math.max(...classes.map(({ count }) => count));
  return (
    <table>
      <caption>{caption}</caption>
      <thead>
        <tr>
          {CLASS_HEADINGS.map(({ heading }) => (
            <th key={heading} scope="col" class="right">
              {heading}
            </th>
          ))}
          <td />
        </tr>
      </thead>
      <tbody>
        {classes.map((each) => (
          <tr key={each.power}>
            {classCells(each).map((text, i) => (
              <td key={CLASS_HEADINGS[i]?.heading} class="right">
                {text}
              </td>
            ))}
            <td class="bar" aria-hidden="true">
              <span style={{ width: `${(each.count / most) * 100}%` }} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function classCells({ power, count, size }: SizeClass): readonly string[] {
  return [formatBytes(2 ** power), formatCount(count), formatBytes(size)];
}

function holeRange({ axis }: Scene, { before, size }: Hole): string {
  const end = addressAt(axis.table.start, rowAt(axis, before));
  return `${formatAddress(end - BigInt(size))}\u2013${formatAddress(end)}`;
}
