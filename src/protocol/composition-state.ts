/** What a layout view keeps of its composition: how what a map is made of is shown. */
import { MEASURES, type MeasureId } from '../core/composition/measures.ts';
import { TOTALS_BY, type TotalsBy } from '../core/composition/totals.ts';
import { isFields } from './fields.ts';

/** The views of a composition, in the order of their switch. */
export const COMPOSITION_VIEWS = ['treemap', 'flame', 'totals', 'fragmentation'] as const;
export type CompositionView = (typeof COMPOSITION_VIEWS)[number];

export interface CompositionChoice {
  readonly view: CompositionView;
  /** undefined while what the map has decides. */
  readonly measure: MeasureId | undefined;
  readonly by: TotalsBy;
  /** How the totals are sorted: a column, and the order of its values. */
  readonly sort: { readonly column: string; readonly descending: boolean };
}

/** What is shown first: the largest on top. */
export const FIRST_CHOICE: CompositionChoice = {
  view: 'treemap',
  measure: undefined,
  by: 'kind',
  sort: { column: 'size', descending: true },
};

/** The choice that was kept; what is none, or was kept by another version, is as at first. */
export function readCompositionChoice(value: unknown): CompositionChoice {
  if (!isFields(value)) return FIRST_CHOICE;
  const { view, measure, by, sort } = value;
  return {
    view: COMPOSITION_VIEWS.find((each) => each === view) ?? FIRST_CHOICE.view,
    measure: MEASURES.find(({ id }) => id === measure)?.id,
    by: TOTALS_BY.find(({ id }) => id === by)?.id ?? FIRST_CHOICE.by,
    sort:
      isFields(sort) && typeof sort['column'] === 'string'
        ? { column: sort['column'], descending: sort['descending'] === true }
        : FIRST_CHOICE.sort,
  };
}
