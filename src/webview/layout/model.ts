/** What the view shows at a moment, and how events change it. Pure: the page draws what it is given. */
import { regionSpan, rowAt, type Axis } from '../../core/layout/axis.ts';
import type { Filter } from '../../core/layout/filter.ts';
import { move, type Move } from '../../core/layout/movement.ts';
import { addressAtUnit, positionStartingAt, unitAtAddress } from '../../core/layout/places.ts';
import { clampViewport, fit, isFit, reveal, zoomTo, type Viewport } from '../../core/layout/viewport.ts';
import type { AddressWords, Failure, Snapshot } from '../../protocol/layout.ts';
import { unpackRegions } from '../../protocol/unpack-regions.ts';
import { layoutState, type LayoutState } from '../../protocol/layout-state.ts';
import { makeScene, refilter, refold, type Scene } from './scene.ts';

export interface Model {
  readonly snapshot: Snapshot | undefined;
  readonly failure: Failure | undefined;
  /** Set while the host reads what this names. */
  readonly reading: string | undefined;
  readonly scene: Scene | undefined;
  readonly view: Viewport;
  readonly filter: Filter;
  readonly foldReservations: boolean;
  /** Position of the selected region. */
  readonly selected: number | undefined;
  /** What the state of an earlier life of the view asks for, until its map is there. */
  readonly restore: LayoutState | undefined;
}

/** The model before anything has come. */
export function startModel(restore: LayoutState | undefined): Model {
  return {
    snapshot: undefined,
    failure: undefined,
    reading: undefined,
    scene: undefined,
    view: { from: 0, to: 1 },
    filter: restore?.filter ?? { hidden: [], traits: [] },
    foldReservations: restore?.foldReservations ?? true,
    selected: undefined,
    restore,
  };
}

/** Shows a snapshot. The same map read again keeps zoom and selection, by address. */
export function withSnapshot(model: Model, snapshot: Snapshot): Model {
  const kept = model.restore ?? keptState(model);
  const scene = makeScene(unpackRegions(snapshot.regions), model.filter, model.foldReservations);
  const same = kept && isSameSource(kept.source, snapshot.source) ? kept : undefined;
  const wanted = snapshot.selected ?? same?.selected;
  return {
    ...model,
    snapshot,
    failure: undefined,
    reading: undefined,
    scene,
    view: same?.view ? viewOfAddresses(scene.axis, same.view) : fit(scene.axis.length),
    selected: wanted && positionStartingAt(scene.axis, wanted[0], wanted[1]),
    restore: undefined,
  };
}

/** Shows a failure; what was drawn of the same source stays. */
export function withFailure(model: Model, failure: Failure): Model {
  const same = model.snapshot && isSameSource(model.snapshot.source, failure.source);
  return same
    ? { ...model, failure, reading: undefined, snapshot: { ...model.snapshot, liveness: failure.liveness } }
    : { ...model, failure, reading: undefined, snapshot: undefined, scene: undefined, selected: undefined };
}

/** Selects a position, or nothing, and brings it into view. */
export function select(model: Model, position: number | undefined): Model {
  const { scene } = model;
  if (!scene || position === undefined) return { ...model, selected: undefined };
  const { from, to } = regionSpan(scene.axis, position);
  return { ...model, selected: position, view: reveal(model.view, scene.axis.length, from, to) };
}

/** Selects the region that starts at an address, when the picture has it. */
export function selectAddress(model: Model, [low, high]: AddressWords): Model {
  const position = model.scene && positionStartingAt(model.scene.axis, low, high);
  return position === undefined ? model : select(model, position);
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
  return { ...model, filter, scene: model.scene && refilter(model.scene, filter) };
}

/** Folds reservations or draws them to scale; what is in view stays in view. */
export function withFolding(model: Model, foldReservations: boolean): Model {
  const { scene } = model;
  if (!scene) return { ...model, foldReservations };
  const shown = viewAddresses(scene.axis, model.view);
  const next = refold(scene, foldReservations);
  return {
    ...model,
    foldReservations,
    scene: next,
    view: shown ? viewOfAddresses(next.axis, shown) : fit(next.axis.length),
  };
}

/** The selected region's start. */
export function selectedAddress({ scene, selected }: Model): AddressWords | undefined {
  if (!scene || selected === undefined) return undefined;
  const row = rowAt(scene.axis, selected);
  const { start } = scene.axis.table;
  return [start[2 * row] ?? 0, start[2 * row + 1] ?? 0];
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
    foldReservations: model.foldReservations,
    selected: selectedAddress(model),
  });
}

function viewAddresses(axis: Axis, view: Viewport): LayoutState['view'] {
  if (isFit(view, axis.length)) return undefined;
  return { from: addressAtUnit(axis, view.from), to: addressAtUnit(axis, view.to) };
}

function viewOfAddresses(axis: Axis, { from, to }: { from: number; to: number }): Viewport {
  return clampViewport({ from: unitAtAddress(axis, from), to: unitAtAddress(axis, to) }, axis.length);
}

function isSameSource(a: LayoutState['source'], b: LayoutState['source']): boolean {
  if (a.kind === 'document') return b.kind === 'document' && a.uri === b.uri;
  return b.kind === 'process' && a.pid === b.pid && a.startTime === b.startTime;
}
