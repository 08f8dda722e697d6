/**
 * Finds the maps in a text that is mostly something else: a log, a mail, a crash report. One pass looks only for words that an
 * address could be (about every fourth byte is touched); the dialects are asked about lines that hold one.
 */
import { ANY_HEX, byteText, COLON, DASH, lineEnd, NEWLINE, RETURN, SPACE, TAB, textStart } from './bytes.ts';
import { readBlock, type Block } from './block.ts';
import { Trigger, type Candidate, type Dialect, type Opening } from './dialect.ts';
import { LineCursor } from './line-cursor.ts';

/** No row of any dialect has an address of fewer digits. */
const SHORTEST_WORD = 5;
const SHORTEST_PLAIN = 8;
const LONGEST_PLAIN = 16;
/** A range in prose may stand before the one of the row. */
const TRIES_A_LINE = 4;
/** How much of a heading is looked at. */
const HEADING = 400;

/** The last byte of the UTF-8 byte order mark. */
const BOM_END = 0xbf;

/** Hex digits and the dash. */
const INTERESTING = Uint8Array.from(ANY_HEX, (digit, byte) => (digit >= 0 || byte === DASH ? 1 : 0));

/** The maps of a text, in its order, as its dialects find them. Linear in the text. */
export function* findBlocks(bytes: Uint8Array, dialects: readonly Dialect[]): Generator<Block, undefined> {
  const scan = new Scan(bytes, dialects);
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

class Scan implements Candidate {
  private readonly bytes: Uint8Array;
  /** The dialects that each trigger calls. */
  private readonly called = new Map<number, readonly Dialect[]>();
  readonly cursor = new LineCursor();
  word = 0;
  wordEnd = 0;
  /** Where to look next. */
  private p: number;
  /** The line that was looked at last: where it starts and ends, its number, and how often it was tried. */
  private lineFrom: number;
  private lineTo = -1;
  private line = 1;
  private tries = 0;
  private asked = 0;
  /** Where the text starts that no map has taken. */
  private free: number;

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
  }

  /** Goes on behind a map. */
  goOn(end: number, line: number): void {
    this.p = end;
    this.free = end;
    this.lineFrom = end;
    this.lineTo = -1;
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
      p = to;
      this.p = to;
      const prefixed = !isRule && bytes[from - 1] === 0x78 && bytes[from - 2] === 0x30;
      const trigger = isRule ? (to - from >= SHORTEST_PLAIN ? Trigger.rule : 0) : triggerOf(bytes, from, to, prefixed);
      if (trigger === 0) continue;
      const found = this.ask(trigger, prefixed ? from - 2 : from);
      if (found) return found;
      p = this.p;
    }
    this.p = length;
    return undefined;
  }

  /** Asks the dialects of a trigger about the line that holds a word. */
  private ask(trigger: number, word: number): Found | undefined {
    this.findLine(word);
    // Ranges are asked about one by one; another word says no more of its line than the first of its sort.
    if (trigger === Trigger.range ? this.tries++ >= TRIES_A_LINE : (this.asked & trigger) !== 0) return undefined;
    this.asked |= trigger;
    const { cursor, bytes, lineFrom, line } = this;
    this.word = word;
    this.wordEnd = this.p;
    const to = this.lineTo > lineFrom && bytes[this.lineTo - 1] === RETURN ? this.lineTo - 1 : this.lineTo;
    for (const dialect of this.called.get(trigger) ?? []) {
      cursor.use(bytes, lineFrom, to, line);
      const opening = dialect.open(this);
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

  above(distance: number): string {
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
    return byteText(bytes, from, Math.min(to, from + HEADING));
  }
}

/** What a word of five or more hex digits could begin; 0 for nothing. */
function triggerOf(bytes: Uint8Array, from: number, to: number, prefixed: boolean): number {
  const digits = to - from;
  const after = bytes[to];
  if (after === DASH && digits >= SHORTEST_WORD) {
    const next = bytes[to + 1];
    if (next !== undefined && ANY_HEX[next]! >= 0) return Trigger.range;
  }
  // 00000000'0a434000 is grouped by a quote.
  if (after === 0x27 && digits >= SHORTEST_PLAIN && ANY_HEX[bytes[to + 1] ?? 0]! >= 0) return Trigger.range;
  if (prefixed) return digits >= SHORTEST_WORD ? Trigger.prefixed : 0;
  if (digits < SHORTEST_PLAIN || digits > LONGEST_PLAIN || !isBlank(after)) return 0;
  return mayPrecedeWord(bytes[from - 1]) ? Trigger.plain : 0;
}

/** True for what stands before a word: a blank, a line's or the text's start, a byte order mark, the colon of `grep -H`. */
function mayPrecedeWord(byte: number | undefined): boolean {
  return byte === undefined || isBlank(byte) || byte === NEWLINE || byte === COLON || byte === BOM_END;
}

function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB;
}
