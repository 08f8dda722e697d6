/** Every key of the view: what looks keys up, the help sheet and what screen readers are told are all made from these rows. */
import type { Direction } from '../../core/composition/steps.ts';
import type { PageMove } from '../../core/pages/grid.ts';
import type { Move } from '../../core/layout/movement.ts';
import type { Binding } from './bindings.ts';

/** One step of the zoom keys and buttons. */
export const ZOOM_STEP = 1.5;

/** What keys do in any part of the view. */
export type ViewAction =
  | 'help'
  | 'filter'
  | 'back'
  | 'forward'
  | 'bookmark'
  | 'next-bookmark'
  | 'previous-bookmark'
  | 'set-baseline'
  | 'clear-baseline'
  | 'compare'
  | 'pages';

export const VIEW_KEYS: readonly Binding<ViewAction>[] = [
  { keys: ['?'], run: 'help', once: true, words: 'show these keys' },
  { keys: ['/', 'Ctrl+F'], run: 'filter', words: 'go to the filter' },
  { keys: ['Alt+ArrowLeft'], run: 'back', words: 'back and forward in what was in view' },
  { keys: ['Alt+ArrowRight'], run: 'forward', words: 'back and forward in what was in view' },
  { keys: ['b'], run: 'bookmark', once: true, words: 'bookmark the selected region, or take its bookmark away' },
  { keys: ['n'], run: 'next-bookmark', words: 'next and previous bookmark' },
  { keys: ['N'], run: 'previous-bookmark', words: 'next and previous bookmark' },
  { keys: ['m'], run: 'set-baseline', once: true, words: 'compare with what is seen now' },
  { keys: ['M'], run: 'clear-baseline', once: true, words: 'compare with nothing' },
  {
    keys: ['c'],
    run: 'compare',
    once: true,
    words: 'compare with another map: a file, or what another editor shows',
  },
  {
    keys: ['g'],
    run: 'pages',
    once: true,
    words: 'show the pages of the selected region of a live process, and go back',
  },
];

export type PictureAction =
  | { readonly do: 'move'; readonly step: Move; readonly extend: boolean }
  | { readonly do: 'zoom'; readonly factor: number }
  | { readonly do: 'pan'; readonly lanes: number }
  | { readonly do: 'fit' | 'zoom-to-selection' | 'next-scale' | 'reveal' | 'out' };

const move = (step: Move, extend = false): PictureAction => ({ do: 'move', step, extend });

export const PICTURE_KEYS: readonly Binding<PictureAction>[] = [
  { keys: ['ArrowRight'], run: move('next-region'), words: 'next and previous region' },
  { keys: ['ArrowLeft'], run: move('previous-region'), words: 'next and previous region' },
  { keys: ['ArrowDown'], run: move('lane-down'), words: 'a row of the picture down or up' },
  { keys: ['ArrowUp'], run: move('lane-up'), words: 'a row of the picture down or up' },
  { keys: ['Ctrl+ArrowRight'], also: ['Ctrl+ArrowDown'], run: move('next-object'), words: 'next and previous object' },
  { keys: ['Ctrl+ArrowLeft'], also: ['Ctrl+ArrowUp'], run: move('previous-object'), words: 'next and previous object' },
  { keys: ['Home'], also: ['Ctrl+Home'], run: move('first'), words: 'first and last region' },
  { keys: ['End'], also: ['Ctrl+End'], run: move('last'), words: 'first and last region' },
  { keys: ['Shift+ArrowRight'], run: move('next-region', true), words: 'select several' },
  { keys: ['Shift+ArrowLeft'], run: move('previous-region', true), words: 'select several' },
  { keys: ['Shift+ArrowDown'], run: move('lane-down', true), words: 'select a row of the picture more' },
  { keys: ['Shift+ArrowUp'], run: move('lane-up', true), words: 'select a row of the picture more' },
  {
    keys: ['Ctrl+Shift+ArrowRight'],
    also: ['Ctrl+Shift+ArrowDown'],
    run: move('next-object', true),
    words: 'select an object more',
  },
  {
    keys: ['Ctrl+Shift+ArrowLeft'],
    also: ['Ctrl+Shift+ArrowUp'],
    run: move('previous-object', true),
    words: 'select an object more',
  },
  {
    keys: ['Shift+Home'],
    also: ['Ctrl+Shift+Home'],
    run: move('first', true),
    words: 'select up to the first or last',
  },
  { keys: ['Shift+End'], also: ['Ctrl+Shift+End'], run: move('last', true), words: 'select up to the first or last' },
  { keys: ['Enter'], run: { do: 'reveal' }, words: 'show the line in the text' },
  { keys: ['+'], also: ['='], run: { do: 'zoom', factor: ZOOM_STEP }, words: 'zoom in and out' },
  { keys: ['-'], also: ['_'], run: { do: 'zoom', factor: 1 / ZOOM_STEP }, words: 'zoom in and out' },
  { keys: ['z'], run: { do: 'zoom-to-selection' }, words: 'zoom to the selected region' },
  { keys: ['0'], run: { do: 'fit' }, words: 'show all' },
  { keys: ['s'], run: { do: 'next-scale' }, once: true, words: 'take the next scale' },
  { keys: ['PageDown'], run: { do: 'pan', lanes: 1 }, words: 'move the picture on or back' },
  { keys: ['PageUp'], run: { do: 'pan', lanes: -1 }, words: 'move the picture on or back' },
  { keys: ['Escape'], run: { do: 'out' }, words: 'clear the filter, then show all, then select nothing' },
];

/** By parts of what is in view; `end` is the first or last of all. */
export type MinimapAction =
  | { readonly do: 'move'; readonly parts: number }
  | { readonly do: 'zoom'; readonly factor: number }
  | { readonly do: 'end'; readonly last: boolean }
  | { readonly do: 'fit' };

export const MINIMAP_KEYS: readonly Binding<MinimapAction>[] = [
  {
    keys: ['ArrowRight'],
    also: ['ArrowUp'],
    run: { do: 'move', parts: 0.125 },
    words: 'move what is in view a little',
  },
  {
    keys: ['ArrowLeft'],
    also: ['ArrowDown'],
    run: { do: 'move', parts: -0.125 },
    words: 'move what is in view a little',
  },
  { keys: ['PageUp'], run: { do: 'move', parts: 1 }, words: 'move it by as much as is in view' },
  { keys: ['PageDown'], run: { do: 'move', parts: -1 }, words: 'move it by as much as is in view' },
  { keys: ['Home'], run: { do: 'end', last: false }, words: 'to the lowest and highest addresses' },
  { keys: ['End'], run: { do: 'end', last: true }, words: 'to the lowest and highest addresses' },
  { keys: ['+'], also: ['='], run: { do: 'zoom', factor: ZOOM_STEP }, words: 'have less or more in view' },
  { keys: ['-'], also: ['_'], run: { do: 'zoom', factor: 1 / ZOOM_STEP }, words: 'have less or more in view' },
  { keys: ['0', 'Escape'], run: { do: 'fit' }, words: 'show all' },
];

export type TableAction =
  | { readonly do: 'move'; readonly by: 'row' | 'page' | 'end'; readonly direction: 1 | -1; readonly extend: boolean }
  | { readonly do: 'column'; readonly direction: 1 | -1 }
  | { readonly do: 'act' | 'select-all' | 'out' };

const rows = (by: 'row' | 'page' | 'end', direction: 1 | -1, extend = false): TableAction => ({
  do: 'move',
  by,
  direction,
  extend,
});

export const TABLE_KEYS: readonly Binding<TableAction>[] = [
  { keys: ['ArrowDown'], run: rows('row', 1), words: 'next and previous region; above the first are the headings' },
  { keys: ['ArrowUp'], run: rows('row', -1), words: 'next and previous region; above the first are the headings' },
  { keys: ['PageDown'], run: rows('page', 1), words: 'a page on or back' },
  { keys: ['PageUp'], run: rows('page', -1), words: 'a page on or back' },
  { keys: ['Home'], also: ['Ctrl+Home'], run: rows('end', -1), words: 'first and last region' },
  { keys: ['End'], also: ['Ctrl+End'], run: rows('end', 1), words: 'first and last region' },
  { keys: ['ArrowRight'], run: { do: 'column', direction: 1 }, words: 'next and previous column' },
  { keys: ['ArrowLeft'], run: { do: 'column', direction: -1 }, words: 'next and previous column' },
  { keys: ['Enter', 'Space'], run: { do: 'act' }, words: 'show the line in the text; on a heading, sort by it' },
  {
    keys: ['Shift+ArrowDown'],
    run: rows('row', 1, true),
    words: 'select several; copy them with Ctrl C as lines of maps',
  },
  {
    keys: ['Shift+ArrowUp'],
    run: rows('row', -1, true),
    words: 'select several; copy them with Ctrl C as lines of maps',
  },
  { keys: ['Shift+PageDown'], run: rows('page', 1, true), words: 'select a page more' },
  { keys: ['Shift+PageUp'], run: rows('page', -1, true), words: 'select a page more' },
  {
    keys: ['Shift+Home'],
    also: ['Ctrl+Shift+Home'],
    run: rows('end', -1, true),
    words: 'select up to the first or last',
  },
  { keys: ['Shift+End'], also: ['Ctrl+Shift+End'], run: rows('end', 1, true), words: 'select up to the first or last' },
  { keys: ['Ctrl+A'], run: { do: 'select-all' }, words: 'select all' },
  { keys: ['Escape'], run: { do: 'out' }, words: 'select one, then clear the filter, then select nothing' },
];

export type FilterAction = 'next' | 'previous' | 'offer' | 'accept' | 'complete' | 'out';

export const FILTER_KEYS: readonly Binding<FilterAction>[] = [
  { keys: ['ArrowDown'], run: 'next', words: 'choose from what can be written' },
  { keys: ['ArrowUp'], run: 'previous', words: 'choose from what can be written' },
  { keys: ['Ctrl+Space'], run: 'offer', words: 'offer what can be written' },
  { keys: ['Tab'], run: 'complete', words: 'take what is chosen' },
  { keys: ['Enter'], run: 'accept', words: 'take what is chosen; else go to the first region found' },
  { keys: ['Escape'], run: 'out', words: 'close the choice, then clear the filter, then leave it' },
];

export const LEGEND_KEYS: readonly Binding<'only'>[] = [
  { keys: ['o'], run: 'only', once: true, words: 'show nothing but this, or all again' },
];

export const ROW_KEYS: readonly Binding<'next' | 'previous' | 'first' | 'last'>[] = [
  { keys: ['ArrowRight'], also: ['ArrowDown'], run: 'next', words: 'next and previous button' },
  { keys: ['ArrowLeft'], also: ['ArrowUp'], run: 'previous', words: 'next and previous button' },
  { keys: ['Home'], run: 'first', words: 'first and last button' },
  { keys: ['End'], run: 'last', words: 'first and last button' },
];

export const BOOKMARK_KEYS: readonly Binding<'remove' | 'close'>[] = [
  { keys: ['Delete'], also: ['Backspace'], run: 'remove', words: 'take the bookmark away' },
  { keys: ['Escape'], run: 'close', words: 'close the list' },
];

export type TileAction =
  | { readonly do: 'step'; readonly to: Direction }
  | { readonly do: 'first' | 'last' | 'in' | 'out' };

export const TILE_KEYS: readonly Binding<TileAction>[] = [
  { keys: ['ArrowLeft'], run: { do: 'step', to: 'left' }, words: 'to the neighbour on that side' },
  { keys: ['ArrowRight'], run: { do: 'step', to: 'right' }, words: 'to the neighbour on that side' },
  { keys: ['ArrowUp'], run: { do: 'step', to: 'up' }, words: 'to the neighbour on that side' },
  { keys: ['ArrowDown'], run: { do: 'step', to: 'down' }, words: 'to the neighbour on that side' },
  { keys: ['Home'], run: { do: 'first' }, words: 'to the largest and the smallest' },
  { keys: ['End'], run: { do: 'last' }, words: 'to the largest and the smallest' },
  {
    keys: ['Enter'],
    also: ['Space'],
    run: { do: 'in' },
    words: 'go into a kind or an object; of a region show the line',
  },
  { keys: ['Backspace', 'Escape'], run: { do: 'out' }, words: 'go out' },
];

export type PageAction =
  | { readonly do: 'move'; readonly step: PageMove }
  | { readonly do: 'zoom'; readonly levels: number }
  | { readonly do: 'fit' | 'read' | 'out' };

const page = (step: PageMove): PageAction => ({ do: 'move', step });

export const PAGE_KEYS: readonly Binding<PageAction>[] = [
  { keys: ['ArrowRight'], run: page('right'), words: 'next and previous page' },
  { keys: ['ArrowLeft'], run: page('left'), words: 'next and previous page' },
  { keys: ['ArrowDown'], run: page('down'), words: 'a row on or back' },
  { keys: ['ArrowUp'], run: page('up'), words: 'a row on or back' },
  { keys: ['PageDown'], run: page('rows-down'), words: 'as many rows as are in view on or back' },
  { keys: ['PageUp'], run: page('rows-up'), words: 'as many rows as are in view on or back' },
  { keys: ['Home'], also: ['Ctrl+Home'], run: page('first'), words: 'first and last page' },
  { keys: ['End'], also: ['Ctrl+End'], run: page('last'), words: 'first and last page' },
  { keys: ['+'], also: ['='], run: { do: 'zoom', levels: -1 }, words: 'half or twice as many pages to a cell' },
  { keys: ['-'], also: ['_'], run: { do: 'zoom', levels: 1 }, words: 'half or twice as many pages to a cell' },
  { keys: ['0'], run: { do: 'fit' }, words: 'show all' },
  { keys: ['r'], run: { do: 'read' }, once: true, words: 'read the pages again' },
  { keys: ['Escape'], also: ['Backspace'], run: { do: 'out' }, words: 'back to the picture' },
];

export const EXPLAIN_KEYS: readonly Binding<'explain'>[] = [
  { keys: ['e'], run: 'explain', once: true, words: 'explain the selected region, and go back' },
];

/** All tables, as the help sheet shows them. */
export const KEY_SHEET: readonly { readonly part: string; readonly bindings: readonly Binding<unknown>[] }[] = [
  { part: 'Everywhere', bindings: VIEW_KEYS },
  { part: 'Picture', bindings: PICTURE_KEYS },
  { part: 'Overview strip', bindings: MINIMAP_KEYS },
  { part: 'Table', bindings: TABLE_KEYS },
  { part: 'Treemap and flame graph', bindings: TILE_KEYS },
  { part: 'Pages', bindings: PAGE_KEYS },
  { part: 'Filter', bindings: FILTER_KEYS },
  { part: 'Explanation', bindings: EXPLAIN_KEYS },
  { part: 'Legend', bindings: LEGEND_KEYS },
  { part: 'Rows of buttons', bindings: ROW_KEYS },
  { part: 'List of bookmarks', bindings: BOOKMARK_KEYS },
];
