/** Reads the kernel's rows of one map, whatever a text has done to them; see kernel-rows.ts. */
import type { DialectName } from '../memory-map/memory-map.ts';
import { isBlank, latin1, latin1Bytes, lineEnd, TAB } from './bytes.ts';
import type { LineOutcome, LineReader, Surroundings } from './dialect.ts';
import type { Frame } from './frame.ts';
import { isHeading, LineCursor } from './line-cursor.ts';
import { MAP_HEADINGS, type MapHeading } from './map-heading.ts';
import type { Reading } from './part-parser.ts';
import { RowBreaks, type Extent } from './row-breaks.ts';
import { LONGEST_DRESSED, undress, type Dress } from './row-dress.ts';
import type { Run, RunStart } from './lines.ts';
import { RowShape, Shape } from './row-shape.ts';
import { RowText } from './row-text.ts';
import { isSmapsCounter, SmapsRecord } from './smaps-counter.ts';

const HUNK = /^@@ -\d{1,9}(?:,\d{1,9})? \+\d{1,9}(?:,\d{1,9})? @@|^\\ No newline at end of file/;
const ROLLUP = '[rollup]';
const PLUS = 0x2b;
const LESS_THAN = 0x3c;

/** So many rows are read one by one before a run is tried; more after a run that was shorter than is worth it. */
const ROWS_BEFORE_RUN = 4;
const SHORTEST_RUN = 8;
const MOST_WAIT = 1024;
const MOST_INDENT = 100;

/** What had to be taken for granted. */
const ASSUMED = {
  joined: 'Rows were broken over several lines; they were put together again.',
  arrow: 'Notes that somebody wrote behind rows, such as "<--- here", were left out.',
  hunk: 'The text is a diff, which leaves out rows that did not change.',
} as const;

export class KernelRowReader implements LineReader {
  dialect: DialectName = 'maps';
  private readonly frame: Frame | undefined;
  private readonly heading: MapHeading;
  private readonly dress: Dress | undefined;
  private readonly text = new RowText();
  private readonly breaks = new RowBreaks();
  private readonly assumptions = new Set<string>();
  private readonly shape = new RowShape();
  /** The line that is being read, without its indent; and the row in it, without its dress. */
  private readonly line = new LineCursor();
  private readonly row = new LineCursor();
  /** A row that was broken before its inode. */
  private cut: LineCursor | undefined;
  private cutFields = 0;
  /** The start address of the row before, and whether other lines came after it, its sender's or others'. */
  private readonly before = new LineCursor();
  private gap = false;
  private aside = false;
  /** Of the last row. */
  private readonly record = new SmapsRecord();
  private rows = 0;
  /** Rows since the last run was tried, and after how many the next one is. */
  private plain = 0;
  private wait = ROWS_BEFORE_RUN;

  constructor(frame: Frame | undefined, heading: MapHeading, dress: Dress | undefined) {
    this.frame = frame;
    this.heading = heading;
    this.dress = dress;
  }

  readLine(cursor: LineCursor): LineOutcome {
    const { line, dress } = this;
    cursor.blanks();
    if (cursor.atEnd) {
      this.record.end();
      this.pause();
      return 'other';
    }
    line.use(cursor.bytes, cursor.p, cursor.to, cursor.line, cursor.lineStart);
    if (dress) return this.readDressed(line, dress);
    return this.readRow(line);
  }

  /** A line of somebody else came between those of this map. */
  passAside(): void {
    this.aside = true;
  }

  readRun(start: RunStart, most: number): Run {
    const { bytes, from } = start;
    const none = { lines: 0, end: from };
    const indent = this.line.from - this.line.lineStart;
    const mayRun = this.dialect === 'maps' && !this.dress && !this.cut && this.heading.fileName === undefined;
    if (!mayRun || ++this.plain < this.wait || indent > MOST_INDENT) return none;
    // What follows must be a row: anything else may go on with the row before.
    const to = lineEnd(bytes, from);
    if (!isBlank(bytes, from, from + indent) || this.shape.read(bytes, from + indent, to) !== Shape.whole) return none;
    const run = this.text.readRun(start, indent, most);
    this.rows += run.lines;
    this.plain = 0;
    this.wait = run.lines < SHORTEST_RUN ? Math.min(MOST_WAIT, 2 * this.wait) : ROWS_BEFORE_RUN;
    return run;
  }

  finish(whole: Uint8Array, around: Surroundings): Reading {
    this.settle();
    const { text, frame, heading, assumptions } = this;
    const reading = text.finish();
    if (this.breaks.rows > 0) assumptions.add(ASSUMED.joined);
    const mapped: Reading = {
      ...reading,
      assumptions: [...assumptions],
      ...(heading.title === undefined ? {} : { title: heading.title }),
      ...(heading.pid === undefined ? {} : { pid: heading.pid }),
    };
    if (frame === undefined || mapped.regions.count === 0) return mapped;
    const report = frame.complete({ ...around, text: whole }, mapped);
    if (this.dialect === 'maps') this.dialect = report.dialect ?? 'maps';
    return report.reading;
  }

  private readDressed(line: LineCursor, dress: Dress): LineOutcome {
    const { text, last, arrow } = undress(line.text(line.from, Math.min(line.to, line.from + LONGEST_DRESSED)), dress);
    if (arrow) this.assumptions.add(ASSUMED.arrow);
    const isEnd = last && this.rows > 0;
    if (text === '') return isEnd ? 'last' : 'other';
    const outcome = this.readRow(this.use(text));
    return isEnd && outcome === 'row' ? 'last' : outcome;
  }

  private readRow(row: LineCursor): LineOutcome {
    const found = this.shape.read(row.bytes, row.from, row.to);
    // No name starts with a tab or an arrow: somebody wrote behind a row without a name.
    const first = row.bytes[this.shape.name];
    if (found === Shape.whole && first !== TAB && first !== LESS_THAN) return this.addRow(row);
    if (found === Shape.cut) return this.addCut(row);
    return found === Shape.none ? this.readOther(row) : this.readOdd(row);
  }

  /** Reads a row with something in it that the kernel does not print. */
  private readOdd(row: LineCursor): LineOutcome {
    const { isRow, text, arrow } = undress(row.text(row.from, Math.min(row.to, row.from + LONGEST_DRESSED)), undefined);
    if (arrow) this.assumptions.add(ASSUMED.arrow);
    if (!isRow) {
      // The reader of whole files tells what is wrong with it.
      this.shape.name = row.to;
      return this.addRow(row);
    }
    const clean = this.use(text);
    this.shape.read(clean.bytes, clean.from, clean.to);
    return this.addRow(clean);
  }

  /** Puts a cursor on a text that was made from the line. */
  private use(text: string): LineCursor {
    const bytes = latin1Bytes(text);
    this.row.use(bytes, 0, bytes.length, this.line.line);
    return this.row;
  }

  private addRow(row: LineCursor): LineOutcome {
    if (this.endsBefore(row)) return 'end';
    if (this.rows === 0 && isRollup(row, this.shape.name)) this.dialect = 'smaps_rollup';
    this.begin(row);
    this.breaks.begin(this.line, extentOf(row, this.shape.name));
    this.text.add(row);
    return 'row';
  }

  private addCut(row: LineCursor): LineOutcome {
    if (this.endsBefore(row)) return 'end';
    this.begin(row);
    this.breaks.begin(this.line, 'cut');
    this.cut = new LineCursor();
    this.cut.use(row.bytes, row.from, row.to, row.line, row.lineStart);
    this.cutFields = this.shape.fields;
    return 'row';
  }

  private begin(row: LineCursor): void {
    this.settle();
    this.before.use(row.bytes, row.from, row.to, row.line);
    this.gap = false;
    this.aside = false;
    this.record.begin();
    this.rows++;
  }

  /** True when a row is one of the next map: after other lines, addresses that do not go on. */
  private endsBefore(row: LineCursor): boolean {
    if (this.rows === 0) return false;
    // One row is all of a process.
    if (this.dialect === 'smaps_rollup') return true;
    const { fileName } = this.heading;
    if (fileName !== undefined && !hasPrefix(this.line, fileName)) return true;
    if (!this.gap && !this.aside) return false;
    const { before } = this;
    before.restart();
    before.hex();
    row.restart();
    row.hex();
    return row.high < before.high || (row.high === before.high && row.low <= before.low);
  }

  private readOther(row: LineCursor): LineOutcome {
    const owner = !this.gap ? 'record' : this.dialect === 'maps' ? 'nobody' : this.record.ownerOf(row);
    if (owner === 'lost' && isSmapsCounter(row)) return 'aside';
    if (this.rows > 0 && owner === 'record' && isSmapsCounter(row)) {
      this.settle();
      this.breaks.close();
      if (this.dialect === 'maps') this.dialect = 'smaps';
      this.text.becomeSmaps();
      this.text.add(row);
      this.record.add(row);
      this.gap = false;
      return 'part';
    }
    const { frame } = this;
    if (frame?.footer && isHeading(row, frame.footer)) return 'last';
    if (MAP_HEADINGS.some((heading) => isHeading(row, heading))) return 'end';
    if (this.goesOn(row)) return 'part';
    this.pause();
    if (!isHeading(row, HUNK)) return 'other';
    this.assumptions.add(ASSUMED.hunk);
    return 'part';
  }

  /** Takes a line that is the rest of the row before. */
  private goesOn(row: LineCursor): boolean {
    if (this.rows === 0 || this.gap) return false;
    const joint = this.breaks.joint(this.line, this.dress !== undefined && this.dress.quote !== '');
    if (joint === undefined) return false;
    if (this.cut) return this.completeCut(this.cut, row, joint);
    this.text.join(row, joint);
    this.breaks.goOn(this.line, extentOf(row, row.from));
    return true;
  }

  private completeCut(cut: LineCursor, row: LineCursor, joint: '' | ' '): boolean {
    const { shape } = this;
    for (const between of joint === '' ? ['', ' '] : [' ', '']) {
      const text = `${cut.text(cut.from, cut.to)}${between}${row.text(row.from, row.to)}`;
      const bytes = latin1Bytes(text);
      const found = shape.read(bytes, 0, bytes.length);
      if (found === Shape.odd || found === Shape.none || shape.fields <= this.cutFields) continue;
      cut.use(bytes, 0, bytes.length, cut.line);
      this.cutFields = shape.fields;
      if (found === Shape.whole) this.settle();
      this.breaks.goOn(this.line, found === Shape.whole ? extentOf(cut, shape.name) : 'cut');
      return true;
    }
    return false;
  }

  /** Adds a row whose rest has come, or never came: then the reader of whole files tells what is missing. */
  private settle(): void {
    if (!this.cut) return;
    this.text.add(this.cut);
    this.cut = undefined;
  }

  /** Nothing that follows is the rest of a row before. */
  private pause(): void {
    this.settle();
    this.breaks.close();
    this.gap = true;
  }
}

/** How far a whole row has come, given where its name starts. */
function extentOf({ bytes, to }: LineCursor, name: number): Extent {
  if (name >= to) return 'nameless';
  const last = bytes[to - 1];
  return last === 0x5d || last === 0x29 ? 'closed' : 'named';
}

/** True when a row is that of smaps_rollup, given where its name starts. */
function isRollup({ bytes, to }: LineCursor, name: number): boolean {
  return to - name === ROLLUP.length && latin1(bytes, name, to) === ROLLUP;
}

/** True when a file's name stands before a row, as grep prints it. */
function hasPrefix({ bytes, lineStart, from }: LineCursor, name: string): boolean {
  const start = bytes[lineStart] === PLUS ? lineStart + 1 : lineStart;
  if (from - start < name.length) return false;
  for (let i = 0; i < name.length; i++) if (bytes[start + i] !== name.charCodeAt(i)) return false;
  return true;
}
