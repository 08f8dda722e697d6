/** What Escape takes back, a step each time: the filter that is typed, the zoom, the selection. */
import { fit, isFit } from '../../core/layout/viewport.ts';
import { select, withQuery, withView, type Model } from './model.ts';

/** @param picture whether the picture is shown: its zoom is then a step */
export function stepOut(model: Model, picture: boolean): Model {
  const { scene, search, view } = model;
  if (search.text !== '') return withQuery(model, '');
  if (picture && scene && !isFit(view, scene.axis.length)) return withView(model, fit(scene.axis.length));
  return select(model, undefined);
}
