/** What an exported picture or report says of itself: what it shows, when it was read, at which scale, and what is filtered. */
import { DEFAULT_COLOURING } from '../../core/layout/colouring-ids.ts';
import { sumTotals } from '../../core/layout/groups.ts';
import { addressAtUnit } from '../../core/layout/places.ts';
import { scaleOf } from '../../core/layout/scales.ts';
import { TRAITS } from '../../core/layout/traits.ts';
import { isFit } from '../../core/layout/viewport.ts';
import { formatAddress } from '../../core/memory-map/address.ts';
import { printable } from '../../core/memory-map/printable.ts';
import { formatBytes, formatCount, formatShare } from '../../core/memory-map/size.ts';
import { changesInWords } from './growth-words.ts';
import type { Model } from './model.ts';
import { utc } from './moments.ts';
import { pixelWords } from './scale-words.ts';
import type { Scene } from './scene.ts';

export interface Caption {
  readonly title: string;
  /** A line each, none of them empty. */
  readonly lines: readonly string[];
}

/** The caption of the address space. @param bytesPerPixel of the picture, in CSS pixels; undefined where there is none */
export function captionOf(model: Model, scene: Scene, bytesPerPixel: number | undefined): Caption {
  const picture = bytesPerPixel === undefined ? [] : aboutScale(model, scene, bytesPerPixel);
  return caption('Memory layout', model, [
    [...aboutMap(model, scene), aboutHoles(scene)],
    picture,
    aboutGrowth(scene),
    [aboutFilter(model, scene)],
  ]);
}

/** The caption of a view of the composition. @param about what it shows; `isFiltered` when of what passes the filter alone */
export function compositionCaption(model: Model, scene: Scene, about: readonly string[], isFiltered: boolean): Caption {
  return caption('Memory composition', model, [
    aboutMap(model, scene),
    about,
    isFiltered ? [aboutFilter(model, scene)] : [],
  ]);
}

function caption(what: string, { snapshot }: Model, lines: readonly (readonly string[])[]): Caption {
  return {
    title: `${what} of ${printable(snapshot?.title ?? '')}`,
    lines: lines.map(joined).filter((line) => line !== ''),
  };
}

function aboutMap({ snapshot }: Model, { axis, totals, sized }: Scene): readonly string[] {
  const { usable, reserved } = sumTotals(totals);
  const map = snapshot?.maps[snapshot.map];
  return [
    snapshot && snapshot.mapCount > 1
      ? `map ${formatCount(snapshot.map + 1)} of ${formatCount(snapshot.mapCount)}${map?.title === undefined ? '' : ` (${printable(map.title)})`}`
      : '',
    snapshot ? `read ${utc(snapshot.readAt)}` : '',
    snapshot?.liveness === 'ended' ? 'the process has ended' : '',
    counted(axis.count, 'region'),
    sized ? `${formatBytes(usable)} mapped` : '',
    reserved > 0 ? `${formatBytes(reserved)} reserved` : '',
  ];
}

/** Those of the picture: what lies below the first region is one, where the fragmentation has those between regions. */
function aboutHoles({ axis: { holes }, undrawable }: Scene): string {
  return undrawable === undefined && holes.count > 0 ? counted(holes.count, 'hole') : '';
}

/** What colours mean; empty when it is what they mean at first. */
export function aboutColours({ by }: Scene['coloured']): string {
  return by.id === DEFAULT_COLOURING ? '' : `colours: ${by.label.toLowerCase()}`;
}

function aboutScale({ view }: Model, { axis, coloured, fill }: Scene, bytesPerPixel: number): readonly string[] {
  const { holes, folding } = axis;
  const address = (unit: number): string => formatAddress(BigInt(Math.floor(addressAtUnit(axis, unit))));
  return [
    `scale: ${scaleOf(axis.scale).label.toLowerCase()}, ${pixelWords(axis, bytesPerPixel)}`,
    aboutColours(coloured),
    fill ? 'filled with the parts of memory and swap' : '',
    holes.folded > 0 ? `${counted(holes.folded, 'hole')} of more than ${formatBytes(folding.gap)} folded` : '',
    isFit(view, axis.length)
      ? ''
      : `${formatShare(view.to - view.from, axis.length)} in view, from ${address(view.from)} to ${address(view.to)}`,
  ];
}

/** `since 2026-01-02 14:02:11 UTC: 3 new · 2 grown · 1 gone · size +12.3 MiB`. */
function aboutGrowth({ listing: { growth }, since }: Scene): readonly string[] {
  if (!growth) return [];
  const parts = changesInWords(growth);
  return [`since ${since.stamp}: ${parts[0] ?? 'no change'}`, ...parts.slice(1)];
}

/** What does not pass is dimmed in the picture and left out of the table. */
function aboutFilter({ filter, search }: Model, { passes, passing, axis, sized, coloured }: Scene): string {
  if (!passes) return '';
  /** Categories of a map's own, such as its files, can be gone from it by now. */
  const labels = (word: string, ids: readonly string[], of: readonly { id: string; label: string }[]): string => {
    const found = of.flatMap(({ id, label }) => (ids.includes(id) ? [label] : []));
    return found.length > 0 ? `${word} ${found.join(', ')}` : '';
  };
  const parts = [
    search.text.trim() === '' ? '' : printable(search.text.trim()),
    labels('without', filter.hidden, coloured.categories),
    labels('only', filter.traits, TRAITS),
  ];
  if (joined(parts) === '') return '';
  const size = sized ? `, ${formatBytes(passing.size)}` : '';
  return `filter: ${joined(parts)} \u2192 ${formatCount(passing.regions)} of ${counted(axis.count, 'region')}${size}`;
}

function counted(count: number, word: string): string {
  return `${formatCount(count)} ${word}${count === 1 ? '' : 's'}`;
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' \u00b7 ');
}
