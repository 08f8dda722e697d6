/** How the address space is cut up: the largest holes, sizes in classes, and neighbours that could be one. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { fragmentation, type SizeClass } from '../../core/composition/fragmentation.ts';
import { CopyButton } from './copy-button.tsx';
import {
  CLASS_HEADINGS,
  classCells,
  factsOf,
  fragmentationTables,
  hasHoles,
  holeInWords,
} from './fragmentation-export.ts';
import { select } from './model.ts';
import type { PartProps } from './props.ts';
import type { Scene } from './scene.ts';
import { tableInMarkdown } from './report-tables.ts';

export function FragmentationReport({ change, scene }: PartProps & { readonly scene: Scene }): JSX.Element {
  const { axis, listing } = scene;
  const report = useMemo(() => fragmentation(axis, listing), [axis, listing]);
  const { largest, holes, regions } = report;
  const facts = factsOf(scene, report);
  const markdown = (): string =>
    [...facts.map((fact) => `${fact}\n`), ...fragmentationTables(scene, report).map(tableInMarkdown)].join('\n');
  const goTo = (position: number, name: string): JSX.Element => (
    <button class="link" title="Select this region" onClick={() => change((now) => select(now, position))}>
      {name}
    </button>
  );
  return (
    // Scrolled with the arrow keys, so it can have the keyboard.
    <div class="report" role="group" aria-label="Fragmentation" tabIndex={0}>
      <ul class="facts-list">
        {facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
      {hasHoles(scene) && (
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
              const { size, range, below, above } = holeInWords(scene, each);
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
      )}
      <div class="histograms">
        {holes.length > 0 && <Histogram caption="Holes between regions by size" classes={holes} />}
        {regions.length > 0 && <Histogram caption="Regions by size" classes={regions} />}
      </div>
      <p class="foot">
        <CopyButton class="link" label="Copy as Markdown" text={markdown} />
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
          {CLASS_HEADINGS.map((heading) => (
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
              <td key={CLASS_HEADINGS[i]} class="right">
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
