/** Shows the selected regions in the text. */
import { rowAt } from '../../core/layout/axis.ts';
import type { RegionStart } from '../../protocol/layout.ts';
import { send } from './host.ts';
import { selectedAddress, selectedRow, type Model } from './model.ts';

/** @param focus go there with the keyboard too, and open the text when it is closed */
export function revealSelected(model: Model, focus: boolean): void {
  const start = selectedAddress(model);
  const row = selectedRow(model);
  const line = row === undefined ? undefined : model.scene?.listing.regions.line[row];
  // Dumps have no lines to go to.
  if (start && line !== undefined && line > 0) send({ type: 'reveal', start, line, focus, anchor: otherEnd(model) });
}

/** The other end of several regions that follow one another in the text. */
function otherEnd(model: Model): RegionStart | undefined {
  const { scene, several } = model;
  const row = selectedRow(model);
  if (!scene || !several || row === undefined) return undefined;
  let first = row;
  let last = row;
  for (const position of several.positions) {
    const each = rowAt(scene.axis, position);
    if (each < first) first = each;
    if (each > last) last = each;
  }
  if (last - first + 1 !== several.positions.length || (row !== first && row !== last)) return undefined;
  const other = row === first ? last : first;
  const { start, line } = scene.listing.regions;
  return { start: [start[2 * other] ?? 0, start[2 * other + 1] ?? 0], line: line[other] ?? 0 };
}
