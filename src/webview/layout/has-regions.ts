/** Whether there is anything to draw, list and export. */
import type { Model } from './model.ts';
import type { Scene } from './scene.ts';

/** True when a map is shown that has regions; the one of smaps_rollup stands for all of them and is none. */
export function hasRegions(model: Model): model is Model & { readonly scene: Scene } {
  return model.scene !== undefined && model.scene.axis.count > 0 && model.snapshot?.dialect !== 'smaps_rollup';
}
