/** Collects problems. A file that is not what it seems can have one at every line: only the first are kept in full. */
import type { Problem } from './memory-map.ts';

/** How many problems of one source are told one by one. */
export const MOST_PROBLEMS = 1000;

/** Line and column in a source, from 1. */
export type Place = Pick<Problem, 'line' | 'column'>;

export class ProblemList {
  private readonly most: number;
  private readonly kept: Problem[] = [];
  private omitted = 0;
  private lastOmitted = 0;
  /** True while every problem is one field of a row: the text around it is in order. */
  onlyFields = true;

  /** Tells where a line and a column of the text that is being read stand in the source; they are the same when it is absent. */
  place: ((line: number, column: number) => Place) | undefined;

  /** @param most how many problems are kept in full */
  constructor(most = MOST_PROBLEMS) {
    this.most = most;
  }

  /**
   * @param line from 1 @param column byte in the line, from 1
   * @param isField the line is a row, and only one of its fields is wrong
   */
  add(line: number, column: number, reason: string, isField = false): void {
    this.onlyFields &&= isField;
    const place = this.place?.(line, column) ?? { line, column };
    if (this.kept.length < this.most) this.kept.push({ ...place, reason });
    else {
      this.omitted++;
      this.lastOmitted = place.line;
    }
  }

  finish(): readonly Problem[] {
    if (this.omitted === 0) return this.kept;
    const reason = `${this.omitted} more ${this.omitted === 1 ? 'problem' : 'problems'} up to this line`;
    return [...this.kept, { line: this.lastOmitted, column: 1, reason }];
  }
}
