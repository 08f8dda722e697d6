/** Who waits for pictures to stand, by the number of the message that asks for each. */
import type { Drawn } from '../../protocol/layout.ts';

export class Drawings {
  private readonly waiting = new Map<number, (drawn: Drawn | undefined) => void>();

  /** Resolves when the picture stands; with undefined when it never will. */
  wait(id: number): Promise<Drawn | undefined> {
    return new Promise((resolve) => this.waiting.set(id, resolve));
  }

  /** Answers who waits for a picture, and who waits for older ones: the newer one stands in their place. */
  settle(id: number, drawn: Drawn | undefined): void {
    for (const [waiting, resolve] of this.waiting) {
      if (waiting > id) continue;
      this.waiting.delete(waiting);
      resolve(drawn);
    }
  }
}
