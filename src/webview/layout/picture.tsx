/** The picture and what the pointer and the keys do on it. */
import type { JSX } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { columnCount, type Lanes } from '../../core/layout/lanes.ts';
import { fit, pan, zoomAt } from '../../core/layout/viewport.ts';
import { printable } from '../../core/memory-map/printable.ts';
import type { PartProps } from './props.ts';
import { Card } from './card.tsx';
import { keyAction, KEYS_IN_WORDS } from './keys.ts';
import { LandmarkList } from './landmark-list.tsx';
import { Breadcrumbs } from './breadcrumbs.tsx';
import { placeBookmarks } from './bookmarks.ts';
import { Minimap } from './minimap.tsx';
import { moveSelection, select, withNextScale, withView, zoomToSelection, type Model } from './model.ts';
import { Painter } from './painter.ts';
import { Pinch, type Finger } from './pinch.ts';
import { placeAt, type Place } from './place.ts';
import { revealSelected } from './reveal.ts';
import { Scale } from './scale.tsx';
import { extendSelection, extendToPosition } from './selection.ts';
import { stepOut } from './step-out.ts';
import { sizeOf, useSize } from './use-size.ts';
import { wheelWish } from './wheel.ts';

/** In CSS pixels: a press that moves less is a click. */
const DRAG = 4;

interface Drag {
  readonly x: number;
  readonly y: number;
  readonly view: Model['view'];
  moved: boolean;
}

export function Picture(props: PartProps & { readonly hidden: boolean }): JSX.Element {
  const { model, palette, change, hidden } = props;
  const { scene, view, selected, several, bookmarks } = model;
  const box = useRef<HTMLDivElement>(null);
  const base = useRef<HTMLCanvasElement>(null);
  const top = useRef<HTMLCanvasElement>(null);
  const painter = useRef<Painter | undefined>(undefined);
  const drag = useRef<Drag | undefined>(undefined);
  const pinch = useRef(new Pinch());
  const [hover, setHover] = useState<Place | undefined>(undefined);
  const size = useSize(box);
  // Drawn after the line below was: it tells of the lanes that there are now.
  const [drawnLanes, setDrawnLanes] = useState<Lanes | undefined>(undefined);

  const bookmarked = useMemo(
    () => (scene ? placeBookmarks(scene.axis, bookmarks).flatMap(({ position }) => position ?? []) : []),
    [scene?.axis, bookmarks],
  );
  const seen = [scene, view, palette, hidden, size.width, size.height, devicePixelRatio];
  useLayoutEffect(() => {
    const { current: element } = box;
    if (!base.current || !top.current || !element || !scene || hidden) return;
    // Asking the page for its size would lay it out first, in the middle of a picture; only the first one must.
    const { width, height } = size.width > 0 ? size : sizeOf(element);
    painter.current ??= Painter.on(base.current, top.current);
    painter.current.draw(scene, view, palette, width, height);
    const drawn = painter.current.lanes;
    setDrawnLanes((now) => (now?.count === drawn?.count && now?.width === drawn?.width ? now : drawn));
  }, seen);
  useLayoutEffect(() => {
    if (scene && !hidden)
      painter.current?.highlight(scene, view, palette, { selected, several, hovered: hover?.position, bookmarked });
  }, [...seen, selected, several, hover?.position, bookmarked]);

  const lookAt = (event: MouseEvent): Place | undefined => {
    const lanes = painter.current?.lanes;
    const bounds = box.current?.getBoundingClientRect();
    if (!scene || !lanes || !bounds) return undefined;
    return placeAt(scene, view, lanes, event.clientX - bounds.left, event.clientY - bounds.top);
  };
  const fingerAt = (event: PointerEvent): Finger => {
    const bounds = box.current?.getBoundingClientRect();
    return {
      x: (event.clientX - (bounds?.left ?? 0)) * devicePixelRatio,
      y: (event.clientY - (bounds?.top ?? 0)) * devicePixelRatio,
    };
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
        return change((now) => (action.extend ? extendSelection : moveSelection)(now, action.step, perLane()));
      case 'zoom':
        return change((now) => zoomAround(now, action.factor));
      case 'pan':
        return change((now) => withView(now, panLanes(now, action.lanes * Math.max(1, perLane() - 1), perLane())));
      case 'fit':
        return change((now) => withView(now, fit(scene.axis.length)));
      case 'zoom-to-selection':
        return change(zoomToSelection);
      case 'next-scale':
        return change(withNextScale);
      case 'reveal':
        return revealSelected(model, true);
      case 'out':
        setHover(undefined);
        return change((now) => stepOut(now, true));
    }
  };

  const onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    const place = lookAt(event);
    if (!place || !scene) return;
    const wish = wheelWish(event);
    setHover(undefined);
    const { length } = scene.axis;
    const next = (now: Model['view']): Model['view'] =>
      'pan' in wish
        ? pan(now, length, place.unitsPerColumn * wish.pan)
        : zoomAt(now, length, wish.zoom, place.fraction);
    change((now) => withView(now, next(now.view)));
  };

  const onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    if (painter.current?.lanes) pinch.current.down(event.pointerId, fingerAt(event), view, painter.current.lanes);
    drag.current = { x: event.clientX, y: event.clientY, view, moved: false };
    box.current?.setPointerCapture(event.pointerId);
  };

  const onPointerMove = (event: PointerEvent): void => {
    const { current } = drag;
    const lanes = painter.current?.lanes;
    if (!current || !lanes || !scene) return setHover(lookAt(event));
    const pinched = pinch.current.move(event.pointerId, fingerAt(event), scene.axis.length, lanes);
    if (pinched) {
      // What the fingers end on is no click.
      current.moved = true;
      return change((now) => withView(now, pinched));
    }
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
    pinch.current.end();
    drag.current = undefined;
    if (!current) return;
    // The hand lets go of what it dragged, and what is under it is told again.
    if (current.moved) return setHover(lookAt(event));
    const position = lookAt(event)?.position;
    change((now) => {
      const next = event.shiftKey ? extendToPosition(now, position) : select(now, position);
      revealSelected(next, false);
      return next;
    });
  };

  // To the region, and from there to all of it again.
  const onDblClick = (event: MouseEvent): void => {
    const place = lookAt(event);
    if (!place || !scene) return;
    change((now) => {
      const near = place.position === undefined ? now : zoomToSelection(select(now, place.position));
      const isNear = place.position === undefined || isSameView(near.view, now.view);
      return isNear ? withView(now, fit(scene.axis.length)) : near;
    });
  };

  return (
    <div class="picture" hidden={hidden}>
      {scene && !hidden && (
        <div class="overview">
          <Breadcrumbs model={model} change={change} />
          <Minimap {...props} scene={scene} />
        </div>
      )}
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
        onPointerCancel={() => {
          pinch.current.end();
          drag.current = undefined;
        }}
        onPointerLeave={() => setHover(undefined)}
        onDblClick={onDblClick}
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
      {scene && (
        <div class="under">
          <Scale view={view} scene={scene} wanted={model.scale.id} lanes={drawnLanes} />
          <LandmarkList model={model} change={change} />
        </div>
      )}
    </div>
  );
}

function isSameView(a: Model['view'], b: Model['view']): boolean {
  return a.from === b.from && a.to === b.to;
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
  return snapshot ? `Memory layout of ${printable(snapshot.title)}` : 'Memory layout';
}
