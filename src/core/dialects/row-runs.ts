/**
 * Rows that follow one another in a larger text as the kernel prints them, but for an indent that all have: most maps in logs are
 * such. Reading them where they stand costs a fraction of putting them together line by line.
 */
import type { NameColumn } from '../memory-map/name-column.ts';
import type { ProblemList } from '../memory-map/problems.ts';
import type { RegionBuilder } from '../memory-map/region-builder.ts';
import { lineAbove } from './bytes.ts';
import type { Run, RunStart } from './lines.ts';
import { disorderReason } from './maps.ts';
import { nameColumnOf } from './name-column.ts';
import { RegionLineReader } from './region-line.ts';

export class RowRuns {
  /** Where pathnames start in the rows, when those of the first run tell. */
  nameColumn: NameColumn | undefined;
  private isLookedAt = false;
  private reader: RegionLineReader | undefined;
  private readonly builder: RegionBuilder;
  private readonly problems: ProblemList;

  constructor(builder: RegionBuilder, problems: ProblemList) {
    this.builder = builder;
    this.problems = problems;
  }

  /**
   * Adds the rows that stand at a place, but for the last one, with which the next line may go on.
   * @param indent how many blanks stand before each
   * @param most how many rows, about
   */
  read({ bytes, from, line, returns }: RunStart, indent: number, most: number): Run {
    const { builder, problems } = this;
    const reader = (this.reader ??= new RegionLineReader(bytes, builder, returns));
    reader.indent = indent;
    reader.follow();
    const first = builder.count;
    let end = from;
    for (let row = first; row - first < most; row = builder.count) {
      if (row > first && reader.disordered) problems.add(line + row - 1 - first, indent + 1, disorderReason(builder));
      end = reader.read(end, line + row - first, most);
      if (reader.rows === 0) break;
    }
    const rows = builder.count - first;
    if (rows === 0) return { lines: 0, end };
    if (!this.isLookedAt) this.nameColumn = nameColumnOf(bytes.subarray(from, end), indent);
    this.isLookedAt = true;
    builder.count--;
    return { lines: rows - 1, end: lineAbove(bytes, end, from, 1).from };
  }
}
