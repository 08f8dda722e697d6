/** Makes a map of a reading: kinds, architecture, page size. */
import { classifyMap } from '../kinds/classify.ts';
import { guessArchitecture, guessPageSize } from '../kinds/platform.ts';
import type { DialectName, LineRange, MapSource, MemoryMap } from '../memory-map/memory-map.ts';
import type { Reading } from './part-parser.ts';

/** Completes a reading: kinds, architecture, page size. */
export function finishMap(
  reading: Reading,
  dialect: DialectName | undefined,
  source: MapSource,
  range: LineRange | undefined,
): MemoryMap {
  const { regions, counters, problems, placed = true, title, nameColumn, pid } = reading;
  const { assumptions = [], notes = [], marks = [] } = reading;
  const ordered = [...notes].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
  classifyMap({ regions, counters, notes: ordered });
  const arch = reading.arch ?? guessArchitecture(regions);
  return {
    dialect,
    source: pid === undefined || source.pid !== undefined ? source : { ...source, pid },
    title,
    range,
    arch,
    pageSize: reading.pageSize ?? guessPageSize(regions, counters, arch),
    nameColumn,
    regions,
    placed,
    counters,
    problems,
    ...(reading.inOrder ? { inOrder: true } : {}),
    assumptions,
    notes: ordered,
    marks,
  };
}
