/** Takes an answer of a far shell apart while it comes. */
import { byteString, bytesOf } from '../byte-string.ts';

/** One content of an answer. */
export interface Part {
  /** Byte for byte as it was printed. */
  readonly content: Uint8Array;
  /** The exit status of what printed it. */
  readonly status: number;
  /** What it said on its standard error; from the target, so not safe to print. */
  readonly complaint: string;
}

/** What is wrong with an answer: line ends were changed on the way, it has no end, or its frames make no sense. */
export type Fault = 'line-ends' | 'endless' | 'frames';

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const BEGIN = 0x28; // (
const END = 0x29; // )
const LAST = 0x2e; // .

/** What a login may print before the answer, and what an answer may hold, in bytes. */
const MOST_NOISE = 1024 * 1024;
const MOST_ANSWER = 1024 * 1024 * 1024;

/** An answer whose frames start with a nonce: see script.ts. What holds no nonce is content, whatever it looks like. */
export class Answer {
  /** The contents, in their order; all of them once `add` has said so. */
  readonly parts: Part[] = [];
  private readonly mark: Uint8Array;
  private bytes = new Uint8Array(65536);
  private length = 0;
  /** Everything before was searched. */
  private searched = 0;
  private noise = 0;
  /** Where the content starts, and where it ends if its end has come. */
  private from = -1;
  private to = -1;

  constructor(nonce: string) {
    this.mark = bytesOf(`\n${nonce}`);
  }

  /** True when the far shell has begun to answer: what came before was printed by something else. */
  get begun(): boolean {
    return this.from >= 0;
  }

  /** Takes what came. Gives true when the answer is complete, or what is wrong with it; nothing may be added then. */
  add(bytes: Uint8Array): boolean | Fault {
    this.append(bytes);
    for (;;) {
      const at = Buffer.from(this.bytes.buffer, 0, this.length).indexOf(this.mark, this.searched);
      if (at < 0) {
        this.searched = Math.max(this.searched, this.length - this.mark.length + 1);
        return this.limit();
      }
      this.searched = at;
      const after = at + this.mark.length;
      // The letter of the frame, and the end of its line.
      if (after + 2 > this.length) return false;
      const done = this.frame(at, after);
      if (done !== false) return done;
    }
  }

  private frame(at: number, after: number): boolean | Fault {
    const letter = this.bytes[after];
    this.searched = after;
    if (letter === END) {
      if (this.from < 0 || this.to >= 0) return 'frames';
      this.to = at;
      return false;
    }
    const end = this.bytes[after + 1];
    if (end !== NEWLINE) return end === RETURN ? 'line-ends' : 'frames';
    if (letter === BEGIN) {
      if (this.from >= 0 && !this.finishPart(at)) return 'frames';
      this.from = after + 2;
      // The newline that ends this line may not start the next frame.
      this.searched = this.from;
      this.to = -1;
      return false;
    }
    // The answer ends in an empty content that nobody asked for.
    return letter === LAST && this.from === at && this.to < 0 ? true : 'frames';
  }

  /** The line after a content's end: its status and the complaint. */
  private finishPart(at: number): boolean {
    if (this.to < 0) return false;
    const line = /^(\d{1,3}) ([^]*)$/.exec(byteString(this.bytes, this.to + this.mark.length + 1, at));
    if (!line) return false;
    const content = this.bytes.subarray(this.from, this.to);
    this.parts.push({ content, status: Number(line[1]), complaint: line[2] ?? '' });
    return true;
  }

  private limit(): false | Fault {
    if (this.begun) return this.length > MOST_ANSWER ? 'endless' : false;
    // Of what is printed before nothing is kept but what may be the start of a frame.
    this.noise += this.searched;
    this.bytes.copyWithin(0, this.searched, this.length);
    this.length -= this.searched;
    this.searched = 0;
    return this.noise > MOST_NOISE ? 'endless' : false;
  }

  private append(bytes: Uint8Array): void {
    const length = this.length + bytes.length;
    if (length > this.bytes.length) {
      // Contents that were given away already stay in the buffer they are in.
      const larger = new Uint8Array(Math.max(length, this.bytes.length * 2));
      larger.set(this.bytes.subarray(0, this.length));
      this.bytes = larger;
    }
    this.bytes.set(bytes, this.length);
    this.length = length;
  }
}
