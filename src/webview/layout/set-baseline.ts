/** How the baseline is set and cleared, and what is shown of the changes since then. */
import { DEFAULT_COLOURING } from '../../core/layout/colouring-ids.ts';
import { onlyCategory } from '../../core/layout/filter.ts';
import type { Baseline } from '../../protocol/layout.ts';
import { compareWith, sinceOf, type Since } from './baseline.ts';
import { unpackListing } from './listing.ts';
import { withColouring, withFilter, type Model } from './model.ts';
import { recompare } from './scene.ts';
import { search } from './search.ts';

/** Compares with what is seen now. */
export function setBaseline(model: Model): Model {
  const { scene, snapshot, filter } = model;
  if (!scene || !snapshot || scene.axis.count === 0) return model;
  // What showed only changes would show nothing now.
  const isByGrowth = scene.coloured.by.id === 'growth';
  const next = isByGrowth ? withFilter(model, { ...filter, hidden: [] }) : model;
  return withSince(next, sinceOf(snapshot, scene.listing, true));
}

/** Compares with nothing, until a baseline is set. */
export function clearBaseline(model: Model): Model {
  const { since, colouring } = model;
  if (!since) return model;
  const next = colouring === 'growth' ? withColouring(model, DEFAULT_COLOURING) : model;
  return withSince(next, { ...since, chosen: true, baseline: undefined });
}

/** Takes the baseline of an earlier life of the page, before the map comes, or one that the user chose among other maps. */
export function takenBaseline(model: Model, { of, chosen, shown }: Baseline): Model {
  if (of) {
    const since = sinceOf(of, unpackListing(of), chosen, shown);
    return withSince({ ...model, since }, since);
  }
  const source = model.restore?.source;
  if (!source) return model;
  return {
    ...model,
    since: {
      source,
      id: 0,
      map: 0,
      mapCount: 1,
      readAt: 0,
      title: undefined,
      other: undefined,
      chosen,
      baseline: undefined,
    },
  };
}

/** The changes that are shown one sort at a time, by their categories. */
export type ChangeId = 'growth-new' | 'growth-grown' | 'growth-shrunk';

/** Shows nothing but one sort of change, in the colours of growth; or all again. */
export function showOnly(model: Model, id: ChangeId): Model {
  const next = withColouring(model, 'growth');
  return withFilter(next, onlyCategory(next.filter, id, categoriesOf(next)));
}

/** True when nothing but that is shown. */
export function isOnly(model: Model, id: ChangeId): boolean {
  const { scene, filter } = model;
  if (scene?.coloured.by.id !== 'growth' || filter.hidden.length === 0) return false;
  return categoriesOf(model).every((each) => filter.hidden.includes(each) === (each !== id));
}

function categoriesOf({ scene }: Model): readonly string[] {
  return (scene?.legend ?? []).flatMap(({ category }) => scene?.coloured.categories[category]?.id ?? []);
}

function withSince(model: Model, since: Since): Model {
  const { scene, snapshot } = model;
  if (!scene || !snapshot) return model;
  const compared = compareWith(since, snapshot, scene.listing);
  // The filter may ask for what is new.
  const found = search(model.search.text, compared.listing);
  const filters = { filter: model.filter, matches: found.matches };
  return { ...model, since: compared.since, search: found, scene: recompare(scene, compared, filters, model) };
}
