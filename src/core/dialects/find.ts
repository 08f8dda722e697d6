/**
 * Finds the maps in a text that is mostly something else: a log, a mail, a crash report. One pass looks only for words that an
 * address could be (about every fourth byte is touched); the dialects are asked about lines that hold one.
 */
import { ANY_HEX, DASH, latin1, lineAbove, lineEnd, NEWLINE, RETURN, SPACE, TAB, textStart } from './bytes.ts';
import { readBlock, type Block, type Found } from './block.ts';
import { Trigger, type Candidate, type Dialect } from './dialect.ts';
import { LineCursor } from './line-cursor.ts';
import { Needle } from './needle.ts';

/** No row of any dialect has an address of fewer digits. */
const SHORTEST_WORD = 5;
const SHORTEST_PLAIN = 8;
const LONGEST_PLAIN = 16;
/** A range in prose may stand before the one of the row. */
const TRIES_A_LINE = 4;
/** How much of a heading is looked at. */
const HEADING = 400;

/** Hex digits and the dash. */
const INTERESTING = Uint8Array.from(ANY_HEX, (digit, byte) => (digit >= 0 || byte === DASH ? 1 : 0));

/** The maps of a text, in its order, as its dialects find them. Linear in the text. */
export function* findBlocks(bytes: Uint8Array, dialects: readonly Dialect[]): Generator<Block, undefined> {
  const scan = new Scan(bytes, dialects);
  for (let found = scan.next(); found; found = scan.next()) {
    const block = readBlock(bytes, found);
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
  /** The dialects that each trigger calls. */
  private readonly called = new Map<number, readonly Dialect[]>();
  private readonly needles: readonly { readonly needle: Needle; readonly dialect: Dialect }[];
  /** The next place where a needle stands; Infinity when there is none. */
  private needleAt = 0;
  private readonly cursor = new LineCursor();
  /** Where to look next. */
  private p: number;
  /** The line that was looked at last: where it starts and ends, its number, and how often it was tried. */
  private lineFrom: number;
  private lineTo = -1;
  private line = 1;
  private tries = 0;
  private asked = 0;
  /** Where the text starts that no map has taken, and that line's number. */
  private free: number;
  private freeLine = 1;

  constructor(bytes: Uint8Array, dialects: readonly Dialect[]) {
    this.bytes = bytes;
    this.p = textStart(bytes);
    this.lineFrom = this.p;
    this.free = this.p;
    for (const bit of Object.values(Trigger)) {
      this.called.set(
        bit,
        dialects.filter(({ triggers }) => (triggers & bit) !== 0),
      );
    }
    this.needles = dialects.flatMap((dialect) =>
      dialect.needle === undefined ? [] : [{ needle: new Needle(bytes, dialect.needle), dialect }],
    );
  }

  /** Goes on behind a map. */
  goOn(end: number, line: number): void {
    this.p = end;
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
    const { bytes } = this;
    const { length } = bytes;
    let p = this.p;
    for (;;) {
      // Of five digits in a row one stands at every fifth place.
      p += SHORTEST_WORD - 1;
      while (p < length && INTERESTING[bytes[p]!] === 0) p += SHORTEST_WORD;
      if (p >= length) break;
      let from = p;
      const isRule = bytes[p] === DASH;
      if (isRule) while (from > this.p && bytes[from - 1] === DASH) from--;
      else while (from > this.p && ANY_HEX[bytes[from - 1]!]! >= 0) from--;
      let to = p + 1;
      if (isRule) while (to < length && bytes[to] === DASH) to++;
      else while (to < length && ANY_HEX[bytes[to]!]! >= 0) to++;
      const needled = from > this.needleAt ? this.askForNeedles(from) : undefined;
      if (needled) return needled;
      p = to;
      this.p = to;
      const prefixed = !isRule && bytes[from - 1] === 0x78 && bytes[from - 2] === 0x30;
      const trigger = isRule ? (to - from >= SHORTEST_PLAIN ? Trigger.rule : 0) : triggerOf(bytes, from, to, prefixed);
      if (trigger === 0) continue;
      const found = this.ask(trigger, prefixed ? from - 2 : from);
      if (found) return found;
      p = this.p;
    }
    const needled = this.askForNeedles(length);
    if (!needled) this.p = length;
    return needled;
  }

  /** Asks the dialects whose needle stands before a place. */
  private askForNeedles(before: number): Found | undefined {
    this.needleAt = Infinity;
    for (const { needle, dialect } of this.needles) {
      let place = needle.at(this.p);
      for (; place < before; place = needle.at(place + 1)) {
        this.findLine(place);
        const found = this.open([dialect], place);
        if (found) return found;
      }
      this.needleAt = Math.min(this.needleAt, place);
    }
    return undefined;
  }

  /** Asks the dialects of a trigger about the line that holds a word. */
  private ask(trigger: number, word: number): Found | undefined {
    this.findLine(word);
    // Ranges are asked about one by one; another word says no more of its line than the first of its sort.
    if (trigger === Trigger.range ? this.tries++ >= TRIES_A_LINE : (this.asked & trigger) !== 0) return undefined;
    this.asked |= trigger;
    return this.open(this.called.get(trigger) ?? [], word);
  }

  private open(dialects: readonly Dialect[], word: number): Found | undefined {
    const { cursor, bytes, lineFrom, line, free, freeLine } = this;
    const candidate: Candidate = { cursor, word, above: (distance) => this.above(distance) };
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

/** What a word of five or more hex digits could begin; 0 for nothing. */
function triggerOf(bytes: Uint8Array, from: number, to: number, prefixed: boolean): number {
  const digits = to - from;
  const after = bytes[to];
  if (after === DASH && digits >= SHORTEST_WORD) {
    let end = to + 1;
    while (end < bytes.length && ANY_HEX[bytes[end]!]! >= 0) end++;
    // A UUID goes on with another dash.
    if (end > to + 1 && bytes[end] !== DASH) return Trigger.range;
  }
  // 00000000'0a434000 is grouped by a quote.
  if (after === 0x27 && digits >= SHORTEST_PLAIN && ANY_HEX[bytes[to + 1] ?? 0]! >= 0) return Trigger.range;
  if (prefixed) return digits >= SHORTEST_WORD ? Trigger.prefixed : 0;
  if (digits < SHORTEST_PLAIN || digits > LONGEST_PLAIN || !isBlank(after)) return 0;
  return from === 0 || isBlank(bytes[from - 1]) || bytes[from - 1] === NEWLINE ? Trigger.plain : 0;
}

function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB;
}
