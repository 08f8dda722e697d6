/**
 * Scrolling of a table that may be higher than an element can be: browsers cut elements off at 16.7 (Firefox) to 33 million
 * pixels (Chromium), and a million rows are 22 million high. The element that is scrolled is then lower than the table, and
 * its scroll bar stands for the whole in proportion; steps of the wheel and the keyboard move by the table's own pixels.
 * All lengths are in CSS pixels.
 */

/** The highest element that is made. */
export const MOST_HEIGHT = 8_000_000;

export interface Extent {
  readonly rows: number;
  readonly rowHeight: number;
  /** The part of the table that is seen at a time. */
  readonly viewport: number;
}

/** A place in the table. */
export interface Place {
  /** How far the table's top lies above the viewport, in its own pixels. */
  readonly top: number;
  /** The same of the element: its `scrollTop`. */
  readonly scrollTop: number;
}

export const TOP: Place = { top: 0, scrollTop: 0 };

/** The height of the element that is scrolled. */
export function scrolledHeight({ rows, rowHeight, viewport }: Extent): number {
  return Math.max(viewport, Math.min(rows * rowHeight, MOST_HEIGHT));
}

/** True when the element is lower than the table. */
export function isScaled({ rows, rowHeight }: Extent): boolean {
  return rows * rowHeight > MOST_HEIGHT;
}

/** The place with a top that the table can have. */
export function placeAt(extent: Extent, top: number): Place {
  const { rows, rowHeight, viewport } = extent;
  const most = Math.max(0, rows * rowHeight - viewport);
  const within = Math.min(Math.max(0, top), most);
  const room = scrolledHeight(extent) - viewport;
  return { top: within, scrollTop: most > 0 ? within * (room / most) : 0 };
}

/** The place after the element was scrolled; `now` itself where it is only the answer to what was asked of the element. */
export function placeScrolled(extent: Extent, now: Place, scrollTop: number): Place {
  if (Math.abs(scrollTop - now.scrollTop) < 1) return now;
  const { rows, rowHeight, viewport } = extent;
  const room = scrolledHeight(extent) - viewport;
  const most = Math.max(0, rows * rowHeight - viewport);
  return { top: room > 0 ? scrollTop * (most / room) : 0, scrollTop };
}

/** The place moved as little as brings a row into view. */
export function placeShowing(extent: Extent, now: Place, row: number): Place {
  const { rowHeight, viewport } = extent;
  const from = row * rowHeight;
  if (from < now.top) return placeAt(extent, from);
  return from + rowHeight > now.top + viewport ? placeAt(extent, from + rowHeight - viewport) : now;
}

/** The rows that are seen, in part at least, and how far the first of them stands above the viewport. */
export function rowsSeen(
  { rows, rowHeight, viewport }: Extent,
  { top }: Place,
): { readonly first: number; readonly end: number; readonly shift: number } {
  const first = Math.min(Math.floor(top / rowHeight), Math.max(0, rows - 1));
  const end = Math.min(rows, Math.ceil((top + viewport) / rowHeight));
  return { first, end, shift: top - first * rowHeight };
}
