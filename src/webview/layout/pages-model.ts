/** Whether pages are shown and of which region, and how events change that. Pure, as the model that it is a part of. */
import { regionAt } from '../../core/memory-map/region-table.ts';
import type { PagesAnswer } from '../../protocol/pages.ts';
import { selectedAddress, selectedRow, type Model } from './model.ts';
import type { PagesView } from './pages-view.ts';

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
