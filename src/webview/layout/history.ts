/** The views that were looked at, to go back to and forward: kept by addresses, so that they survive folding and new readings. */
import type { LayoutState } from '../../protocol/layout-state.ts';

/** A view by addresses; undefined for the whole picture. */
export type Span = LayoutState['view'];

export interface History {
  /** The last one is the one before `now`. */
  readonly past: readonly Span[];
  readonly now: Span;
  /** The first one is the one after `now`. */
  readonly future: readonly Span[];
}

/** So many steps back are kept. */
const MOST = 100;

/** A history that starts with a view. */
export function startHistory(now: Span): History {
  return { past: [], now, future: [] };
}

/** Takes a view that somebody came to rest on as a step, unless it is the one that the history is at. */
export function settle(history: History, now: Span): History {
  if (isSame(history.now, now)) return history;
  return { past: [...history.past, history.now].slice(-MOST), now, future: [] };
}

/** Goes a step back or forward; undefined when there is none. */
export function step({ past, now, future }: History, way: -1 | 1): History | undefined {
  if (way < 0) {
    return past.length === 0 ? undefined : { past: past.slice(0, -1), now: past.at(-1), future: [now, ...future] };
  }
  return future.length === 0 ? undefined : { past: [...past, now], now: future[0], future: future.slice(1) };
}

/** Addresses come out of picture units with a rounding. */
function isSame(a: Span, b: Span): boolean {
  if (!a || !b) return a === b;
  const little = (a.to - a.from) * 1e-6;
  return Math.abs(a.from - b.from) <= little && Math.abs(a.to - b.to) <= little;
}
