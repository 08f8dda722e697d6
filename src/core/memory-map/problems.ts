/** Collects problems. A file that is not what it seems can have one at every line: only the first are kept in full. */
import type { Problem } from './memory-map.ts';

/** How many problems of one source are told one by one. */
export const MOST_PROBLEMS = 1000;

export class ProblemList {
  private readonly most: number;
  private readonly kept: Problem[] = [];
  private omitted = 0;
  private lastOmitted = 0;
  /** True while every problem is one field of a row: the text around it is in order. */
  onlyFields = true;

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
    if (this.kept.length < this.most) this.kept.push({ line, column, reason });
    else {
      this.omitted++;
      this.lastOmitted = line;
    }
  }

  finish(): readonly Problem[] {
    if (this.omitted === 0) return this.kept;
    const reason = `${this.omitted} more ${this.omitted === 1 ? 'problem' : 'problems'} up to this line`;
    return [...this.kept, { line: this.lastOmitted, column: 1, reason }];
  }
}
