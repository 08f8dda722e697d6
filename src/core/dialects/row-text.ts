/**
 * The rows of the kernel that a text holds, and the counters below them, on their way to the readers of whole files: put together
 * line by line, or a run of lines at a time.
 */
import { CleanText } from './clean-text.ts';
import type { LineCursor } from './line-cursor.ts';
import { MapsParser } from './maps.ts';
import type { Reading } from './part-parser.ts';
import { RowRuns } from './row-runs.ts';
import type { Run, RunStart } from './lines.ts';
import { SmapsParser } from './smaps.ts';

/** The text is handed on when it has so many bytes. */
const PART = 2 ** 18;

export class RowText {
  private readonly text = new CleanText();
  private parser: MapsParser | SmapsParser | undefined;
  private runs: RowRuns | undefined;
  private isSmaps = false;

  /** Adds the cursor's whole line. */
  add(cursor: LineCursor): void {
    if (this.text.size >= PART) this.handOn();
    this.text.add(cursor);
  }

  /** Adds the cursor's line to the end of the line that was added last. @param between what to put between them */
  join(cursor: LineCursor, between: string): void {
    this.text.join(cursor, between);
  }

  /** The lines that follow may be counters. */
  becomeSmaps(): void {
    this.isSmaps = true;
  }

  /** Adds rows that stand in the source one after the other; see `RowRuns`. Those before them are whole. */
  readRun(start: RunStart, indent: number, most: number): Run {
    const { builder, problems } = this.handOn();
    this.runs ??= new RowRuns(builder, problems);
    return this.runs.read(start, indent, most);
  }

  finish(): Reading {
    const reading = this.handOn().finish();
    return { ...reading, nameColumn: reading.nameColumn ?? this.runs?.nameColumn };
  }

  /** Hands the text on to its reader. */
  private handOn(): MapsParser | SmapsParser {
    const { text } = this;
    const bytes = text.take();
    const parser = this.parserOf(bytes.length);
    const { builder, problems } = parser;
    const first = builder.count;
    problems.place = (line, column) => text.sourcePlace(line, column);
    if (bytes.length > 0) parser.add(bytes);
    problems.place = undefined;
    for (let row = first; row < builder.count; row++) builder.line[row] = text.sourceLine(builder.line[row]!);
    return parser;
  }

  private parserOf(size: number): MapsParser | SmapsParser {
    if (this.isSmaps && !(this.parser instanceof SmapsParser)) this.parser = new SmapsParser(size, this.parser);
    return (this.parser ??= new MapsParser(size));
  }
}
