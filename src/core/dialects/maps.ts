/** `/proc/PID/maps`: a line a region (`show_map_vma()` in fs/proc/task_mmu.c, proc_pid_maps(5)). */
import type { NameColumn } from '../memory-map/name-column.ts';
import { ProblemList } from '../memory-map/problems.ts';
import { RegionBuilder } from '../memory-map/region-builder.ts';
import { hasReturns, lineEnd, textStart } from './bytes.ts';
import { nameColumnOf } from './name-column.ts';
import type { PartParser, Reading } from './part-parser.ts';
import { RegionLineReader } from './region-line.ts';
import { readLooseLine } from './region-line-loose.ts';

/** Lines are 60 to 110 bytes; a guess that is too small costs a copy, one too large costs memory for a moment. */
const BYTES_A_LINE = 64;

/** Reads a maps text in one part or several. Never throws: what cannot be read is a problem. */
export class MapsParser implements PartParser {
  readonly builder: RegionBuilder;
  readonly problems = new ProblemList();
  private reader: RegionLineReader | undefined;
  private nameColumn: NameColumn | undefined;
  /** The number of the next line. */
  line = 1;

  /** @param expectedBytes how long the text will be, about */
  constructor(expectedBytes: number) {
    this.builder = new RegionBuilder(expectedBytes / BYTES_A_LINE);
  }

  add(bytes: Uint8Array): void {
    const { builder, problems } = this;
    let p = 0;
    if (this.reader) this.reader.use(bytes);
    else {
      this.reader = new RegionLineReader(bytes, builder, hasReturns(bytes));
      p = textStart(bytes);
    }
    this.nameColumn ??= nameColumnOf(bytes);
    const { reader } = this;
    reader.follow();
    while (p < bytes.length) {
      p = reader.read(p, this.line, Number.MAX_SAFE_INTEGER);
      this.line += reader.rows;
      if (reader.disordered) problems.add(this.line - 1, 1, disorderReason(builder));
      else if (p < bytes.length && builder.count < builder.capacity) {
        const end = lineEnd(bytes, p);
        readOtherLine(reader, builder, problems, p, end, this.line++);
        p = end + 1;
      }
    }
  }

  finish(): Reading {
    const { builder, problems, nameColumn } = this;
    return {
      regions: builder.finish(),
      counters: undefined,
      problems: problems.finish(),
      inOrder: problems.onlyFields,
      nameColumn,
    };
  }
}

/** Reads a line that is not in the kernel's form; `end` is its newline. True when it is a region line. */
export function readOtherLine(
  reader: RegionLineReader,
  builder: RegionBuilder,
  problems: ProblemList,
  from: number,
  end: number,
  line: number,
): boolean {
  const result = readLooseLine(reader.bytes, from, reader.lineEnd(from, end), line, builder);
  if (result === 'region') {
    reader.rowAdded();
    if (reader.disordered) problems.add(line, 1, disorderReason(builder));
    return true;
  }
  if (result !== 'blank') problems.add(line, result.at - from + 1, result.reason, result.isField);
  return false;
}

export const STARTS_BELOW =
  'the region starts below the one before it: the map changed while it was read, or lines were moved or joined';

/** Why the last row is out of order: the kernel walks the map upwards, so this is a torn read or an edited text. */
export function disorderReason(builder: RegionBuilder): string {
  const row = builder.count - 1;
  const before = builder.start.subarray(2 * row - 2, 2 * row);
  const here = builder.start.subarray(2 * row, 2 * row + 2);
  const below = (here[1] ?? 0) - (before[1] ?? 0) || (here[0] ?? 0) - (before[0] ?? 0);
  return below < 0
    ? STARTS_BELOW
    : 'the region overlaps the one before it: the map changed while it was read, or the text was edited';
}
