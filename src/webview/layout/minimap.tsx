/** The overview: a strip of the whole space with a window around what is in view (WAI-ARIA slider pattern). */
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { regionSpan, type Axis } from '../../core/layout/axis.ts';
import { addressAtUnit } from '../../core/layout/places.ts';
import { fit, isFit, pan, zoomAt, type Viewport } from '../../core/layout/viewport.ts';
import { formatAddress } from '../../core/memory-map/address.ts';
import { formatShare } from '../../core/memory-map/size.ts';
import { placeBookmarks } from './bookmarks.ts';
import type { MinimapAction } from './key-table.ts';
import { minimapAction } from './keys.ts';
import { paintMinimap } from './minimap-paint.ts';
import { withView } from './model.ts';
import type { PartProps } from './props.ts';
import type { Scene } from './scene.ts';
import { useSize } from './use-size.ts';

/** What the pointer holds: the window, one of its edges, or a new window that it draws. */
type Hold = 'window' | 'from' | 'to' | 'draw';
interface Drag {
  readonly hold: Hold;
  /** Where it was taken hold of, in units. */
  readonly at: number;
  readonly view: Viewport;
}

export function Minimap({ model, palette, change, scene }: PartProps & { readonly scene: Scene }): JSX.Element {
  const { view, selected, bookmarks } = model;
  const { axis, coverage } = scene;
  const strip = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const drag = useRef<Drag | undefined>(undefined);
  const { width, height } = useSize(strip);
  useLayoutEffect(() => {
    if (canvas.current && width > 0) paintMinimap(canvas.current, scene, palette, width, height);
  }, [axis, coverage, palette, width, height, devicePixelRatio]);

  const { length } = axis;
  const show = (next: (view: Viewport) => Viewport): void => change((now) => withView(now, next(now.view)));
  const unitAt = ({ clientX }: PointerEvent): number => {
    const box = strip.current?.getBoundingClientRect();
    return box ? Math.min(1, Math.max(0, (clientX - box.left) / box.width)) * length : 0;
  };
  const onPointerDown = (event: PointerEvent): void => {
    const { target } = event;
    if (event.button !== 0) return;
    const at = unitAt(event);
    const held = target instanceof Element ? target.getAttribute('data-hold') : null;
    if (held === 'from' || held === 'to') drag.current = { hold: held, at, view };
    else if (isFit(view, length)) drag.current = { hold: 'draw', at, view };
    else {
      // A press beside the window goes there.
      const from = held === 'window' ? view.from : at - (view.to - view.from) / 2;
      drag.current = { hold: 'window', at, view: { from, to: from + view.to - view.from } };
      if (held !== 'window') show(() => ({ from, to: from + view.to - view.from }));
    }
    strip.current?.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent): void => {
    const { current } = drag;
    if (current) show((now) => dragged(current, unitAt(event), now, length));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const action = minimapAction(event);
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    show((now) => moved(now, length, action));
  };
  const percent = (units: number): string => `${(units / length) * 100}%`;
  const tick = (position: number, kind: string): JSX.Element => (
    <span
      key={`${kind} ${position}`}
      class={`tick ${kind}`}
      style={{ left: percent(regionSpan(axis, position).from), width: percent(widthOf(axis, position)) }}
    />
  );
  return (
    <div
      ref={strip}
      class="minimap"
      role="slider"
      tabIndex={0}
      aria-label="Overview: part in view"
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(((view.from + view.to) / 2 / length) * 100)}
      aria-valuetext={inWords(axis, view)}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => (drag.current = undefined)}
      onPointerCancel={() => (drag.current = undefined)}
      onDblClick={() => show(() => fit(length))}
    >
      <canvas ref={canvas} aria-hidden="true" />
      {placeBookmarks(axis, bookmarks).map(({ position }) => position !== undefined && tick(position, 'bookmark'))}
      {selected !== undefined && tick(selected, 'selection')}
      <span class="beyond" style={{ left: 0, width: percent(view.from) }} />
      <span class="beyond" style={{ left: percent(view.to), right: 0 }} />
      <span
        class={isFit(view, length) ? 'view all' : 'view'}
        data-hold="window"
        style={{ left: `min(${percent(view.from)}, 100% - 6px)`, width: percent(view.to - view.from) }}
      >
        <span class="edge" data-hold="from" />
        <span class="edge" data-hold="to" />
      </span>
    </div>
  );
}

function dragged({ hold, at, view }: Drag, to: number, now: Viewport, length: number): Viewport {
  switch (hold) {
    case 'window':
      return pan(view, length, to - at);
    case 'from':
      return { from: Math.min(to, view.to), to: view.to };
    case 'to':
      return { from: view.from, to: Math.max(to, view.from) };
    case 'draw':
      // A press alone draws nothing.
      return Math.abs(to - at) < length / 200 ? now : { from: Math.min(at, to), to: Math.max(at, to) };
  }
}

function moved(view: Viewport, length: number, action: MinimapAction): Viewport {
  switch (action.do) {
    case 'move':
      return pan(view, length, (view.to - view.from) * action.parts);
    case 'zoom':
      return zoomAt(view, length, action.factor, 0.5);
    case 'end':
      return pan(view, length, action.last ? length : -length);
    case 'fit':
      return fit(length);
  }
}

function widthOf(axis: Axis, position: number): number {
  const { from, to } = regionSpan(axis, position);
  return to - from;
}

/** `0x5595… to 0x7f05…, 12.5 % in view` */
function inWords(axis: Axis, view: Viewport): string {
  if (isFit(view, axis.length)) return 'all in view';
  const address = (unit: number): string => formatAddress(BigInt(Math.round(addressAtUnit(axis, unit))));
  return `${address(view.from)} to ${address(view.to)}, ${formatShare(view.to - view.from, axis.length)} in view`;
}
