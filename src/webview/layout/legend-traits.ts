/** The traits that the legend filters by. */
import type { Filter } from '../../core/layout/filter.ts';
import { TRAITS } from '../../core/layout/traits.ts';
import type { Scene } from './scene.ts';

/** A trait, and how many regions have it. */
export type TraitTotal = (typeof TRAITS)[number] & { readonly regions: number };

/** Those that regions have, and those that are filtered by: the last such region can be gone, and its filter still be taken back. */
export function legendTraits({ traits }: Pick<Scene, 'traits'>, filter: Filter): readonly TraitTotal[] {
  return TRAITS.map((trait, i) => ({ ...trait, regions: traits.positions[i]?.length ?? 0 })).filter(
    ({ id, regions }) => regions > 0 || filter.traits.includes(id),
  );
}
