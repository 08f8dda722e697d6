/** What every part of the view gets: what is shown, in which colours, and how to change it. */
import type { Model } from './model.ts';
import type { Palette } from './palette.ts';

export interface PartProps {
  readonly model: Model;
  readonly palette: Palette;
  /** Takes the next state of the view. */
  readonly change: (next: (model: Model) => Model) => void;
}
