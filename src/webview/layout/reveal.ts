/** Shows the selected region in the text. */
import { send } from './host.ts';
import { selectedAddress, selectedRow, type Model } from './model.ts';

/** @param focus go there with the keyboard too, and open the text when it is closed */
export function revealSelected(model: Model, focus: boolean): void {
  const start = selectedAddress(model);
  const row = selectedRow(model);
  const line = row === undefined ? undefined : model.scene?.listing.regions.line[row];
  // Dumps have no lines to go to.
  if (start && line !== undefined && line > 0) send({ type: 'reveal', start, line, focus });
}
