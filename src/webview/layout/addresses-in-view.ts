/** What is in view by addresses, which stay when the scale or the map changes. */
import { positionAtAddress, rowAt, type Axis } from '../../core/layout/axis.ts';
import { addressNumberAt } from '../../core/memory-map/address.ts';
import { addressAtUnit, unitAtAddress } from '../../core/layout/places.ts';
import { clampViewport, fit, isFit, type Viewport } from '../../core/layout/viewport.ts';
import type { LayoutState } from '../../protocol/layout-state.ts';

interface Addresses {
  readonly from: number;
  readonly to: number;
}

/** A view by the addresses at its ends; undefined for the whole picture. */
export function viewAddresses(axis: Axis, view: Viewport): LayoutState['view'] {
  if (isFit(view, axis.length)) return undefined;
  return { from: addressAtUnit(axis, view.from), to: addressAtUnit(axis, view.to) };
}

/** The view from one address to another, as far as the picture reaches. */
export function viewOfAddresses(axis: Axis, { from, to }: Addresses): Viewport {
  const view = { from: unitAtAddress(axis, from), to: unitAtAddress(axis, to) };
  // Where there is nothing any more, as after the process became another program, all is shown.
  return view.from >= axis.length || view.to <= 0 ? fit(axis.length) : clampViewport(view, axis.length);
}

/**
 * The same addresses in another reading, or all of it where regions were in view and none is: the process runs another program
 * now, whose regions lie elsewhere.
 * @param before what was shown until now; undefined after the view was loaded anew
 */
export function viewAgain(axis: Axis, seen: Addresses, before: { readonly axis: Axis } | undefined): Viewport {
  const isGone = before !== undefined && holdsRegion(before.axis, seen) && !holdsRegion(axis, seen);
  return isGone ? fit(axis.length) : viewOfAddresses(axis, seen);
}

function holdsRegion(axis: Axis, { from, to }: Addresses): boolean {
  const next = positionAtAddress(axis, from);
  return next !== undefined && (next.inside || addressNumberAt(axis.table.start, rowAt(axis, next.position)) < to);
}
