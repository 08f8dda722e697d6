/** How several regions come to be selected: from where the selection stands to another region, in the order of the view that asks. */
import { rowAt } from '../../core/layout/axis.ts';
import type { Move } from '../../core/layout/movement.ts';
import { isShown } from '../../core/layout/coverage.ts';
import type { Select } from '../../protocol/layout.ts';
import { moveSelection, select, selectedRow, selectPlace, selectRow, type Model } from './model.ts';
import { severalOf } from './several.ts';

/**
 * Selects from the row where the selection began to this one, which becomes the selected one.
 * @param rows of the view that asks, in its order
 */
export function extendTo(model: Model, row: number, rows: Uint32Array): Model {
  const { scene } = model;
  const anchor = model.anchor ?? selectedRow(model) ?? row;
  const next = selectRow(model, row);
  if (!scene) return next;
  const from = rows.indexOf(anchor);
  const to = rows.indexOf(row);
  // What the selection began with is no longer shown.
  if (from < 0 || to < 0) return next;
  const chosen = rows.subarray(Math.min(from, to), Math.max(from, to) + 1);
  return { ...next, anchor, several: severalOf(scene, chosen) };
}

/** As `extendTo`, in the order of the picture. */
export function extendToPosition(model: Model, position: number | undefined): Model {
  const { scene } = model;
  if (!scene || position === undefined) return model;
  return extendTo(model, rowAt(scene.axis, position), pictureRows(model));
}

/** Moves the end of the selection. @param lanes in the picture */
export function extendSelection(model: Model, step: Move, lanes: number): Model {
  const { selected } = moveSelection(model, step, lanes);
  return extendToPosition(model, selected);
}

/** Selects all these rows. */
export function selectRows(model: Model, rows: Uint32Array): Model {
  const { scene } = model;
  return scene ? { ...model, anchor: undefined, several: severalOf(scene, rows) } : model;
}

/** Selects what the text's cursor is on, or the regions on the lines that are selected there. */
export function selectInText(model: Model, { start, line, anchor }: Select): Model {
  const next = selectPlace(model, { start, line });
  const other = anchor && selectedRow(selectPlace(model, anchor));
  const row = selectedRow(next);
  const { scene } = model;
  if (!scene || row === undefined || other === undefined || row === other) return next;
  const first = Math.min(row, other);
  const rows = Uint32Array.from({ length: Math.max(row, other) - first + 1 }, (_, i) => first + i);
  return { ...select(next, next.selected), anchor: other, several: severalOf(scene, rows) };
}

/** The rows of the picture in its order, without those that are dimmed. */
function pictureRows({ scene }: Model): Uint32Array {
  if (!scene) return new Uint32Array(0);
  const { axis, coverage } = scene;
  const rows = new Uint32Array(axis.count);
  let count = 0;
  for (let p = 0; p < axis.count; p++) if (isShown(coverage, p)) rows[count++] = rowAt(axis, p);
  return rows.subarray(0, count);
}
