/** Reads what a layout shows again when it has changed: while it is seen, and one reading at a time. */
export class CatchUp {
  private readonly isSeen: () => boolean;
  private readonly read: () => Promise<unknown>;
  private stale = false;
  private reading = false;

  /** @param read reads and draws anew; resolves when the picture stands */
  constructor(isSeen: () => boolean, read: () => Promise<unknown>) {
    this.isSeen = isSeen;
    this.read = read;
  }

  /** What is shown has changed. Changes that come while it is read are read together, after it. */
  async changed(): Promise<void> {
    this.stale = true;
    await this.seen();
  }

  /** The layout came into view: reads what changed while it was hidden. */
  async seen(): Promise<void> {
    if (this.reading) return;
    this.reading = true;
    try {
      while (this.stale && this.isSeen()) {
        this.stale = false;
        await this.read();
      }
    } finally {
      this.reading = false;
    }
  }
}
