/** Bookmarked regions: kept by the address they start at, so that they are found again in other readings of the map. */
import { positionAtAddress, type Axis } from '../../core/layout/axis.ts';
import { positionStartingAt } from '../../core/layout/places.ts';
import { MOST_BOOKMARKS } from '../../protocol/layout-state.ts';
import type { AddressWords } from '../../protocol/layout.ts';
import { select, selectedAddress, type Model } from './model.ts';

/** A bookmark and where it is on an axis. */
export interface Bookmark {
  readonly address: AddressWords;
  /** The position of the region that holds the address; undefined when none does any more. */
  readonly position: number | undefined;
}

/** The bookmarks in the order of their addresses. */
export function placeBookmarks(axis: Axis, bookmarks: readonly AddressWords[]): readonly Bookmark[] {
  return [...bookmarks]
    .sort((a, b) => a[1] - b[1] || a[0] - b[0])
    .map((address) => ({ address, position: positionOf(axis, address) }));
}

/** True when regions can be bookmarked: they have addresses to find them by. */
export function canBookmark({ scene }: Model): boolean {
  return scene !== undefined && scene.listing.placed;
}

/** True when the selected region has a bookmark. */
export function isBookmarked(model: Model): boolean {
  const address = selectedAddress(model);
  return address !== undefined && model.bookmarks.some((each) => isSame(each, address));
}

/** Bookmarks the selected region, or takes its bookmark away. Beyond so many the oldest is forgotten. */
export function toggleBookmark(model: Model): Model {
  const address = selectedAddress(model);
  if (!address || !canBookmark(model)) return model;
  if (isBookmarked(model)) return removeBookmark(model, address);
  return { ...model, bookmarks: [...model.bookmarks, address].slice(-MOST_BOOKMARKS) };
}

/** Takes a bookmark away. */
export function removeBookmark(model: Model, address: AddressWords): Model {
  return { ...model, bookmarks: model.bookmarks.filter((each) => !isSame(each, address)) };
}

/** Selects the next bookmarked region above the selected one, or below it, and begins anew after the last. */
export function goToNextBookmark(model: Model, way: -1 | 1): Model {
  const { scene, selected } = model;
  if (!scene) return model;
  const positions = placeBookmarks(scene.axis, model.bookmarks).flatMap(({ position }) => position ?? []);
  if (way < 0) positions.reverse();
  const from = selected ?? (way > 0 ? -1 : scene.axis.count);
  const next = positions.find((position) => (position - from) * way > 0) ?? positions[0];
  return next === undefined ? model : select(model, next);
}

/** The region that starts at an address, else the one that it lies in: the region may have grown downwards. */
function positionOf(axis: Axis, [low, high]: AddressWords): number | undefined {
  const start = positionStartingAt(axis, low, high);
  if (start !== undefined) return start;
  const place = positionAtAddress(axis, high * 2 ** 32 + low);
  return place?.inside === true ? place.position : undefined;
}

function isSame(a: AddressWords, b: AddressWords): boolean {
  return a[0] === b[0] && a[1] === b[1];
}
