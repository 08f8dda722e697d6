/**
 * What a layout view keeps when it is hidden or VS Code restarts: what is shown and how the user looks at it, never the
 * map itself, which is read again.
 */
import { GROUPS, type GroupId } from '../core/kinds/kinds.ts';
import { NO_FILTER, type Filter } from '../core/layout/filter.ts';
import { TRAITS, type TraitId } from '../core/layout/traits.ts';
import { isCount, isFields, readAddress, readSource, type AddressWords, type LayoutSource } from './layout.ts';

/** Raised when the fields change their meaning: an older state is then forgotten. */
const STATE_VERSION = 1;

export interface LayoutState {
  readonly version: number;
  readonly source: LayoutSource;
  /** The part in view by addresses, as folding may change; undefined for the whole picture. */
  readonly view: { readonly from: number; readonly to: number } | undefined;
  readonly filter: Filter;
  readonly foldReservations: boolean;
  readonly selected: AddressWords | undefined;
  /** What the filter's box says. */
  readonly query: string;
  /** The column by which the table is sorted. */
  readonly sort: Sort;
  /** undefined while the view's height decides. */
  readonly show: Show | undefined;
  /** Which map of the file it is; undefined for the only one. */
  readonly map: MapName | undefined;
}

/** A column of the table by its name, and the order of its values. */
export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

/** What of the map is shown. */
export type Show = (typeof SHOWS)[number];
export const SHOWS = ['picture', 'table', 'both'] as const;

/** How a map of a file is found again after the file changed. */
export interface MapName {
  readonly title: string | undefined;
  /** Its first line; 0 where there are no lines. */
  readonly line: number;
}

/** The order of the text. */
export const UNSORTED: Sort = { column: 'start', descending: false };

/** The state to keep. */
export function layoutState(state: Omit<LayoutState, 'version'>): LayoutState {
  return { version: STATE_VERSION, ...state };
}

/** A state as VS Code gives it back, or undefined when it is none or of another version. */
export function readLayoutState(value: unknown): LayoutState | undefined {
  if (!isFields(value) || value['version'] !== STATE_VERSION) return undefined;
  const source = readSource(value['source']);
  if (!source) return undefined;
  return layoutState({
    source,
    view: readSpan(value['view']),
    filter: readFilter(value['filter']),
    foldReservations: value['foldReservations'] !== false,
    selected: readAddress(value['selected']),
    query: typeof value['query'] === 'string' ? value['query'] : '',
    sort: readSort(value['sort']),
    show: SHOWS.find((show) => show === value['show']),
    map: readMapName(value['map']),
  });
}

/**
 * What a state was of, whatever its version: after an update of the extension a view opens again, if not as it was looked at.
 * Undefined when it is no state.
 */
export function readStateSource(value: unknown): LayoutSource | undefined {
  return isFields(value) ? readSource(value['source']) : undefined;
}

function readSort(value: unknown): Sort {
  if (!isFields(value) || typeof value['column'] !== 'string') return UNSORTED;
  return { column: value['column'], descending: value['descending'] === true };
}

function readMapName(value: unknown): MapName | undefined {
  if (!isFields(value)) return undefined;
  const { title, line } = value;
  return isCount(line) ? { title: typeof title === 'string' ? title : undefined, line } : undefined;
}

function readSpan(value: unknown): LayoutState['view'] {
  if (!isFields(value)) return undefined;
  const { from, to } = value;
  return typeof from === 'number' && typeof to === 'number' && from < to ? { from, to } : undefined;
}

function readFilter(value: unknown): Filter {
  if (!isFields(value)) return NO_FILTER;
  const hidden = GROUPS.map(({ id }): GroupId => id).filter((id) => includes(value['hidden'], id));
  const traits = TRAITS.map(({ id }): TraitId => id).filter((id) => includes(value['traits'], id));
  return { hidden, traits };
}

function includes(list: unknown, id: string): boolean {
  return Array.isArray(list) && list.includes(id);
}
