/** The part of the axis that is in view, and how zooming and panning move it. Everything in picture units. */

export interface Viewport {
  readonly from: number;
  readonly to: number;
}

/** The closest zoom: a page fills this part of the picture, so that no zoom leads into a void. */
const SMALLEST_SPAN = 4096;

/** The whole picture. */
export function fit(length: number): Viewport {
  return { from: 0, to: Math.max(length, 1) };
}

/** The same view moved and narrowed so that it lies within the picture. */
export function clampViewport(view: Viewport, length: number): Viewport {
  const whole = Math.max(length, 1);
  const span = Math.min(whole, Math.max(view.to - view.from, Math.min(SMALLEST_SPAN, whole)));
  const from = Math.min(Math.max(0, view.from), whole - span);
  return { from, to: from + span };
}

/** Zooms by a factor (above 1 is closer) while what lies at the fraction `at` (0 to 1) of the view stays there. */
export function zoomAt(view: Viewport, length: number, factor: number, at: number): Viewport {
  return zoomBetween(view, length, factor, at, at);
}

/** Zooms by a factor while what lies at the fraction `before` of the view comes to the fraction `after` of the next one. */
export function zoomBetween(view: Viewport, length: number, factor: number, before: number, after: number): Viewport {
  const span = view.to - view.from;
  const whole = Math.max(length, 1);
  const next = Math.min(whole, Math.max(span / factor, Math.min(SMALLEST_SPAN, whole)));
  const anchor = view.from + span * before;
  return clampViewport({ from: anchor - next * after, to: anchor + next * (1 - after) }, length);
}

/** Moves the view by units; up is positive. */
export function pan(view: Viewport, length: number, units: number): Viewport {
  return clampViewport({ from: view.from + units, to: view.to + units }, length);
}

/** True when the view is the whole picture. */
export function isFit(view: Viewport, length: number): boolean {
  return view.to - view.from >= Math.max(length, 1) * (1 - 1e-9);
}

/**
 * The view moved as little as shows a stretch, with up to an eighth of the view around it; unchanged when it is in view.
 * What is larger than the view is shown from its start, unless it fills the view already.
 */
export function reveal(view: Viewport, length: number, from: number, to: number): Viewport {
  if (from >= view.from && to <= view.to) return view;
  const span = view.to - view.from;
  const room = span - (to - from);
  if (room < 0) return from <= view.from && to >= view.to ? view : pan(view, length, from - view.from);
  const margin = Math.min(span / 8, room / 2);
  return pan(view, length, from < view.from ? from - margin - view.from : to + margin - view.to);
}

/** The view that shows a stretch in the middle half of the picture. */
export function zoomTo(length: number, from: number, to: number): Viewport {
  const margin = (to - from) / 2;
  const least = Math.max(0, (SMALLEST_SPAN - (to - from)) / 2);
  return clampViewport({ from: from - Math.max(margin, least), to: to + Math.max(margin, least) }, length);
}
