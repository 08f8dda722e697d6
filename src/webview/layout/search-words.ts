/** What the filter finds and what is wrong with it, in words. Texts come from files and from the keyboard: they are never HTML. */
import { printable } from '../../core/memory-map/printable.ts';
import { formatBytes, formatCount } from '../../core/memory-map/size.ts';
import type { Model } from './model.ts';
import type { Search } from './search.ts';

/** So many errors are told; the next ones show when these are gone. */
export const MOST_ERRORS = 2;

/** `1,204 of 65,000 regions, 12 MiB`; empty when nothing is filtered. */
export function foundInWords({ scene }: Pick<Model, 'scene'>): string {
  if (!scene?.passes) return '';
  const { regions, size } = scene.passing;
  const found = `${formatCount(regions)} of ${formatCount(scene.axis.count)} regions`;
  return scene.sized ? `${found}, ${formatBytes(size)}` : found;
}

/** What the filter asks of a map that does not have it, a sentence; empty when there is no such thing. */
export function missingInWords({ missing, errors }: Search): string {
  if (missing.length === 0 || errors.length > 0) return '';
  return `No region of this map has ${missing.map(printable).join(', ')}: those terms find nothing.`;
}

/** All of it, for a voice. */
export function searchInWords(model: Pick<Model, 'scene' | 'search'>): string {
  const errors = model.search.errors.slice(0, MOST_ERRORS).map(({ message }) => printable(message));
  return [...errors, missingInWords(model.search), foundInWords(model)].filter((part) => part !== '').join('. ');
}
