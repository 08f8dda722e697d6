/** The card at the pointer: which pages lie there. */
import type { JSX } from 'preact';
import { formatCount } from '../../core/memory-map/size.ts';
import { rangeOf, type CellWords } from './page-words.ts';
import type { Palette } from './palette.ts';
import { Swatch } from './swatch.tsx';

interface PageCardProps {
  readonly words: CellWords;
  readonly palette: Palette;
  /** In CSS pixels. */
  readonly at: { readonly x: number; readonly y: number };
  /** Of the grid's canvas. */
  readonly width: number;
  readonly height: number;
}

/** As the picture's card. */
const OFF = 14;
const CARD_WIDTH = 340;

export function PageCard({ words, palette, at, width, height }: PageCardProps): JSX.Element {
  const left = Math.max(0, Math.min(at.x + OFF, width - CARD_WIDTH));
  const vertical = at.y > height / 2 ? { bottom: `${height - at.y + OFF}px` } : { top: `${at.y + OFF}px` };
  return (
    <div class="card page-card" style={{ left: `${left}px`, ...vertical }} aria-hidden="true">
      <p class="headline">
        <strong>{words.name}</strong>
        <span>{words.size}</span>
      </p>
      <p>
        <code>{rangeOf(words)}</code>
      </p>
      {words.offset !== undefined && <p>offset {words.offset} of the file</p>}
      {words.states.map(({ state, label, description, pages }) => (
        <p key={state} class="headline">
          <Swatch palette={palette} category={state} />
          <span>
            {label}
            {words.isOne ? '' : ` \u00b7 ${formatCount(pages)}`}
          </span>
          {words.isOne && <span class="others">{description}</span>}
        </p>
      ))}
      {words.details.map(({ label, pages, description }) => (
        <p key={label}>
          {words.isOne ? label : `${formatCount(pages)} ${label}`}
          {words.isOne && <span class="others"> {description}</span>}
        </p>
      ))}
    </div>
  );
}
