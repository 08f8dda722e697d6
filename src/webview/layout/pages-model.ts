/** The pages of a region as they are shown, and how events change that. Pure, as the model that it is a part of. */
import { addressNumberAt } from '../../core/memory-map/address.ts';
import { regionAt, type Region } from '../../core/memory-map/region-table.ts';
import { clampTop, cellOf, fitLevel, layOutPages, movePage, topFor } from '../../core/pages/grid.ts';
import type { GridRoom, PageGrid, PageMove } from '../../core/pages/grid.ts';
import type { AddressWords } from '../../protocol/layout.ts';
import type { PagesAnswer, PagesTold, PagesUntold } from '../../protocol/pages.ts';
import { selectedAddress, selectedRow, type Model } from './model.ts';

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

/** True where the selected region is of a process that can have pages; whether they can be read only reading tells. */
export function canHavePages(model: Model): boolean {
  const { snapshot, scene } = model;
  if (!snapshot || snapshot.liveness === 'file' || !scene || scene.undrawable) return false;
  return selectedRow(model) !== undefined;
}

/** Asks for the pages of the selected region. */
export function openPages(model: Model): Model {
  const row = selectedRow(model);
  const start = selectedAddress(model);
  if (row === undefined || !start || !model.scene || !canHavePages(model)) return model;
  const region = regionAt(model.scene.listing.regions, row);
  const fresh = { told: undefined, waiting: true, page: 0, level: undefined, top: 0, room: undefined };
  return { ...model, pages: { region, start, from: 0, ...fresh } };
}

/** Shows the pages of the selected region, or the picture again. */
export function togglePages(model: Model): Model {
  return shownPages(model) ? { ...model, pages: undefined } : openPages(model);
}

/** The pages that are shown: none when another region was selected since they were asked for. */
export function shownPages(model: Model): PagesView | undefined {
  const { pages } = model;
  const start = selectedAddress(model);
  return pages && start && pages.start[0] === start[0] && pages.start[1] === start[1] ? pages : undefined;
}

/** Takes an answer, if it is the one that is waited for. */
export function withPages(model: Model, { place, from, told }: PagesAnswer): Model {
  const { pages, snapshot } = model;
  if (!pages?.waiting || from !== pages.from) return model;
  if (place.snapshot !== snapshot?.id || place.row !== selectedRow(model)) return model;
  const page = told.ok ? Math.max(0, Math.min(pages.page, told.pages.length - 1)) : 0;
  return { ...model, pages: { ...pages, told, waiting: false, page } };
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
