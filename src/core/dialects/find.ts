/**
 * Finds the maps in a text that is mostly something else: a log, a mail, a crash report. The dialects are asked about the lines
 * that hold a word that an address could be.
 */
import { AddressWords } from './address-words.ts';
import { lineEnd, NEWLINE, RETURN, textStart } from './bytes.ts';
import { readBlock, type Block } from './block.ts';
import { Trigger, type Candidate, type Dialect, type Opening } from './dialect.ts';
import { LineCursor } from './line-cursor.ts';

/** A range in prose may stand before the one of the row. */
const TRIES_A_LINE = 4;
/** How much of a heading is looked at. */
const HEADING = 400;

/**
 * The maps of a text, in its order, as its dialects find them. Linear in the text.
 * @param untilLine maps that are put together from events are those after this line
 */
export function* findBlocks(
  bytes: Uint8Array,
  dialects: readonly Dialect[],
  untilLine = Infinity,
): Generator<Block, undefined> {
  const scan = new Scan(bytes, dialects, untilLine);
  for (let found = scan.next(); found; found = scan.next()) {
    const block = readBlock(bytes, found.dialect, found.opening, found.from, found.line);
    scan.goOn(block.end, block.next);
    if (block.reading.regions.count > 0) yield block;
  }
}

/** True when a text holds a map. Costs no more than finding none. */
export function holdsMap(bytes: Uint8Array, dialects: readonly Dialect[]): boolean {
  return !findBlocks(bytes, dialects).next().done;
}

interface Found {
  readonly dialect: Dialect;
  readonly opening: Opening;
  /** Where the line starts, and its number. */
  readonly from: number;
  readonly line: number;
}

class Scan {
  private readonly bytes: Uint8Array;
  /** The dialects that each trigger calls. */
  private readonly called = new Map<number, readonly Dialect[]>();
  private readonly cursor = new LineCursor();
  private readonly words: AddressWords;
  private readonly untilLine: number;
  /** The line that was looked at last: where it starts and ends, its number, and how often it was tried. */
  private lineFrom: number;
  private lineTo = -1;
  private line = 1;
  private tries = 0;
  private asked = 0;
  /** Where the text starts that no map has taken. */
  private free: number;

  constructor(bytes: Uint8Array, dialects: readonly Dialect[], untilLine: number) {
    this.bytes = bytes;
    this.untilLine = untilLine;
    this.lineFrom = textStart(bytes);
    this.free = this.lineFrom;
    this.words = new AddressWords(bytes, this.lineFrom);
    for (const bit of Object.values(Trigger)) {
      this.called.set(
        bit,
        dialects.filter(({ triggers }) => (triggers & bit) !== 0),
      );
    }
  }

  /** Goes on behind a map. */
  goOn(end: number, line: number): void {
    this.words.p = end;
    this.free = end;
    this.lineFrom = end;
    this.lineTo = -1;
    this.line = line;
    this.tries = 0;
    this.asked = 0;
  }

  /** The next line that opens a map. */
  next(): Found | undefined {
    const { words } = this;
    for (let trigger = words.next(); trigger !== 0; trigger = words.next()) {
      const found = this.ask(trigger, words.word);
      if (found) return found;
    }
    return undefined;
  }

  /** Asks the dialects of a trigger about the line that holds a word. */
  private ask(trigger: number, word: number): Found | undefined {
    this.findLine(word);
    // Ranges are asked about one by one; another word says no more of its line than the first of its sort.
    if (trigger === Trigger.range ? this.tries++ >= TRIES_A_LINE : (this.asked & trigger) !== 0) return undefined;
    this.asked |= trigger;
    const { cursor, bytes, lineFrom, line, free, untilLine } = this;
    const candidate: Candidate = { cursor, word, free, untilLine, above: (distance) => this.above(distance) };
    const to = this.lineTo > lineFrom && bytes[this.lineTo - 1] === RETURN ? this.lineTo - 1 : this.lineTo;
    for (const dialect of this.called.get(trigger) ?? []) {
      cursor.use(bytes, lineFrom, to, line);
      const opening = dialect.open(candidate);
      if (opening) return { dialect, opening, from: lineFrom, line };
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
    let from = this.lineFrom;
    let to = from;
    for (let i = 0; i < distance; i++) {
      if (from <= free) return '';
      to = from - 1;
      from = to;
      while (from > free && bytes[from - 1] !== NEWLINE) from--;
    }
    if (bytes[to - 1] === RETURN) to--;
    let text = '';
    for (let i = from; i < to && i < from + HEADING; i++) text += String.fromCharCode(bytes[i]!);
    return text;
  }
}
