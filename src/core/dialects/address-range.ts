/** The addresses of a row, as words: objects that dialects fill anew for each row. */
import type { LineCursor } from './line-cursor.ts';

export class AddressRange {
  startLow = 0;
  startHigh = 0;
  endLow = 0;
  endHigh = 0;

  /** Takes the number that the cursor read last for the start. */
  setStart({ low, high }: LineCursor): void {
    this.startLow = low;
    this.startHigh = high;
  }

  /** Takes the number that the cursor read last for the end. */
  setEnd({ low, high }: LineCursor): void {
    this.endLow = low;
    this.endHigh = high;
  }

  /** True when the end is not above the start. */
  get isEmpty(): boolean {
    const { startLow, startHigh, endLow, endHigh } = this;
    return endHigh < startHigh || (endHigh === startHigh && endLow <= startLow);
  }
}
