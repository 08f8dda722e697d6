/** When and what a view is told of a reading. */
import type { Progress } from '../../sources/worker/protocol.ts';

/** Reading shorter than this, in milliseconds, is not announced. */
const PATIENCE = 300;

/** Tells of a reading that takes longer than a moment, and how far it is. */
export class Announcing {
  private readonly timer: NodeJS.Timeout;
  private readonly tell: (progress: Progress | undefined) => void;
  private late = false;
  private newest: Progress | undefined;

  constructor(tell: (progress: Progress | undefined) => void) {
    this.tell = tell;
    this.timer = setTimeout(() => {
      this.late = true;
      tell(this.newest);
    }, PATIENCE);
  }

  readonly progress = (progress: Progress): void => {
    this.newest = progress;
    if (this.late) this.tell(progress);
  };

  end(): void {
    clearTimeout(this.timer);
    this.late = false;
  }
}
