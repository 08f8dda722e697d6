/** What a turn of the wheel asks for. */

/** Wheel pixels that double the scale. */
const DOUBLING = 240;
/** A pinch on a touchpad comes as a wheel with Ctrl, in steps that are so many times smaller. */
const PINCH_FACTOR = 8;

/** What of the event tells it. */
export type WheelTurn = Pick<WheelEvent, 'deltaX' | 'deltaY' | 'deltaMode' | 'shiftKey' | 'ctrlKey'>;

/** Moves by so many CSS pixels, or zooms by a factor. */
export type WheelWish = { readonly pan: number } | { readonly zoom: number };

/** With Shift it moves, and sideways. Browsers turn a wheel with Shift sideways themselves: either delta can hold it then. */
export function wheelWish({ deltaX, deltaY, deltaMode, shiftKey, ctrlKey }: WheelTurn): WheelWish {
  const pixels = deltaMode === 0 ? 1 : 30;
  const isSideways = Math.abs(deltaX) > Math.abs(deltaY);
  if (shiftKey || isSideways) return { pan: (isSideways ? deltaX : deltaY) * pixels };
  return { zoom: 2 ** ((-deltaY * pixels * (ctrlKey ? PINCH_FACTOR : 1)) / DOUBLING) };
}

/** Whole steps of a wheel: touchpads send many small turns, of which none is a step. */
export class WheelSteps {
  private readonly pixels: number;
  private rest = 0;

  /** @param pixels that are a step */
  constructor(pixels: number) {
    this.pixels = pixels;
  }

  /** The steps that are complete with this turn. @param most of them at once */
  take(delta: number, most = Infinity): number {
    // Who turns back does not take back what was left over.
    if (delta * this.rest < 0) this.rest = 0;
    const all = this.rest + delta / this.pixels;
    const steps = Math.trunc(all);
    this.rest = Math.abs(steps) > most ? 0 : all - steps;
    return Math.max(-most, Math.min(most, steps));
  }
}
