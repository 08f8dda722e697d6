/**
 * Goes over the frames of a zstd file (RFC 8878, section 3) by their headers and the sizes of their blocks, to tell whether the last
 * one is whole: Node 22 takes a file that is cut short for a shorter one.
 */
const FRAME = 0xfd2fb528;
/** Frames to be passed over have one of sixteen numbers. */
const PASSED_OVER = 0x184d2a50;
/** A block of one byte, repeated. */
const RUN_LENGTH = 1;

export class ZstdFrames {
  /** The bytes of a header so far, and how many to pass over before the next one. */
  private head: number[] = [];
  private skip = 0;
  private isInFrame = false;
  private checksum = 0;

  /** True between two frames, and behind the last one. */
  get isWhole(): boolean {
    return !this.isInFrame && this.skip === 0 && this.head.length === 0;
  }

  /** Goes over the next bytes. */
  add(bytes: Uint8Array): void {
    for (let p = 0; p < bytes.length;) {
      const skipped = Math.min(this.skip, bytes.length - p);
      this.skip -= skipped;
      p += skipped;
      if (p === bytes.length) return;
      this.head.push(bytes[p++]!);
      if (this.isInFrame ? this.readBlock() : this.readFrame()) this.head = [];
    }
  }

  /** True when the header is read. */
  private readFrame(): boolean {
    const { head } = this;
    if (head.length < 5) return false;
    const magic = number(head, 0, 4);
    if (magic - (magic % 16) === PASSED_OVER) {
      this.skip = head.length < 8 ? 0 : number(head, 4, 4);
      return head.length === 8;
    }
    const descriptor = head[4]!;
    const isSingle = (descriptor >> 5) & 1;
    const dictionary = [0, 1, 2, 4][descriptor & 3]!;
    const content = [isSingle, 2, 4, 8][descriptor >> 6]!;
    if (head.length < 6 - isSingle + dictionary + content) return false;
    this.checksum = descriptor & 4;
    this.isInFrame = magic === FRAME;
    // What is no frame has no end.
    if (!this.isInFrame) this.skip = Infinity;
    return true;
  }

  /** True when the header is read. */
  private readBlock(): boolean {
    const { head } = this;
    if (head.length < 3) return false;
    const block = number(head, 0, 3);
    const isLast = (block & 1) === 1;
    this.skip = ((block >> 1) & 3) === RUN_LENGTH ? 1 : block >> 3;
    if (isLast) {
      this.skip += this.checksum;
      this.isInFrame = false;
    }
    return true;
  }
}

/** A number whose lowest byte comes first. */
function number(bytes: readonly number[], from: number, length: number): number {
  let value = 0;
  for (let i = from + length - 1; i >= from; i--) value = value * 256 + bytes[i]!;
  return value;
}
