/**
 * Finds the maps in a text that is mostly something else: a log, a mail, a crash report. The dialects are asked about the lines
 * that hold a word that an address could be.
 */
import { AddressWords } from './address-words.ts';
import { latin1, lineAbove, lineEnd, RETURN, textStart } from './bytes.ts';
import { readBlock, type Block, type Found } from './block.ts';
import { Trigger, type Candidate, type Dialect } from './dialect.ts';
import { LineCursor } from './line-cursor.ts';
import { Needle } from './needle.ts';

/** A range in prose may stand before the one of the row. */
const TRIES_A_LINE = 4;
/** How much of a heading is looked at. */
const HEADING = 400;

/** How much further needles are looked for than words were found. */
const BYTES_AHEAD = 2 ** 13;
/** How much of a text is looked through without asking whether to go on. */
const BYTES_AT_ONCE = 2 ** 22;

/** How to look through a text. */
export interface FindOptions {
  /** Maps that are put together from events are those after this line; infinite when it is absent. */
  readonly untilLine?: number | undefined;
  /** Asked every few milliseconds, with how many bytes are behind; it throws to stop. */
  readonly goesOn?: ((done: number) => void) | undefined;
}

/**
 * The maps of a text, in its order, as its dialects find them. Linear in the text.
 */
export function* findBlocks(
  bytes: Uint8Array,
  dialects: readonly Dialect[],
  options: FindOptions = {},
): Generator<Block, undefined> {
  const scan = new Scan(bytes, dialects, options);
  for (let found = scan.next(); found; found = scan.next()) {
    const block = readBlock(bytes, found, options.goesOn);
    scan.goOn(block.end, block.next);
    if (block.reading.regions.count > 0) yield block;
  }
}

/** True when a text holds a map. Costs no more than finding none. */
export function holdsMap(bytes: Uint8Array, dialects: readonly Dialect[]): boolean {
  return !findBlocks(bytes, dialects).next().done;
}

class Scan {
  private readonly bytes: Uint8Array;
  private readonly dialects: readonly Dialect[];
  /** The dialects that a set of triggers calls. */
  private readonly called = new Map<number, readonly Dialect[]>();
  private readonly needles: readonly { readonly needle: Needle; readonly dialect: Dialect }[];
  /** No needle stands before this place. */
  private needleAt = 0;
  private readonly cursor = new LineCursor();
  /** What dialects are asked with: one object for all questions, as there are many. */
  private readonly candidate: { -readonly [Key in keyof Candidate]: Candidate[Key] };
  private readonly words: AddressWords;
  private readonly goesOn: FindOptions['goesOn'];
  /** The line that was looked at last: where it starts and ends, its number, and how often it was tried. */
  private lineFrom: number;
  private lineTo = -1;
  private line = 1;
  private tries = 0;
  private asked = 0;
  /** Where the text starts that no map has taken, and that line's number. */
  private free: number;
  private freeLine = 1;

  constructor(bytes: Uint8Array, dialects: readonly Dialect[], { untilLine = Infinity, goesOn }: FindOptions) {
    this.bytes = bytes;
    this.dialects = dialects;
    this.lineFrom = textStart(bytes);
    this.free = this.lineFrom;
    this.words = new AddressWords(bytes, this.lineFrom);
    this.goesOn = goesOn;
    this.candidate = {
      cursor: this.cursor,
      word: 0,
      wordEnd: 0,
      free: this.free,
      untilLine,
      above: (distance) => this.above(distance),
    };
    this.needles = dialects.flatMap((dialect) =>
      dialect.needle === undefined ? [] : [{ needle: new Needle(bytes, dialect.needle), dialect }],
    );
  }

  /** Goes on behind a map. */
  goOn(end: number, line: number): void {
    this.words.p = end;
    this.needleAt = 0;
    this.free = end;
    this.freeLine = line;
    this.lineFrom = end;
    // One line may hold many maps: its end is looked for once.
    if (end > this.lineTo) this.lineTo = -1;
    this.line = line;
    this.tries = 0;
    this.asked = 0;
  }

  /** The next line that opens a map. */
  next(): Found | undefined {
    const { words } = this;
    const { length } = this.bytes;
    for (;;) {
      const from = words.p;
      const limit = Math.min(length, from + BYTES_AT_ONCE);
      const trigger = words.next(limit);
      const to = trigger === 0 ? limit : words.word;
      const found =
        (to > this.needleAt ? this.askForNeedles(from, to) : undefined) ??
        (trigger === 0 ? undefined : this.ask(trigger, words.word));
      if (found) return found;
      if (trigger !== 0) continue;
      if (limit === length) return undefined;
      this.goesOn?.(limit);
    }
  }

  /** Asks the dialects whose needle stands between two places. */
  private askForNeedles(from: number, before: number): Found | undefined {
    // Looked for further on than is asked for now, but not in all of the text: most of it may be of a map.
    const limit = before + BYTES_AHEAD;
    this.needleAt = limit;
    for (const { needle, dialect } of this.needles) {
      let place = needle.at(from, limit);
      for (; place < before; place = needle.at(place + 1, limit)) {
        this.findLine(place);
        const found = this.open([dialect], place);
        if (found) return found;
      }
      this.needleAt = Math.min(this.needleAt, place);
    }
    return undefined;
  }

  /** Asks the dialects of some triggers about the line that holds a word. */
  private ask(triggers: number, word: number): Found | undefined {
    this.findLine(word);
    // Ranges are asked about one by one; another word says no more of its line than the first of its sort.
    const asking = triggers === Trigger.range ? triggers : triggers & ~this.asked;
    if (asking === 0 || (asking === Trigger.range && this.tries++ >= TRIES_A_LINE)) return undefined;
    this.asked |= asking;
    return this.open(this.calledBy(asking), word);
  }

  private calledBy(asking: number): readonly Dialect[] {
    let called = this.called.get(asking);
    if (!called) {
      called = this.dialects.filter(({ triggers }) => (triggers & asking) !== 0);
      this.called.set(asking, called);
    }
    return called;
  }

  private open(dialects: readonly Dialect[], word: number): Found | undefined {
    const { cursor, bytes, lineFrom, line, free, freeLine, candidate } = this;
    candidate.word = word;
    candidate.wordEnd = this.words.p;
    candidate.free = free;
    const to = this.lineTo > lineFrom && bytes[this.lineTo - 1] === RETURN ? this.lineTo - 1 : this.lineTo;
    for (const dialect of dialects) {
      cursor.use(bytes, lineFrom, to, line);
      const opening = dialect.open(candidate);
      if (opening) return { dialect, opening, from: lineFrom, to: this.lineTo, line, free, freeLine };
    }
    return undefined;
  }

  /** Moves on to the line that holds a place. */
  private findLine(place: number): void {
    const { bytes } = this;
    if (place < this.lineTo) return;
    let from = this.lineTo < 0 ? this.lineFrom : this.lineTo + 1;
    if (this.lineTo >= 0) this.line++;
    let to = lineEnd(bytes, from);
    while (to < place) {
      from = to + 1;
      to = lineEnd(bytes, from);
      this.line++;
    }
    this.lineFrom = from;
    this.lineTo = to;
    this.tries = 0;
    this.asked = 0;
  }

  private above(distance: number): string {
    const { bytes, free } = this;
    const { from, to } = lineAbove(bytes, this.lineFrom, free, distance);
    return latin1(bytes, from, Math.min(to, from + HEADING));
  }
}
