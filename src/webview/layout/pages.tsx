/** The last step of the way into the space: each page of the selected region, as the page tables tell of it. */
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { formatBytes, formatCount } from '../../core/memory-map/size.ts';
import { printable } from '../../core/memory-map/printable.ts';
import { cellAt, cellOf, pagesOf } from '../../core/pages/grid.ts';
import { PAGE_STATES } from '../../core/pages/states.ts';
import { Breadcrumbs } from './breadcrumbs.tsx';
import { focusRegions } from './focus.ts';
import { send } from './host.ts';
import { Icon } from './icons.tsx';
import { pageAction, PAGE_KEYS_IN_WORDS } from './keys.ts';
import { selectedRow, type Model } from './model.ts';
import { PageCard } from './page-card.tsx';
import { cellInWords, statesIn, summaryOf } from './page-words.ts';
import { PageParts } from './page-parts.tsx';
import {
  goToPage,
  gridOf,
  readAgain,
  scrollPages,
  stepPage,
  withRoom,
  zoomPages,
  type PagesView,
} from './pages-view.ts';
import { drawPages, gridLeft, markPages, SIDE } from './pages-painter.ts';
import { makePalette, readTheme } from './palette.ts';
import type { PartProps } from './props.ts';
import { Swatch } from './swatch.tsx';
import { useSize } from './use-size.ts';
import { WheelSteps } from './wheel.ts';
import './pages.css';

/** Sides of cells in CSS pixels. */
const LEAST = 5;
const MOST = 22;
/** Wheel pixels of a row. */
const WHEEL_ROW = 40;
/** Wheel pixels of a pinch that make cells twice as large; what turns a wheel with Ctrl sends more of them at once. */
const WHEEL_LEVEL = 30;

export function Pages(props: PartProps & { readonly pages: PagesView }): JSX.Element {
  const { model, change, pages } = props;
  const { told, waiting, top } = pages;
  const box = useRef<HTMLDivElement>(null);
  const base = useRef<HTMLCanvasElement>(null);
  const above = useRef<HTMLCanvasElement>(null);
  const size = useSize(box);
  const [hover, setHover] = useState<{ readonly x: number; readonly y: number; readonly cell: number } | undefined>();
  const [hasKeyboard, setHasKeyboard] = useState(false);
  const scale = devicePixelRatio;
  // The palette of the map is a new one when the theme is.
  const palette = useMemo(() => makePalette(readTheme(scale), PAGE_STATES), [props.palette, scale]);
  const grid = useMemo(() => gridOf(pages), [told, pages.start, pages.from, pages.level, pages.room]);
  // A million pages are not counted at each key.
  const states = useMemo(() => (told?.ok ? statesIn(told) : []), [told]);
  const summary = useMemo(() => (told?.ok ? summaryOf(told) : ''), [told]);
  const current = grid && cellOf(grid, pages.page);
  const turnedRows = useMemo(() => new WheelSteps(WHEEL_ROW), []);
  const turnedLevels = useMemo(() => new WheelSteps(WHEEL_LEVEL), []);
  const put = (next: (pages: PagesView) => PagesView): void =>
    change((now) => (now.pages ? { ...now, pages: next(now.pages) } : now));

  usePageReading(model, pages);
  useReturningFocus(box);
  useLayoutEffect(() => {
    const { width, height } = size;
    if (width === 0) return;
    const room = { width: (width - gridLeft(width) - SIDE) * scale, height: height * scale };
    put((now) => withRoom(now, { ...room, least: LEAST * scale, most: MOST * scale }));
  }, [size, scale, pages.room === undefined]);
  useLayoutEffect(() => {
    const context = base.current?.getContext('2d', { alpha: false });
    if (!context || !above.current || !grid || !told?.ok) return;
    const pixels = { width: Math.round(size.width * scale), height: Math.round(size.height * scale) };
    for (const canvas of [context.canvas, above.current]) Object.assign(canvas, pixels);
    drawPages(context, pages, told, grid, palette);
  }, [grid, told, top, palette, size]);
  useLayoutEffect(() => {
    const context = above.current?.getContext('2d');
    if (context && grid) markPages(context, grid, top, palette, { hovered: hover?.cell, current, hasKeyboard });
  }, [grid, told, top, palette, size, hover?.cell, current, hasKeyboard]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const action = pageAction(event);
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    setHover(undefined);
    switch (action.do) {
      case 'move':
        return put((now) => stepPage(now, action.step));
      case 'zoom':
        return put((now) => zoomPages(now, action.levels));
      case 'fit':
        return put((now) => zoomPages(now, Infinity));
      case 'read':
        return put((now) => readAgain(now));
      case 'out':
        return change((now) => ({ ...now, pages: undefined }));
    }
  };
  const lookAt = (event: MouseEvent): typeof hover => {
    const bounds = box.current?.getBoundingClientRect();
    if (!bounds || !grid) return undefined;
    const x = event.clientX - bounds.left;
    const y = event.clientY - bounds.top;
    const cell = cellAt(grid, top, (x - gridLeft(size.width)) * scale, y * scale);
    return cell === undefined ? undefined : { x, y, cell };
  };
  const goTo = (event: MouseEvent, levels: number): void => {
    const at = lookAt(event);
    if (at && grid) put((now) => zoomPages(goToPage(now, pagesOf(grid, at.cell).from), levels));
  };
  const onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    setHover(undefined);
    const steps = event.ctrlKey ? turnedLevels.take(event.deltaY, 1) : turnedRows.take(event.deltaY);
    if (steps !== 0) put((now) => (event.ctrlKey ? zoomPages : scrollPages)(now, steps));
  };
  const words = hover && cellInWords(pages, hover.cell);
  return (
    <section class="pages" aria-label="Pages" aria-busy={waiting}>
      <div class="overview">
        <Breadcrumbs model={model} change={change} />
        <button
          class="tool"
          title="Read the pages again (r)"
          aria-label="Read the pages again"
          onClick={() => put((now) => readAgain(now))}
        >
          <Icon name="refresh" />
        </button>
      </div>
      {told?.ok && (
        <div class="levels" role="group" aria-label="States of the pages">
          {states.map(({ state, label, description, pages: count }) => (
            <span key={state} title={description}>
              <Swatch palette={palette} category={state} />
              {label} {formatCount(count)} <span class="size">{formatBytes(count * told.pageSize)}</span>
            </span>
          ))}
          {grid && grid.level > 0 && (
            <span class="lead" title="Zoom in with + to part them">
              a cell is {formatCount(2 ** grid.level)} pages
            </span>
          )}
          <p class="read" role="status">
            {summary}
          </p>
        </div>
      )}
      <div
        ref={box}
        class="canvas page-grid"
        role="application"
        aria-roledescription="grid of pages"
        aria-label={`Pages of the region, ${printable(model.snapshot?.title ?? '')}`}
        aria-describedby="page-keys"
        tabIndex={0}
        onKeyDown={onKeyDown}
        onFocus={() => setHasKeyboard(true)}
        onBlur={() => setHasKeyboard(false)}
        onWheel={onWheel}
        onPointerMove={(event) => setHover(lookAt(event))}
        onPointerLeave={() => setHover(undefined)}
        onClick={(event) => goTo(event, 0)}
        onDblClick={(event) => goTo(event, -2)}
      >
        <canvas ref={base} aria-hidden="true" hidden={!grid} />
        <canvas ref={above} class="above" aria-hidden="true" hidden={!grid} />
        {words && hover && <PageCard words={words} palette={palette} at={hover} {...size} />}
        {!told && <p class="untold">Reading the pages&hellip;</p>}
        {told && !told.ok && (
          <div class="untold">
            <p>{told.message}</p>
            {told.advice !== '' && <p>{told.advice}</p>}
          </div>
        )}
      </div>
      <p id="page-keys" class="unseen">
        {PAGE_KEYS_IN_WORDS}
      </p>
      {told?.ok && <PageParts told={told} from={pages.from} go={(from) => put((now) => readAgain(now, from))} />}
    </section>
  );
}

/** Asks for the pages that are waited for; once more when another snapshot came meanwhile, whose regions have other rows. */
function usePageReading(model: Model, { waiting, from, start }: PagesView): void {
  const snapshot = model.snapshot?.id;
  const row = selectedRow(model);
  useEffect(() => {
    if (waiting && snapshot !== undefined && row !== undefined) send({ type: 'ask-pages', snapshot, row, from });
  }, [waiting, waiting ? snapshot : undefined, from, start]);
  useEffect(() => () => send({ type: 'leave-pages' }), []);
}

/** Takes the keyboard, and gives it back to who had it once the pages are gone, unless somebody else has it by then. */
function useReturningFocus(box: { readonly current: HTMLElement | null }): void {
  useLayoutEffect(() => {
    const before = document.activeElement;
    box.current?.focus({ preventScroll: true });
    return () => {
      // When the picture is there again.
      queueMicrotask(() => {
        if (document.activeElement !== document.body) return;
        if (before instanceof HTMLElement && before !== document.body) before.focus({ preventScroll: true });
        if (document.activeElement === document.body) focusRegions();
      });
    };
  }, []);
}
