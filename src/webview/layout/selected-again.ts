/** How a region is found again: by its address and what it maps, or where the source tells no addresses by its line. */
import { takeBaseline } from '../../core/growth/baseline.ts';
import { pairRegions } from '../../core/growth/pair-regions.ts';
import { GONE } from '../../core/growth/pairs.ts';
import { rowAt } from '../../core/layout/axis.ts';
import { positionStartingAt, startOf } from '../../core/layout/places.ts';
import { addressAt, formatAddress } from '../../core/memory-map/address.ts';
import { mappedFile, NO_FILE, type MappedFile } from '../../core/memory-map/file-table.ts';
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
export function selectedAgain(before: Before, after: Scene, start: AddressWords | undefined): number | undefined {
  const { axis, listing } = after;
  if (listing.placed) {
    if (!start) return comeBack(before.gone, after);
    const then = before.scene && positionStartingAt(before.scene.axis, ...start);
    if (!before.scene || then === undefined) return positionStartingAt(axis, ...start);
    const row = successors(before.scene, after)(then);
    return row === undefined ? undefined : (axis.order?.indexOf(row) ?? row);
  }
  return before.scene?.axis.count === axis.count ? before.selected : undefined;
}

/**
 * What finds the rows of one reading in another, by position: the region with the same start, else what the region became, as stacks
 * grow at their start and reserved space gives way there. Undefined for one that is gone, also where something else lies there by now.
 */
export function successors(before: Scene, after: Scene): (position: number) => number | undefined {
  let into: Int32Array | undefined;
  const isSame = sameObjects(before, after);
  return (position) => {
    const then = rowAt(before.axis, position);
    const there = positionStartingAt(after.axis, ...startOf(before.axis, position));
    const now = there === undefined ? undefined : rowAt(after.axis, there);
    if (now !== undefined && isSame(then, now)) return now;
    // Looks at all regions of both, which most readings need not.
    into ??= pairRegions(takeBaseline(before.listing), takeBaseline(after.listing)).into;
    const row = into[then] ?? GONE;
    return row === GONE ? undefined : row;
  };
}

/** What tells whether a row of one reading maps what a row of another does, whatever its permissions are by now. */
export function sameObjects(before: Scene, after: Scene): (then: number, now: number) => boolean {
  const [olds, news] = [before.listing.regions, after.listing.regions];
  return (then, now) =>
    isSameObject(mappedFile(olds.files, olds.file[then] ?? NO_FILE), mappedFile(news.files, news.file[now] ?? NO_FILE));
}

function isSameObject(a: MappedFile, b: MappedFile): boolean {
  if (a.path === b.path) return true;
  // Memory without a file may get a name, or lose it.
  if (!isFile(a) && !isFile(b)) return true;
  return a.inode !== 0n && a.inode === b.inode && a.device === b.device;
}

function isFile({ inode, path }: MappedFile): boolean {
  return inode !== 0n || path.startsWith('/');
}

/** What was selected and is no longer there. */
export interface Gone {
  /** `[heap] 5602a793f000\u20135602a7960000`, or its start where no more is known. */
  readonly words: string;
  readonly start: AddressWords;
}

interface Before {
  readonly scene: Scene | undefined;
  readonly selected: number | undefined;
  readonly gone: Gone | undefined;
}

/** What the selected region is by now that is in a reading no more. @param start where it started */
export function goneOf({ scene, selected, gone }: Before, start: AddressWords | undefined): Gone | undefined {
  if (!start) return gone;
  const words = scene && selected !== undefined ? wordsOf(scene, selected) : addressOf(start);
  return { words, start };
}

/** The position of what was gone in a reading that has it again, as that of a file does that was written anew. */
function comeBack(gone: Gone | undefined, scene: Scene): number | undefined {
  const position = gone && positionStartingAt(scene.axis, ...gone.start);
  if (!gone || position === undefined) return undefined;
  const isIt = [wordsOf(scene, position), addressOf(gone.start)].includes(gone.words);
  return isIt ? position : undefined;
}

function wordsOf(scene: Scene, position: number): string {
  const { name, range = '' } = describeRegion(scene, position);
  return `${name} ${range}`;
}

function addressOf(start: AddressWords): string {
  return formatAddress(addressAt(Uint32Array.from(start), 0));
}

/** The sentence of it; empty when there is no such thing. */
export function goneInSentence(gone: Gone | undefined): string {
  return gone ? `${gone.words} is no longer there.` : '';
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
