/**
 * How often a live map is read again. Reading costs the target time under its own locks, and how much depends on its kernel, so
 * the pause after a read is many times what the read took: reading takes 2 % of the time at most, whatever was chosen.
 */

/** What can be chosen. `onChange` looks as often as is allowed, for whoever wants to see a change soon. */
export const PACES = ['off', '1s', '5s', 'onChange'] as const;
export type Pace = (typeof PACES)[number];

/** True for a pace as settings and commands give it. */
export function isPace(value: unknown): value is Pace {
  return PACES.some((pace) => pace === value);
}

/** The wanted pauses in milliseconds; undefined where nothing is read unless it is asked for. */
const INTERVALS: Readonly<Record<Pace, number | undefined>> = { off: undefined, '1s': 1000, '5s': 5000, onChange: 250 };

/** The pause is at least so many times as long as the read before it. */
export const READS_APART = 50;

/**
 * While another window has the keyboard nobody needs to see a change sooner than this, in milliseconds. No longer than a pace that
 * was chosen: the map may stand on a second screen.
 */
export const BACKGROUND = 1000;

/** What decides the pause. */
export interface Conditions {
  /** How long the last read took, in milliseconds. */
  readonly readMs: number;
  /** Another window has the keyboard. */
  readonly isBackground: boolean;
}

/** A pause, and why it is longer than the one that was chosen. */
export interface Pause {
  /** In milliseconds, from the end of a read to the start of the next. */
  readonly ms: number;
  readonly because: 'chosen' | 'background' | 'slow-reads';
}

/** The pause after a read; undefined when there is no next one. */
export function pauseAfter(pace: Pace, { readMs, isBackground }: Conditions): Pause | undefined {
  const chosen = INTERVALS[pace];
  if (chosen === undefined) return undefined;
  const needed = Math.ceil(READS_APART * Math.max(0, readMs));
  const calm = isBackground ? BACKGROUND : 0;
  if (needed > chosen && needed >= calm) return { ms: needed, because: 'slow-reads' };
  return calm > chosen ? { ms: calm, because: 'background' } : { ms: chosen, because: 'chosen' };
}

/** Calls back once after some milliseconds; what it gives stops that. */
export type Timer = (run: () => void, ms: number) => () => void;

/**
 * Does something again and again: the next time only after the last one has ended, and a pause. While it is stopped there is no
 * timer.
 */
export class PacedLoop {
  private readonly step: () => Promise<number | undefined>;
  private readonly timer: Timer;
  private stopTimer: (() => void) | undefined;
  private isStepping = false;
  private isWanted = false;

  /** @param step gives the pause until the next one in milliseconds; undefined to stop. It does not fail. */
  constructor(step: () => Promise<number | undefined>, timer: Timer) {
    this.step = step;
    this.timer = timer;
  }

  /** Goes on with the next step after a pause, instead of the one that it would have waited for. */
  start(pause: number): void {
    this.isWanted = true;
    if (this.isStepping) return;
    this.clearTimer();
    this.stopTimer = this.timer(() => void this.run(), pause);
  }

  /** No further step. One that is under way ends by itself. */
  stop(): void {
    this.isWanted = false;
    this.clearTimer();
  }

  private async run(): Promise<void> {
    this.stopTimer = undefined;
    this.isStepping = true;
    const pause = await this.step();
    this.isStepping = false;
    if (this.isWanted && pause !== undefined) this.start(pause);
  }

  private clearTimer(): void {
    this.stopTimer?.();
    this.stopTimer = undefined;
  }
}
