/** How a region is found: by its address, or where the source tells none by its line. */
import { rowAt } from '../../core/layout/axis.ts';
import { positionStartingAt } from '../../core/layout/places.ts';
import { lastRowAtOrBefore } from '../../core/memory-map/region-table.ts';
import type { RegionWords } from '../../protocol/explanation.ts';
import type { AddressWords, RegionStart } from '../../protocol/layout.ts';
import type { Scene } from './scene.ts';

/** The position of a place in the text. */
export function positionOf({ axis, listing }: Scene, { start: [low, high], line }: RegionStart): number | undefined {
  return listing.placed ? positionStartingAt(axis, low, high) : lastRowAtOrBefore(listing.regions, line);
}

/**
 * The position in another reading of the region that was selected. Without addresses it is the one in the same place, unless
 * there are more or less than before.
 * @param start where it started
 */
export function selectedAgain(
  before: { readonly scene: Scene | undefined; readonly selected: number | undefined },
  { axis, listing }: Scene,
  start: AddressWords | undefined,
): number | undefined {
  if (listing.placed) return start && positionStartingAt(axis, ...start);
  return before.scene?.axis.count === axis.count ? before.selected : undefined;
}

/**
 * What was told of the selected region, for the row that it has in another reading: it nearly is so still. What was told of any
 * other region is dropped, as its row can be another region's now.
 */
export function explanationAgain(
  told: RegionWords | undefined,
  before: number | undefined,
  { axis }: Scene,
  selected: number | undefined,
): RegionWords | undefined {
  if (!told || selected === undefined || told.place.row !== before) return undefined;
  return { ...told, place: { ...told.place, row: rowAt(axis, selected) } };
}
