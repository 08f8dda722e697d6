/** The scale under the picture: a bar with its length in bytes, as on a map, and what the broken lines mean. */
import type { JSX } from 'preact';
import { columnCount, type Lanes } from '../../core/layout/lanes.ts';
import type { Viewport } from '../../core/layout/viewport.ts';
import { formatBytes, formatCount } from '../../core/memory-map/size.ts';
import type { Scene } from './scene.ts';

/** Widest bar in CSS pixels. */
const WIDEST = 120;

interface ScaleProps {
  readonly scene: Scene;
  readonly view: Viewport;
  readonly lanes: Lanes | undefined;
}

export function Scale({ scene, view, lanes }: ScaleProps): JSX.Element | null {
  if (!lanes) return null;
  const bytesPerPixel = ((view.to - view.from) / columnCount(lanes)) * devicePixelRatio;
  const bytes = 2 ** Math.floor(Math.log2(Math.max(1, bytesPerPixel * WIDEST)));
  const { holes } = scene.axis;
  const percent = Math.round(((view.to - view.from) / scene.axis.length) * 1000) / 10;
  return (
    <p class="scale">
      <span class="bar" style={{ width: `${bytes / bytesPerPixel}px` }} aria-hidden="true" />
      <span>{formatBytes(bytes)}</span>
      {holes.folded > 0 && (
        <span>
          <svg class="torn" width="10" height="12" viewBox="0 0 10 12" aria-hidden="true">
            <path d="M5 0 7 2 3 5 7 8 3 11 5 12" fill="none" stroke="currentColor" />
          </svg>
          {formatCount(holes.folded)} {holes.folded === 1 ? 'hole' : 'holes'} folded
        </span>
      )}
      {percent < 100 && <span>{percent} % in view</span>}
    </p>
  );
}
