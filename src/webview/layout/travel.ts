/** Going back and forward through the views that were looked at. */
import { fit } from '../../core/layout/viewport.ts';
import { settle, step } from './history.ts';
import { viewAddresses, viewOfAddresses } from './addresses-in-view.ts';
import { type Model } from './model.ts';

/** The model after its view has come to rest. */
export function withSettledView(model: Model): Model {
  const { scene, view } = model;
  if (!scene) return model;
  const history = settle(model.history, viewAddresses(scene.axis, view));
  return history === model.history ? model : { ...model, history };
}

/** Shows the view before or after; the same model when there is none. */
export function travel(model: Model, way: -1 | 1): Model {
  const { scene } = model;
  if (!scene) return model;
  // What is in view now may not have come to rest yet, and can still be gone back to.
  const history = step(withSettledView(model).history, way);
  if (!history) return model;
  const view = history.now ? viewOfAddresses(scene.axis, history.now) : fit(scene.axis.length);
  // As it could be shown: regions may have gone since.
  return { ...model, view, history: { ...history, now: viewAddresses(scene.axis, view) } };
}

/** True when there is a view to go to in a direction. */
export function canTravel(model: Model, way: -1 | 1): boolean {
  return step(withSettledView(model).history, way) !== undefined;
}
