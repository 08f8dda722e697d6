/** The picture and what the pointer and the keys do on it. */
import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { columnCount } from '../../core/layout/lanes.ts';
import { fit, pan, zoomAt } from '../../core/layout/viewport.ts';
import type { PartProps } from './props.ts';
import { Card } from './card.tsx';
import { keyAction, KEYS_IN_WORDS } from './keys.ts';
import { moveSelection, select, withView, zoomToSelection, type Model } from './model.ts';
import { Painter } from './painter.ts';
import { placeAt, type Place } from './place.ts';
import { revealSelected } from './reveal.ts';
import { Scale } from './scale.tsx';

/** In CSS pixels: a press that moves less is a click. */
const DRAG = 4;
/** Wheel pixels that double the scale. */
const WHEEL_DOUBLING = 240;

interface Drag {
  readonly x: number;
  readonly y: number;
  readonly view: Model['view'];
  moved: boolean;
}

export function Picture(props: PartProps & { readonly hidden: boolean }): JSX.Element {
  const { model, palette, change, hidden } = props;
  const { scene, view, selected } = model;
  const box = useRef<HTMLDivElement>(null);
  const base = useRef<HTMLCanvasElement>(null);
  const top = useRef<HTMLCanvasElement>(null);
  const painter = useRef<Painter | undefined>(undefined);
  const drag = useRef<Drag | undefined>(undefined);
  const [hover, setHover] = useState<Place | undefined>(undefined);
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });

  useLayoutEffect(() => {
    const { current: element } = box;
    if (!element) return undefined;
    // Called before the frame that shows the new size, so that the picture fits it from the start.
    const observer = new ResizeObserver(() => setSize(sizeOf(element)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const seen = [scene, view, palette, hidden, size.width, size.height, devicePixelRatio];
  useLayoutEffect(() => {
    const { current: element } = box;
    if (!base.current || !top.current || !element || !scene || hidden) return;
    // Asking the page for its size would lay it out first, in the middle of a picture; only the first one must.
    const { width, height } = size.width > 0 ? size : sizeOf(element);
    painter.current ??= Painter.on(base.current, top.current);
    painter.current.draw(scene, view, palette, width, height);
  }, seen);
  useLayoutEffect(() => {
    if (scene && !hidden) painter.current?.highlight(scene, view, palette, { selected, hovered: hover?.position });
  }, [...seen, selected, hover?.position]);

  const lookAt = (event: MouseEvent): Place | undefined => {
    const lanes = painter.current?.lanes;
    const bounds = box.current?.getBoundingClientRect();
    if (!scene || !lanes || !bounds) return undefined;
    return placeAt(scene, view, lanes, event.clientX - bounds.left, event.clientY - bounds.top);
  };
  const perLane = (): number => painter.current?.lanes?.count ?? 1;

  const onKeyDown = (event: KeyboardEvent): void => {
    const action = keyAction(event);
    if (!action || !scene) return;
    // VS Code's own keys (Alt+Left goes back) must not have these as well.
    event.preventDefault();
    event.stopPropagation();
    switch (action.do) {
      case 'move':
        return change((now) => moveSelection(now, action.step, perLane()));
      case 'zoom':
        return change((now) => zoomAround(now, action.factor));
      case 'pan':
        return change((now) => withView(now, panLanes(now, action.lanes * Math.max(1, perLane() - 1), perLane())));
      case 'fit':
        return change((now) => withView(now, fit(scene.axis.length)));
      case 'zoom-to-selection':
        return change(zoomToSelection);
      case 'reveal':
        return revealSelected(model, true);
      case 'clear':
        setHover(undefined);
        return change((now) => select(now, undefined));
    }
  };

  const onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    const place = lookAt(event);
    if (!place || !scene) return;
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : 30;
    setHover(undefined);
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      const way = (event.shiftKey ? event.deltaY : event.deltaX) * pixels;
      change((now) => withView(now, pan(now.view, scene.axis.length, (place.unitsPerColumn * way) | 0)));
    } else {
      const factor = 2 ** ((-event.deltaY * pixels) / WHEEL_DOUBLING);
      change((now) => withView(now, zoomAt(now.view, scene.axis.length, factor, place.fraction)));
    }
  };

  const onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    drag.current = { x: event.clientX, y: event.clientY, view, moved: false };
    box.current?.setPointerCapture(event.pointerId);
  };

  const onPointerMove = (event: PointerEvent): void => {
    const { current } = drag;
    const lanes = painter.current?.lanes;
    if (!current || !lanes || !scene) return setHover(lookAt(event));
    const dx = event.clientX - current.x;
    const dy = event.clientY - current.y;
    if (!current.moved && Math.hypot(dx, dy) < DRAG) return undefined;
    current.moved = true;
    setHover(undefined);
    const columns = dx * devicePixelRatio + Math.round((dy * devicePixelRatio) / lanes.pitch) * lanes.width;
    const units = ((current.view.to - current.view.from) / columnCount(lanes)) * columns;
    return change((now) => withView(now, pan(current.view, scene.axis.length, -units)));
  };

  const onPointerUp = (event: PointerEvent): void => {
    const { current } = drag;
    drag.current = undefined;
    if (!current || current.moved) return;
    const position = lookAt(event)?.position;
    change((now) => {
      const next = select(now, position);
      revealSelected(next, false);
      return next;
    });
  };

  return (
    <div class="picture" hidden={hidden}>
      <div
        ref={box}
        class={drag.current?.moved ? 'canvas dragging' : 'canvas'}
        role="application"
        aria-roledescription="picture of an address space"
        aria-label={label(model)}
        aria-describedby="keys"
        tabIndex={0}
        onKeyDown={onKeyDown}
        onWheel={onWheel}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={() => (drag.current = undefined)}
        onPointerLeave={() => setHover(undefined)}
        onDblClick={() => revealSelected(model, true)}
      >
        <canvas ref={base} aria-hidden="true" />
        <canvas ref={top} class="above" aria-hidden="true" />
        {scene && hover && (
          <Card scene={scene} place={hover} palette={palette} width={size.width} height={size.height} />
        )}
      </div>
      <p id="keys" class="unseen">
        {KEYS_IN_WORDS}
      </p>
      {scene && <Scale view={view} scene={scene} lanes={painter.current?.lanes} />}
    </div>
  );
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function sizeOf(element: HTMLElement): Size {
  return { width: element.clientWidth, height: element.clientHeight };
}

/** Zooms around the selection when it is in view, else around the middle. */
function zoomAround(model: Model, factor: number): Model {
  const { scene, view, selected } = model;
  if (!scene) return model;
  const middle =
    selected === undefined ? 0.5 : ((scene.axis.bounds[2 * selected + 1] ?? 0) - view.from) / (view.to - view.from);
  return withView(model, zoomAt(view, scene.axis.length, factor, middle >= 0 && middle <= 1 ? middle : 0.5));
}

function panLanes({ view, scene }: Model, lanes: number, count: number): Model['view'] {
  return pan(view, scene?.axis.length ?? 1, ((view.to - view.from) / count) * lanes);
}

function label({ snapshot }: Model): string {
  return snapshot ? `Memory layout of ${snapshot.title}` : 'Memory layout';
}
