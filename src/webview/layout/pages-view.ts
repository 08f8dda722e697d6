/** The pages of a region as they are shown, and how one moves among them. Pure: pages-model.ts tells whose pages they are. */
import { addressNumberAt } from '../../core/memory-map/address.ts';
import type { Region } from '../../core/memory-map/region-table.ts';
import { clampTop, cellOf, fitLevel, layOutPages, movePage, topFor } from '../../core/pages/grid.ts';
import type { GridRoom, PageGrid, PageMove } from '../../core/pages/grid.ts';
import type { AddressWords } from '../../protocol/layout.ts';
import type { PagesTold, PagesUntold } from '../../protocol/pages.ts';

export interface PagesView {
  /** The region as it was when its pages were asked for. */
  readonly region: Region;
  readonly start: AddressWords;
  /** Pages that are left out at the start. */
  readonly from: number;
  /** What was told last; it stays while it is read again. */
  readonly told: PagesTold | PagesUntold | undefined;
  readonly waiting: boolean;
  /** The page that has the keyboard, among those that were told. */
  readonly page: number;
  /** undefined while all pages are in view, whatever the room. */
  readonly level: number | undefined;
  /** The first row in view. */
  readonly top: number;
  /** undefined until the page knows its size. */
  readonly room: GridRoom | undefined;
}

/** Asks again, for the pages from `from` on. */
export function readAgain(pages: PagesView, from = pages.from): PagesView {
  const isOther = from !== pages.from;
  return { ...pages, from, waiting: true, ...(isOther ? { told: undefined, page: 0, level: undefined, top: 0 } : {}) };
}

/** The grid of what was told; undefined where nothing was. */
export function gridOf({ start, from, told, level, room }: PagesView): PageGrid | undefined {
  if (!told?.ok || !room || told.pages.length === 0) return undefined;
  const first = addressNumberAt(Uint32Array.from(start), 0) / told.pageSize + from;
  const span = { first, count: told.pages.length };
  return layOutPages(span, room, level ?? fitLevel(span, room));
}

/** Gives the keyboard to a page, which comes into view. */
export function goToPage(pages: PagesView, page: number): PagesView {
  const grid = gridOf(pages);
  return grid ? { ...pages, page, top: topFor(grid, pages.top, cellOf(grid, page)) } : pages;
}

/** See `movePage`. */
export function stepPage(pages: PagesView, step: PageMove): PagesView {
  const grid = gridOf(pages);
  return grid ? goToPage(pages, movePage(grid, pages.page, step)) : pages;
}

/** Looks at twice as many pages a cell for each level, or at all of them. */
export function zoomPages(pages: PagesView, levels: number): PagesView {
  const grid = gridOf(pages);
  if (!grid) return pages;
  const level = Math.max(0, grid.level + levels);
  const fit = gridOf({ ...pages, level: undefined })?.level ?? 0;
  const next = { ...pages, level: level >= fit ? undefined : level, top: 0 };
  return goToPage(next, pages.page);
}

/** Moves what is in view. */
export function scrollPages(pages: PagesView, rows: number): PagesView {
  const grid = gridOf(pages);
  return grid ? { ...pages, top: clampTop(grid, pages.top + rows) } : pages;
}

/** Takes the room that there is. */
export function withRoom(pages: PagesView, room: GridRoom): PagesView {
  return goToPage({ ...pages, room }, pages.page);
}
