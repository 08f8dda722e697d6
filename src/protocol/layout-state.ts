/**
 * What a layout view keeps when it is hidden or VS Code restarts: what is shown and how the user looks at it, never the
 * map itself, which is read again.
 */
import { COLOURING_IDS, DEFAULT_COLOURING, isFixedCategory, type ColouringId } from '../core/layout/colouring-ids.ts';
import { NO_FILTER, type Filter } from '../core/layout/filter.ts';
import { withPoint, type Trend } from '../core/growth/trend.ts';
import { FOLDED, SCALES, type ScaleChoice } from '../core/layout/scales.ts';
import { TRAITS, type TraitId } from '../core/layout/traits.ts';
import { keptChoice, readCompositionChoice, type CompositionChoice } from './composition-state.ts';
import { isCount, isFields, readAddress } from './fields.ts';
import { readSource, type AddressWords, type LayoutSource } from './layout.ts';

/** Raised when the fields change their meaning: an older state is then forgotten. */
const STATE_VERSION = 1;

export interface LayoutState {
  readonly version: number;
  readonly source: LayoutSource;
  /** The part in view by addresses, as the scale may change; undefined for the whole picture. */
  readonly view: { readonly from: number; readonly to: number } | undefined;
  readonly filter: Filter;
  readonly scale: ScaleChoice;
  readonly colouring: ColouringId;
  /** Levels inside regions. */
  readonly fill: boolean;
  readonly selected: AddressWords | undefined;
  /** Where the other end starts of all that is selected from that region on; undefined for one region or scattered ones. */
  readonly to: AddressWords | undefined;
  /** What the filter's box says. */
  readonly query: string;
  /** The column by which the table is sorted. */
  readonly sort: Sort;
  /** undefined while the view's height decides. */
  readonly show: Show | undefined;
  /** How the composition is shown. */
  readonly composition: CompositionChoice;
  /** Which map of the file it is; undefined for the only one. */
  readonly map: MapName | undefined;
  /** Whether the explanation is open. */
  readonly explain: boolean;
  /** Where bookmarked regions start, the oldest bookmark first. */
  readonly bookmarks: readonly AddressWords[];
  /** What its readings came to. */
  readonly trend: Trend;
  /** The document that it is compared with, where that is another one. */
  readonly other: string | undefined;
}

/** A column of the table by its name, and the order of its values. */
export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

/** What of the map is shown. */
export type Show = (typeof SHOWS)[number];
const SHOWS = ['picture', 'table', 'both', 'composition'] as const;

/** How a map of a file is found again after the file changed. */
export interface MapName {
  readonly title: string | undefined;
  /** Its first line; 0 where there are no lines. */
  readonly line: number;
}

/** So many bookmarks are kept. */
export const MOST_BOOKMARKS = 100;

/** The order of the text. */
export const UNSORTED: Sort = { column: 'start', descending: false };

/** The state to keep. Categories and names that are a map's own, such as its files, are no state of the view. */
export function layoutState(state: Omit<LayoutState, 'version'>): LayoutState {
  const hidden = state.filter.hidden.filter(isFixedCategory);
  const composition = keptChoice(state.composition);
  return { version: STATE_VERSION, ...state, filter: { ...state.filter, hidden }, composition };
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
    scale: readScale(value),
    colouring: COLOURING_IDS.find((id) => id === value['colouring']) ?? DEFAULT_COLOURING,
    fill: value['fill'] === true,
    selected: readAddress(value['selected']),
    to: readAddress(value['to']),
    query: typeof value['query'] === 'string' ? value['query'] : '',
    sort: readSort(value['sort']),
    show: SHOWS.find((show) => show === value['show']),
    composition: readCompositionChoice(value['composition']),
    map: readMapName(value['map']),
    explain: value['explain'] === true,
    bookmarks: readBookmarks(value['bookmarks']),
    trend: readTrend(value['trend']),
    other: typeof value['other'] === 'string' ? value['other'] : undefined,
  });
}

/** Before there were several scales, a state held only whether the folded one folds reservations. */
function readScale({ scale, foldReservations }: Readonly<Record<string, unknown>>): ScaleChoice {
  const { id, foldReservations: folds } = isFields(scale) ? scale : { id: undefined, foldReservations };
  return { id: SCALES.find((each) => each.id === id)?.id ?? FOLDED.id, foldReservations: folds !== false };
}

function readBookmarks(value: unknown): LayoutState['bookmarks'] {
  if (!Array.isArray(value)) return [];
  const items: readonly unknown[] = value;
  return items
    .slice(-MOST_BOOKMARKS)
    .map(readAddress)
    .filter((address) => address !== undefined);
}

/** Readings that are none, or not later than the one before, are left out. */
function readTrend(value: unknown): Trend {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  let trend: Trend = [];
  for (const item of items) {
    if (!isFields(item) || !isCount(item['mapped']) || !Number.isFinite(item['at'])) continue;
    const rss = isCount(item['rss']) ? item['rss'] : undefined;
    const point = { at: Number(item['at']), mapped: item['mapped'], rss };
    trend = withPoint(trend, item['unread'] === true ? { ...point, unread: true } : point);
  }
  return trend;
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
  const list: readonly unknown[] = Array.isArray(value['hidden']) ? value['hidden'] : [];
  const hidden = list.filter((id) => typeof id === 'string');
  const traits = TRAITS.map(({ id }): TraitId => id).filter((id) => includes(value['traits'], id));
  return { hidden, traits };
}

function includes(list: unknown, id: string): boolean {
  return Array.isArray(list) && list.includes(id);
}
