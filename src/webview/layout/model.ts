/** What the view shows at a moment, and how events change it. Pure: the page draws what it is given. */
import { DEFAULT_COLOURING, type ColouringId } from '../../core/layout/colouring-ids.ts';
import { regionSpan, rowAt } from '../../core/layout/axis.ts';
import { isShown } from '../../core/layout/coverage.ts';
import { NO_FILTER, type Filter } from '../../core/layout/filter.ts';
import { move, type Move } from '../../core/layout/movement.ts';
import { startOf } from '../../core/layout/places.ts';
import { FOLDED, nextScale, type ScaleChoice } from '../../core/layout/scales.ts';
import { clampViewport, fit, reveal, zoomTo, type Viewport } from '../../core/layout/viewport.ts';
import type { AddressWords, Failure, Live, Reading, RegionStart, Snapshot } from '../../protocol/layout.ts';
import { FIRST_CHOICE, type CompositionChoice } from '../../protocol/composition-state.ts';
import { layoutState, UNSORTED, type LayoutState, type Show, type Sort } from '../../protocol/layout-state.ts';
import { viewAddresses, viewAgain, viewOfAddresses } from './addresses-in-view.ts';
import type { Trend } from '../../core/growth/trend.ts';
import { withAges } from './ages.ts';
import { compareWith, otherDocument, type Since } from './baseline.ts';
import { startHistory, type History } from './history.ts';
import { unpackListing, unpackPoints } from './listing.ts';
import { isSameSource } from './same-source.ts';
import { makeScene, recolour, refilter, rescale, type Scene } from './scene.ts';
import { explanationAgain, goneOf, positionOf, selectedAgain, type Gone } from './selected-again.ts';
import { noSearch, search, type Search } from './search.ts';
import { otherEnd, severalAgain, type Several } from './several.ts';
import type { RegionWords } from '../../protocol/explanation.ts';
import { trendAfter } from './trend.ts';
import type { PagesView } from './pages-view.ts';
import { isMapBeside, isSameMap, mapName, mapToRestore } from './which-map.ts';

export interface Model {
  readonly snapshot: Snapshot | undefined;
  readonly failure: Failure | undefined;
  /** Set while the host reads. */
  readonly reading: Reading | undefined;
  /** How the process is read again. */
  readonly live: Live;
  readonly scene: Scene | undefined;
  /** What it is compared with. */
  readonly since: Since | undefined;
  /** How large it was at each reading. */
  readonly trend: Trend;
  readonly view: Viewport;
  readonly filter: Filter;
  readonly search: Search;
  /** How the table is sorted. */
  readonly sort: Sort;
  /** What is shown; undefined while the page's height decides. */
  readonly show: Show | undefined;
  readonly scale: ScaleChoice;
  /** What the user chose; the scene tells what the map can be coloured by. */
  readonly colouring: ColouringId;
  /** Levels inside regions, where the source tells them. */
  readonly fill: boolean;
  /** The views that were looked at. */
  readonly history: History;
  /** Where bookmarked regions start, the oldest bookmark first. */
  readonly bookmarks: readonly AddressWords[];
  /** The sheet of keys is open. */
  readonly help: boolean;
  /** How the composition is shown. */
  readonly composition: CompositionChoice;
  /** Position of the selected region. */
  readonly selected: number | undefined;
  /** What was selected until a reading no longer had it. */
  readonly gone: Gone | undefined;
  /** The regions that are selected together, that one among them; undefined for one or none. */
  readonly several: Several | undefined;
  /** The row where that selection began. */
  readonly anchor: number | undefined;
  /** Whether the explanation is open. */
  readonly explain: boolean;
  /** What the extension told last of a region, and of the pages of one that are to be shown. */
  readonly explanation: RegionWords | undefined;
  readonly pages: PagesView | undefined;
  /** What the state of an earlier life of the view asks for, until its map is there. */
  readonly restore: LayoutState | undefined;
}

/** The model before anything has come. */
export function startModel(restore: LayoutState | undefined): Model {
  return {
    snapshot: undefined,
    failure: undefined,
    reading: undefined,
    live: { type: 'live', state: 'none', words: '' },
    scene: undefined,
    since: undefined,
    trend: restore?.trend ?? [],
    view: { from: 0, to: 1 },
    filter: restore?.filter ?? NO_FILTER,
    search: noSearch(restore?.query ?? ''),
    sort: restore?.sort ?? UNSORTED,
    show: restore?.show,
    scale: restore?.scale ?? FOLDED,
    colouring: restore?.colouring ?? DEFAULT_COLOURING,
    fill: restore?.fill ?? false,
    history: startHistory(undefined),
    bookmarks: restore?.bookmarks ?? [],
    help: false,
    composition: restore?.composition ?? FIRST_CHOICE,
    selected: undefined,
    gone: undefined,
    several: undefined,
    anchor: undefined,
    explain: restore?.explain ?? false,
    explanation: undefined,
    pages: undefined,
    restore,
  };
}

/** Shows a snapshot. The same map read again keeps zoom and selection, by address. */
export function withSnapshot(model: Model, snapshot: Snapshot): Model {
  const kept = model.restore ?? keptState(model);
  const compared = compareWith(model.since, snapshot, unpackListing(snapshot));
  const { since, words } = compared;
  const listing = withAges(model, snapshot, compared);
  const found = search(model.search.text, listing);
  const filters = { filter: model.filter, matches: found.matches };
  const scene = makeScene(listing, unpackPoints(snapshot), filters, model, snapshot, words);
  const same =
    kept && isSameSource(kept.source, snapshot.source) && isSameMap(kept, model, snapshot) ? kept : undefined;
  const alike = same ?? (kept && isMapBeside(kept, model, snapshot) ? kept : undefined);
  const selected = snapshot.selected
    ? positionOf(scene, snapshot.selected)
    : alike && selectedAgain(model, scene, alike.selected);
  // In another map the addresses that were in view may hold nothing: what was selected there tells.
  const seen = same || selected !== undefined ? alike?.view : undefined;
  const view = seen ? viewAgain(scene.axis, seen, model.scene) : fit(scene.axis.length);
  return {
    ...model,
    snapshot,
    failure: undefined,
    reading: undefined,
    search: found,
    scene,
    since,
    trend: trendAfter(same?.trend ?? [], snapshot, scene, model.scene === undefined),
    view,
    history: same && model.scene ? model.history : startHistory(viewAddresses(scene.axis, view)),
    bookmarks: alike?.bookmarks ?? [],
    selected,
    gone: same && selected === undefined ? goneOf(model, same.selected) : undefined,
    several: undefined,
    anchor: undefined,
    ...(alike ? severalAgain(model, scene, selected, snapshot.selected ? undefined : alike.to) : {}),
    explanation: alike && explanationAgain(model.explanation, selectedRow(model), scene, selected),
    // Until the map that it is of has come.
    restore: mapToRestore(model, snapshot) === undefined ? undefined : model.restore,
  };
}

/** Shows a failure; what was drawn of the same source stays. */
export function withFailure(model: Model, failure: Failure): Model {
  const same = model.snapshot && isSameSource(model.snapshot.source, failure.source);
  return same
    ? { ...model, failure, reading: undefined, snapshot: { ...model.snapshot, liveness: failure.liveness } }
    : {
        ...model,
        failure,
        reading: undefined,
        snapshot: undefined,
        scene: undefined,
        selected: undefined,
        several: undefined,
        bookmarks: model.snapshot ? [] : model.bookmarks,
      };
}

/** Selects a position, or nothing, and brings it into view. */
export function select(model: Model, position: number | undefined): Model {
  const { scene } = model;
  const one = { ...model, selected: position, gone: undefined, several: undefined, anchor: undefined };
  if (!scene || position === undefined) return { ...one, selected: undefined };
  const { from, to } = regionSpan(scene.axis, position);
  return { ...one, view: reveal(model.view, scene.axis.length, from, to) };
}

/** Selects the region that the text's cursor is on, when the map has it. */
export function selectPlace(model: Model, place: RegionStart): Model {
  const position = model.scene && positionOf(model.scene, place);
  return position === undefined ? model : select(model, position);
}

/** Selects a row of the table. */
export function selectRow(model: Model, row: number): Model {
  const { scene } = model;
  return scene ? select(model, scene.axis.order ? scene.axis.order.indexOf(row) : row) : model;
}

/** Moves the selection. @param lanes in the picture */
export function moveSelection(model: Model, step: Move, lanes: number): Model {
  const { scene, view } = model;
  if (!scene) return model;
  const unitsPerLane = (view.to - view.from) / lanes;
  const { axis, coverage, objects } = scene;
  const next = move({ axis, coverage, objects, unitsPerLane, start: view.from }, model.selected, step);
  return next === undefined ? model : select(model, next);
}

/** Selects the first region that the filters let through, unless the selected one is such. */
export function selectFirst(model: Model): Model {
  const { scene, selected } = model;
  if (!scene || (selected !== undefined && isShown(scene.coverage, selected))) return model;
  return moveSelection({ ...model, selected: undefined }, 'first', 1);
}

/** Looks at another part. */
export function withView(model: Model, view: Viewport): Model {
  return model.scene ? { ...model, view: clampViewport(view, model.scene.axis.length) } : model;
}

/** Zooms until the selected region fills half of the picture. */
export function zoomToSelection(model: Model): Model {
  if (!model.scene || model.selected === undefined) return model;
  const { from, to } = regionSpan(model.scene.axis, model.selected);
  return { ...model, view: zoomTo(model.scene.axis.length, from, to) };
}

/** Filters anew. */
export function withFilter(model: Model, filter: Filter): Model {
  const { scene } = model;
  return { ...model, filter, scene: scene && refilter(scene, { ...scene.filters, filter }) };
}

/** Searches for what was typed. */
export function withQuery(model: Model, text: string): Model {
  const { scene } = model;
  if (!scene) return { ...model, search: noSearch(text) };
  const found = search(text, scene.listing);
  return { ...model, search: found, scene: refilter(scene, { ...scene.filters, matches: found.matches }) };
}

/** Draws on another scale; what is in view stays in view. */
export function withScale(model: Model, scale: ScaleChoice): Model {
  const { scene } = model;
  if (!scene) return { ...model, scale };
  const shown = viewAddresses(scene.axis, model.view);
  const next = rescale(scene, scale);
  return { ...model, scale, scene: next, view: shown ? viewOfAddresses(next.axis, shown) : fit(next.axis.length) };
}

/** Draws on the next scale that the map can be drawn on. */
export function withNextScale(model: Model): Model {
  const { scene, scale } = model;
  return scene ? withScale(model, { ...scale, id: nextScale(scene.axis.scale, scene.listing.counters) }) : model;
}

/** Colours by something else. What was hidden were categories of the colouring before. */
export function withColouring(model: Model, colouring: ColouringId): Model {
  if (colouring === model.colouring) return model;
  return withLooks({ ...model, colouring, filter: { ...model.filter, hidden: [] } });
}

/** Draws levels inside regions, or none. */
export function withFill(model: Model, fill: boolean): Model {
  return withLooks({ ...model, fill });
}

function withLooks(model: Model): Model {
  const { scene, filter } = model;
  return { ...model, scene: scene && recolour(scene, { ...scene.filters, filter }, model) };
}

/** The row of the selected region. */
export function selectedRow({ scene, selected }: Model): number | undefined {
  return scene && selected !== undefined ? rowAt(scene.axis, selected) : undefined;
}

/** The selected region's start; undefined where the source tells no addresses. */
export function selectedAddress({ scene, selected }: Model): AddressWords | undefined {
  return scene?.listing.placed && selected !== undefined ? startOf(scene.axis, selected) : undefined;
}

/** What to keep of the model while the view is hidden; undefined while nothing is shown. */
export function keptState(model: Model): LayoutState | undefined {
  const { snapshot, scene, failure } = model;
  const source = snapshot?.source ?? failure?.source;
  if (!source) return model.restore;
  return layoutState({
    source,
    view: scene && viewAddresses(scene.axis, model.view),
    filter: model.filter,
    scale: model.scale,
    colouring: model.colouring,
    fill: model.fill,
    selected: selectedAddress(model),
    to: scene && otherEnd(model.several, scene, model.selected),
    query: model.search.text,
    sort: model.sort,
    show: model.show,
    composition: model.composition,
    map: snapshot && mapName(snapshot),
    explain: model.explain,
    bookmarks: model.bookmarks,
    trend: model.trend,
    other: otherDocument(model.since),
  });
}
