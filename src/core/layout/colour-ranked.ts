/** Colours for what a map has an unknown number of: the largest get colours of their own. */
import type { Hue } from './category.ts';

/** Colours for things without an order, the most different ones first; a unit test holds how different they are. */
export const DISTINCT_HUES: readonly Hue[] = [
  'program',
  'anonymous',
  'heap',
  'stack',
  'shared',
  'library',
  'jit',
  'file',
  'device',
  'thread-stack',
];

/** The indexes of the largest weights above 0, the largest first: as many as there are colours. */
export function largest(weights: ArrayLike<number>): readonly number[] {
  const found: number[] = [];
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i] ?? 0;
    const last = found.at(-1);
    if (weight <= 0 || (found.length === DISTINCT_HUES.length && weight <= (weights[last ?? 0] ?? 0))) continue;
    let place = found.length;
    while (place > 0 && (weights[found[place - 1] ?? 0] ?? 0) < weight) place--;
    found.splice(place, 0, i);
    if (found.length > DISTINCT_HUES.length) found.pop();
  }
  return found;
}
