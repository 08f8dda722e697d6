/**
 * A text put together from lines of a larger one, and which line each came from. Lines that follow one another in the larger
 * text are not copied one by one.
 */
import type { Place } from '../memory-map/problems.ts';
import { viewOf } from '../memory-map/view.ts';
import { NEWLINE } from './bytes.ts';
import type { LineCursor } from './line-cursor.ts';

export class CleanText {
  private out = new Uint8Array(0);
  private outView: DataView = viewOf(this.out);
  /** Of `viewed`, the bytes that were copied last. */
  private view: DataView = this.outView;
  private viewed: Uint8Array = this.out;
  private length = 0;
  /** Source line, and how many bytes stand before the content there, of each line. */
  private lines = new Uint32Array(16);
  private prefixes = new Uint32Array(16);
  private count = 0;
  /** A run of lines that is not copied yet. */
  private run: Uint8Array | undefined;
  private runFrom = 0;
  private runTo = 0;

  /** How many bytes there are, about. */
  get size(): number {
    return this.length + (this.run ? this.runTo - this.runFrom : 0);
  }

  /** Adds the cursor's whole line. */
  add(cursor: LineCursor): void {
    const { bytes, from, to } = cursor;
    if (this.run !== bytes || this.runTo !== from || bytes[from - 1] !== NEWLINE) {
      this.flush();
      this.run = bytes;
      this.runFrom = from;
    }
    // The newline is the text's own; at the end of the text, and before a CR, one is made when the run is copied.
    this.runTo = to + 1;
    if (this.count === this.lines.length) {
      this.lines = grown(this.lines);
      this.prefixes = grown(this.prefixes);
    }
    this.lines[this.count] = cursor.line;
    this.prefixes[this.count++] = from - cursor.lineStart;
  }

  /** Adds the cursor's line to the end of the line before it. @param between what to put between them */
  join(cursor: LineCursor, between: string): void {
    this.flush();
    this.length--;
    const { bytes, from, to } = cursor;
    const joint = Uint8Array.from(between, (letter) => letter.charCodeAt(0));
    this.append(joint, 0, joint.length);
    this.append(bytes, from, to);
    this.endLine();
  }

  /** Takes the text out. It holds until the next line is added; the numbers of lines go on. */
  take(): Uint8Array {
    const { run } = this;
    if (this.length === 0 && run) {
      const last = run[this.runTo - 1];
      // The only run, with its own newlines: nothing has to be copied.
      if (last === NEWLINE || last === undefined) {
        this.run = undefined;
        return run.subarray(this.runFrom, Math.min(run.length, this.runTo));
      }
    }
    this.flush();
    const { length } = this;
    this.length = 0;
    return this.out.subarray(0, length);
  }

  /** The line of the source that a line of this text (from 1) came from. */
  sourceLine(line: number): number {
    return this.lines[Math.min(line, this.count) - 1] ?? line;
  }

  /** Where a place of this text stands in the source. */
  sourcePlace(line: number, column: number): Place {
    const before = this.prefixes[Math.min(line, this.count) - 1] ?? 0;
    return { line: this.sourceLine(line), column: column + before };
  }

  private flush(): void {
    const { run } = this;
    if (!run) return;
    this.append(run, this.runFrom, this.runTo - 1);
    this.endLine();
    this.run = undefined;
  }

  private endLine(): void {
    this.out[this.length++] = NEWLINE;
  }

  /** Appends bytes, and makes room for a newline behind them. */
  private append(bytes: Uint8Array, from: number, to: number): void {
    const size = this.length + to - from;
    if (size >= this.out.length) {
      const larger = new Uint8Array(Math.max(256, 2 * size));
      larger.set(this.out.subarray(0, this.length));
      this.out = larger;
      this.outView = viewOf(larger);
    }
    if (to - from > SHORT) this.out.set(bytes.subarray(from, to), this.length);
    else this.copy(bytes, from, to);
    this.length = size;
  }

  /** Copies to the end of the text, four bytes at a time. */
  private copy(bytes: Uint8Array, from: number, to: number): void {
    if (this.viewed !== bytes) {
      this.viewed = bytes;
      this.view = viewOf(bytes);
    }
    const { out, outView, view } = this;
    let at = this.length;
    let p = from;
    for (; p + 4 <= to; p += 4, at += 4) outView.setInt32(at, view.getInt32(p, true), true);
    for (; p < to; p++) out[at++] = bytes[p]!;
  }
}

/** Up to so many bytes a loop is faster than a call of the engine. */
const SHORT = 200;

function grown(column: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * column.length);
  larger.set(column);
  return larger;
}
