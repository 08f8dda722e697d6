/** What every part of the view gets: what is shown, in which colours, and how to change it. */
import type { Model } from './model.ts';
import type { Palette } from './palette.ts';

export interface PartProps {
  readonly model: Model;
  readonly palette: Palette;
  /** The palette of kinds, whatever the picture is coloured by. */
  readonly kindPalette: Palette;
  /** Takes the next state of the view. */
  readonly change: (next: (model: Model) => Model) => void;
}
