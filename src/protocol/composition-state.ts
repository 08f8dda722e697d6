/** What a layout view keeps of its composition: how what a map is made of is shown. */
import { MEASURES, type MeasureId } from '../core/composition/measures.ts';
import { TOTALS_BY, type TotalsBy } from '../core/composition/totals.ts';
import { isFixedCategory } from '../core/layout/colouring-ids.ts';
import { isFields, readAddress } from './fields.ts';
import type { AddressWords } from './layout.ts';

/** The views of a composition, in the order of their switch. */
export const COMPOSITION_VIEWS = ['treemap', 'flame', 'totals', 'fragmentation'] as const;
export type CompositionView = (typeof COMPOSITION_VIEWS)[number];

/** Where a treemap or a flame graph starts. */
export interface TilePlace {
  /** The id of a group of kinds. */
  readonly group: string;
  /** An object in it: where its first region starts, if the map has addresses, and while the view is open its name. */
  readonly object: { readonly start: AddressWords | undefined; readonly name?: string } | undefined;
}

export interface CompositionChoice {
  readonly view: CompositionView;
  /** undefined while what the map has decides. */
  readonly measure: MeasureId | undefined;
  readonly by: TotalsBy;
  /** undefined for the whole map. */
  readonly place: TilePlace | undefined;
  /** How the totals are sorted: a column, and the order of its values. */
  readonly sort: { readonly column: string; readonly descending: boolean };
}

/** What is shown first: the largest on top. */
export const FIRST_CHOICE: CompositionChoice = {
  view: 'treemap',
  measure: undefined,
  by: 'kind',
  place: undefined,
  sort: { column: 'size', descending: true },
};

/** The choice to keep: names are a map's own, and the place of a map without addresses is its kind. */
export function keptChoice(choice: CompositionChoice): CompositionChoice {
  const { place } = choice;
  const start = place?.object?.start;
  return { ...choice, place: place && { group: place.group, object: start && { start } } };
}

function readPlace(value: unknown): TilePlace | undefined {
  if (!isFields(value) || typeof value['group'] !== 'string' || !isFixedCategory(value['group'])) return undefined;
  const { group, object } = value;
  const start = isFields(object) ? readAddress(object['start']) : undefined;
  return { group, object: start && { start } };
}

/** The choice that was kept; what is none, or was kept by another version, is as at first. */
export function readCompositionChoice(value: unknown): CompositionChoice {
  if (!isFields(value)) return FIRST_CHOICE;
  const { view, measure, by, place, sort } = value;
  return {
    view: COMPOSITION_VIEWS.find((each) => each === view) ?? FIRST_CHOICE.view,
    measure: MEASURES.find(({ id }) => id === measure)?.id,
    by: TOTALS_BY.find(({ id }) => id === by)?.id ?? FIRST_CHOICE.by,
    place: readPlace(place),
    sort:
      isFields(sort) && typeof sort['column'] === 'string'
        ? { column: sort['column'], descending: sort['descending'] === true }
        : FIRST_CHOICE.sort,
  };
}
