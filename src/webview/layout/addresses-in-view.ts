/** What is in view by addresses, which stay when the scale or the map changes. */
import type { Axis } from '../../core/layout/axis.ts';
import { addressAtUnit, unitAtAddress } from '../../core/layout/places.ts';
import { clampViewport, fit, isFit, type Viewport } from '../../core/layout/viewport.ts';
import type { LayoutState } from '../../protocol/layout-state.ts';

/** A view by the addresses at its ends; undefined for the whole picture. */
export function viewAddresses(axis: Axis, view: Viewport): LayoutState['view'] {
  if (isFit(view, axis.length)) return undefined;
  return { from: addressAtUnit(axis, view.from), to: addressAtUnit(axis, view.to) };
}

/** The view from one address to another, as far as the picture reaches. */
export function viewOfAddresses(axis: Axis, { from, to }: { from: number; to: number }): Viewport {
  const view = { from: unitAtAddress(axis, from), to: unitAtAddress(axis, to) };
  // Where there is nothing any more, as after the process became another program, all is shown.
  return view.from >= axis.length || view.to <= 0 ? fit(axis.length) : clampViewport(view, axis.length);
}
