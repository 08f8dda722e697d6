/** How a region is found: by its address, or where the source tells none by its line. */
import { takeBaseline } from '../../core/growth/baseline.ts';
import { pairRegions } from '../../core/growth/pair-regions.ts';
import { GONE } from '../../core/growth/pairs.ts';
import { rowAt } from '../../core/layout/axis.ts';
import { positionStartingAt, startOf } from '../../core/layout/places.ts';
import { addressAt, formatAddress } from '../../core/memory-map/address.ts';
import { lastRowAtOrBefore } from '../../core/memory-map/region-table.ts';
import type { RegionWords } from '../../protocol/explanation.ts';
import type { AddressWords, RegionStart } from '../../protocol/layout.ts';
import { describeRegion } from './describe.ts';
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
  after: Scene,
  start: AddressWords | undefined,
): number | undefined {
  const { axis, listing } = after;
  if (listing.placed) {
    const then = start && before.scene && positionStartingAt(before.scene.axis, ...start);
    if (!before.scene || then === undefined) return start && positionStartingAt(axis, ...start);
    const row = successors(before.scene, after)(then);
    return row === undefined ? undefined : (axis.order?.indexOf(row) ?? row);
  }
  return before.scene?.axis.count === axis.count ? before.selected : undefined;
}

/**
 * What finds the rows of one reading in another, by position: the region with the same start, else what the region became, as stacks
 * grow at their start and reserved space gives way there. Undefined for one that is gone.
 */
export function successors(before: Scene, { axis, listing }: Scene): (position: number) => number | undefined {
  let into: Int32Array | undefined;
  return (position) => {
    const same = positionStartingAt(axis, ...startOf(before.axis, position));
    if (same !== undefined) return rowAt(axis, same);
    // Looks at all regions of both, which most readings need not.
    into ??= pairRegions(takeBaseline(before.listing), takeBaseline(listing)).into;
    const row = into[rowAt(before.axis, position)] ?? GONE;
    return row === GONE ? undefined : row;
  };
}

/** What was selected and is no longer there, in words: `[heap] 5602a793f000\u20135602a7960000`. @param start where it started */
export function goneInWords(
  {
    scene,
    selected,
    gone,
  }: { readonly scene: Scene | undefined; readonly selected: number | undefined; readonly gone: string },
  start: AddressWords | undefined,
): string {
  if (!start) return gone;
  if (!scene || selected === undefined) return formatAddress(addressAt(Uint32Array.from(start), 0));
  const { name, range = '' } = describeRegion(scene, selected);
  return `${name} ${range}`;
}

/** The sentence of it; empty when there is no such thing. */
export function goneInSentence(gone: string): string {
  return gone === '' ? '' : `${gone} is no longer there.`;
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
