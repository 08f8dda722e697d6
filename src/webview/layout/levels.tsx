/** What the levels inside regions mean, with the totals of what passes the filter. */
import type { JSX } from 'preact';
import { presentParts, type Fill } from '../../core/layout/fill.ts';
import { formatBytes } from '../../core/memory-map/size.ts';
import type { Palette } from './palette.ts';
import { PartSwatch } from './swatch.tsx';

interface LevelsProps {
  readonly fill: Fill;
  readonly palette: Palette;
}

export function Levels({ fill, palette }: LevelsProps): JSX.Element {
  const present = presentParts(fill);
  return (
    <div class="levels" role="group" aria-label="What fills the regions">
      <span
        class="lead"
        title="The height of a colour is its share of the region's size, or of all that share a pixel."
      >
        Filled with
      </span>
      {present.map(({ id, label, description, keys, index, size }) => (
        <span key={id} title={`${description}\n${keys.join(', ')}`}>
          <PartSwatch palette={palette} part={index} />
          {label} <span class="size">{formatBytes(size)}</span>
        </span>
      ))}
      {present.length === 0 && <span>nothing: no memory and no swap</span>}
    </div>
  );
}
