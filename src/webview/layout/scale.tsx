/** The line under the picture: which scale is on, what a pixel stands for in it, and what lines and broken lines mean. */
import type { JSX } from 'preact';
import { finestGrid, GRIDS } from '../../core/layout/gridlines.ts';
import { columnCount, type Lanes } from '../../core/layout/lanes.ts';
import { scaleOf, whyNot, type ScaleId } from '../../core/layout/scales.ts';
import { isFit, type Viewport } from '../../core/layout/viewport.ts';
import { formatBytes, formatCount, formatShare } from '../../core/memory-map/size.ts';
import { GRID_LEAST } from './grid.ts';
import { pixelWords } from './scale-words.ts';
import type { Scene } from './scene.ts';

/** Widest bar in CSS pixels. */
const WIDEST = 120;

interface ScaleProps {
  readonly scene: Scene;
  /** The scale that was asked for. */
  readonly wanted: ScaleId;
  readonly view: Viewport;
  readonly lanes: Lanes | undefined;
}

export function Scale({ scene, wanted, view, lanes }: ScaleProps): JSX.Element | null {
  if (!lanes) return null;
  const { axis } = scene;
  const { label, description } = scaleOf(axis.scale);
  const unitsPerColumn = (view.to - view.from) / columnCount(lanes);
  const perPixel = unitsPerColumn * devicePixelRatio;
  const why = wanted === axis.scale ? undefined : whyNot(wanted, scene.listing.counters);
  return (
    <p class="scale">
      <span class="which" role="status" title={description}>
        {label}
        {why !== undefined && `, as ${why}`}
      </span>
      {axis.scale !== 'equal' && <Bar perPixel={perPixel} />}
      <span class="pixel">{pixelWords(axis, perPixel)}</span>
      <Folds scene={scene} />
      <Grid
        finest={finestGrid(axis, unitsPerColumn, GRID_LEAST * devicePixelRatio)}
        lane={lanes.width * unitsPerColumn}
      />
      {!isFit(view, axis.length) && <span>{formatShare(view.to - view.from, axis.length)} in view</span>}
    </p>
  );
}

/** A bar with its length in bytes, as on a map. */
function Bar({ perPixel }: { readonly perPixel: number }): JSX.Element {
  const bytes = 2 ** Math.floor(Math.log2(Math.max(1, perPixel * WIDEST)));
  return (
    <span class="measure">
      <span class="bar" style={{ width: `${bytes / perPixel}px` }} aria-hidden="true" />
      {formatBytes(bytes)}
    </span>
  );
}

/** What is not to scale. */
function Folds({ scene }: Pick<ScaleProps, 'scene'>): JSX.Element | null {
  const { holes, resident } = scene.axis;
  if (resident) {
    const parts = [
      resident.none > 0 ? `${formatCount(resident.none)} without` : '',
      resident.unknown > 0 ? `${formatCount(resident.unknown)} unknown` : '',
    ].filter((part) => part !== '');
    return parts.length > 0 ? <span>{parts.join(', ')}: hairlines</span> : null;
  }
  if (holes.folded === 0) return null;
  const text = `${formatCount(holes.folded)} ${holes.folded === 1 ? 'hole' : 'holes'} folded`;
  return (
    <span title={text}>
      <svg class="torn" width="10" height="12" viewBox="0 0 10 12" aria-hidden="true">
        <path d="M5 0 7 2 3 5 7 8 3 11 5 12" fill="none" stroke="currentColor" />
      </svg>
      {text}
    </span>
  );
}

/** Which lines there are; those that are further apart than a lane is long are too few to be told of. */
function Grid({ finest, lane }: { readonly finest: number | undefined; readonly lane: number }): JSX.Element | null {
  const drawn = finest === undefined ? [] : GRIDS.slice(finest).filter(({ bytes }) => bytes <= lane);
  if (drawn.length === 0) return null;
  return <span title={`Lines stand every ${drawn.map(({ label }) => label).join(', ')}`}>{drawn[0]?.label} lines</span>;
}
