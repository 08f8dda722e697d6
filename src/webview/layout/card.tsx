/** The card at the pointer: what lies there. */
import type { JSX } from 'preact';
import { gapBefore, gapStart, rowAt } from '../../core/layout/axis.ts';
import { regionsIn } from '../../core/layout/pick.ts';
import { addressAt, formatAddress } from '../../core/memory-map/address.ts';
import { printable } from '../../core/memory-map/printable.ts';
import { formatBytes, formatCount } from '../../core/memory-map/size.ts';
import { describeRegion } from './describe.ts';
import { Facts } from './details.tsx';
import type { Palette } from './palette.ts';
import type { Place } from './place.ts';
import type { Scene } from './scene.ts';

interface CardProps {
  readonly scene: Scene;
  readonly place: Place;
  readonly palette: Palette;
  /** Of the picture. */
  readonly width: number;
  readonly height: number;
}

/** The card keeps this far from the pointer, in CSS pixels. */
const OFF = 14;
/** So many marks at one place are named. */
const MARKS = 4;
/** Its width in layout.css. */
const CARD_WIDTH = 340;

export function Card({ scene, place, palette, width, height }: CardProps): JSX.Element {
  const { x, y, position } = place;
  const left = Math.max(0, Math.min(x + OFF, width - CARD_WIDTH));
  // Above the pointer in the lower half, so that it is never cut off.
  const vertical = y > height / 2 ? { bottom: `${height - y + OFF}px` } : { top: `${y + OFF}px` };
  const others = regionsIn(scene.axis, place.left, place.unitsPerColumn);
  return (
    <div class="card" style={{ left: `${left}px`, ...vertical }} aria-hidden="true">
      {position === undefined ? (
        <Gap scene={scene} before={place.gapBefore ?? 0} />
      ) : (
        <Facts facts={describeRegion(scene, position)} palette={palette} />
      )}
      {place.landmarks.map(({ label, start, text }) => (
        <p key={label} class="landmark">
          <strong>{label}</strong> <code>{formatAddress(start)}</code>
          <br />
          {text}
        </p>
      ))}
      {place.marks.slice(0, MARKS).map(({ label, start }) => (
        <p key={`${label} ${start}`} class="mark-name">
          {printable(label)} <code>{formatAddress(start)}</code>
        </p>
      ))}
      {place.marks.length > MARKS && <p class="others">{formatCount(place.marks.length - MARKS)} more marks here</p>}
      {others > 1 && <p class="others">{formatCount(others)} regions share this pixel. Zoom in to part them.</p>}
    </div>
  );
}

function Gap({ scene, before }: { readonly scene: Scene; readonly before: number }): JSX.Element {
  const { axis } = scene;
  const gap = gapBefore(axis, before);
  const end = addressAt(axis.table.start, rowAt(axis, before));
  const start = BigInt(gapStart(axis, before));
  return (
    <div class="facts">
      <p class="headline">
        <strong>Unmapped</strong>
        <span>{formatBytes(gap.size)}</span>
      </p>
      <p class="numbers">
        <code>
          {formatAddress(start)}&ndash;{formatAddress(end)}
        </code>
        {gap.folded && <span>folded</span>}
      </p>
    </div>
  );
}
