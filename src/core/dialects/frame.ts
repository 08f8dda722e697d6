/** A report that prints the kernel's rows under a heading of its own; frames.ts has them all. */
import type { DialectName } from '../memory-map/memory-map.ts';
import type { Reading } from './part-parser.ts';
import type { Report } from './report.ts';

/** What a report made of a reading. */
export interface CompleteReading {
  readonly reading: Reading;
  /** undefined when the text around the rows is no report after all. */
  readonly dialect: DialectName | undefined;
}

export interface Frame {
  /** Matches the line that ends the map and belongs to it. */
  readonly footer?: RegExp;
  /** Tells the dialect, and adds what the rest of the report says. */
  readonly complete: (report: Report, reading: Reading) => CompleteReading;
}
