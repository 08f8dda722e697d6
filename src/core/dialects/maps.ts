/** `/proc/PID/maps`: a line a region (`show_map_vma()` in fs/proc/task_mmu.c, proc_pid_maps(5)). */
import { ProblemList } from '../memory-map/problems.ts';
import { RegionBuilder } from '../memory-map/region-builder.ts';
import type { RegionTable } from '../memory-map/region-table.ts';
import type { Problem } from '../memory-map/memory-map.ts';
import { hasReturns, lineEnd, textStart } from './bytes.ts';
import { RegionLineReader } from './region-line.ts';
import { readLooseLine } from './region-line-loose.ts';

/** Lines are 60 to 110 bytes; a guess that is too small costs a copy, one too large costs memory for a moment. */
const BYTES_A_LINE = 64;

/** What was read of a maps text. Never throws: what cannot be read is a problem. */
export function readMaps(bytes: Uint8Array): { regions: RegionTable; problems: readonly Problem[] } {
  const returns = hasReturns(bytes);
  const builder = new RegionBuilder(bytes.length / BYTES_A_LINE);
  const reader = new RegionLineReader(bytes, builder, returns);
  const problems = new ProblemList();
  const limit = bytes.length;
  let p = textStart(bytes);
  for (let line = 1; p < limit;) {
    p = reader.read(p, line, Number.MAX_SAFE_INTEGER);
    line += reader.rows;
    if (reader.disordered) problems.add(line - 1, 1, disorderReason(builder));
    else if (p < limit && builder.count < builder.capacity) {
      const end = lineEnd(bytes, p);
      readOtherLine(reader, builder, problems, p, end, line++);
      p = end + 1;
    }
  }
  return { regions: builder.finish(), problems: problems.finish() };
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
  if (result !== 'blank') problems.add(line, result.at - from + 1, result.reason);
  return false;
}

/** Why the last row is out of order: the kernel walks the map upwards, so this is a torn read or an edited text. */
export function disorderReason(builder: RegionBuilder): string {
  const row = builder.count - 1;
  const before = builder.start.subarray(2 * row - 2, 2 * row);
  const here = builder.start.subarray(2 * row, 2 * row + 2);
  const below = (here[1] ?? 0) - (before[1] ?? 0) || (here[0] ?? 0) - (before[0] ?? 0);
  return below < 0
    ? 'the region starts below the one before it: the map changed while it was read, or lines were moved or joined'
    : 'the region overlaps the one before it: the map changed while it was read, or the text was edited';
}
