/** Two fingers on the picture: they zoom, and what lies between them stays between them. */
import { columnAt, columnCount, type Lanes } from '../../core/layout/lanes.ts';
import { zoomBetween, type Viewport } from '../../core/layout/viewport.ts';

/** In device pixels from the picture's corner. */
export interface Finger {
  readonly x: number;
  readonly y: number;
}

export class Pinch {
  private readonly fingers = new Map<number, Finger>();
  private start: { readonly view: Viewport; readonly distance: number; readonly at: number } | undefined;

  /** A finger or the mouse comes down. @param view what is in view then */
  down(id: number, finger: Finger, view: Viewport, lanes: Lanes): void {
    this.fingers.set(id, finger);
    this.start = { view, distance: this.distance(), at: this.fraction(lanes) };
  }

  /** The next view after a finger moved, in a picture of `length` units; undefined when it is no pinch. */
  move(id: number, finger: Finger, length: number, lanes: Lanes): Viewport | undefined {
    const { start } = this;
    if (!this.fingers.has(id)) return undefined;
    this.fingers.set(id, finger);
    // A finger alone drags.
    if (this.fingers.size < 2 || !start) return undefined;
    return zoomBetween(start.view, length, this.distance() / start.distance, start.at, this.fraction(lanes));
  }

  /** A finger was lifted: the others do nothing until they come down again. */
  end(): void {
    this.fingers.clear();
  }

  private distance(): number {
    const [a, b] = this.fingers.values();
    return a && b ? Math.max(1, Math.hypot(a.x - b.x, a.y - b.y)) : 1;
  }

  /** How far into the view the middle of the fingers is, 0 to 1. */
  private fraction(lanes: Lanes): number {
    const [a, b = a] = this.fingers.values();
    if (!a || !b) return 0.5;
    return columnAt(lanes, (a.x + b.x) / 2, (a.y + b.y) / 2) / columnCount(lanes);
  }
}
