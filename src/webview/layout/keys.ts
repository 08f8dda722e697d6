/** What the keys do in each part of the view, looked up in the one table of keys. */
import { actionsOf, inWords, onceOf } from './bindings.ts';
import {
  BOOKMARK_KEYS,
  EXPLAIN_KEYS,
  FILTER_KEYS,
  KEY_SHEET,
  LEGEND_KEYS,
  MINIMAP_KEYS,
  PAGE_KEYS,
  PICTURE_KEYS,
  ROW_KEYS,
  TABLE_KEYS,
  TILE_KEYS,
  VIEW_KEYS,
} from './key-table.ts';

export const viewAction = actionsOf(VIEW_KEYS);
export const keyAction = actionsOf(PICTURE_KEYS);
export const minimapAction = actionsOf(MINIMAP_KEYS);
export const tableAction = actionsOf(TABLE_KEYS);
export const tileAction = actionsOf(TILE_KEYS);
export const pageAction = actionsOf(PAGE_KEYS);
export const filterAction = actionsOf(FILTER_KEYS);
export const legendAction = actionsOf(LEGEND_KEYS);
export const rowAction = actionsOf(ROW_KEYS);
export const bookmarkAction = actionsOf(BOOKMARK_KEYS);
export const explainAction = actionsOf(EXPLAIN_KEYS);

/** True of a key that does what it does once while it is held down, in whatever part. */
export const isOnce = onceOf(KEY_SHEET.flatMap(({ bindings }) => bindings));

/** The keys in words, for the descriptions of the parts. */
export const KEYS_IN_WORDS = inWords(PICTURE_KEYS);
export const TABLE_KEYS_IN_WORDS = inWords(TABLE_KEYS);
export const TILE_KEYS_IN_WORDS = inWords(TILE_KEYS);
export const PAGE_KEYS_IN_WORDS = inWords(PAGE_KEYS);
