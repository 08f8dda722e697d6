/** Maps as plain data that two of them can be compared by: every row, every counter, whatever the tables look like inside. */
import { counterAt, vmFlagsAt } from '../../../src/core/memory-map/counters.ts';
import type { MemoryMap } from '../../../src/core/memory-map/memory-map.ts';
import { regionAt } from '../../../src/core/memory-map/region-table.ts';

/** Everything that a map says; lines only when they are asked for. */
export function comparable(map: MemoryMap, withLines = true): object {
  const { regions, counters } = map;
  return {
    dialect: map.dialect,
    range: map.range,
    arch: map.arch,
    pageSize: map.pageSize,
    placed: map.placed,
    assumptions: map.assumptions,
    notes: map.notes,
    marks: map.marks,
    problems: map.problems,
    sorted: regions.sorted,
    regions: Array.from({ length: regions.count }, (_, row) => {
      const { line, ...region } = regionAt(regions, row);
      return { ...region, kind: regions.kind[row], ...(withLines ? { line } : {}) };
    }),
    counters: counters?.columns.map((column) => ({
      key: column.key,
      family: column.family,
      unit: column.unit,
      values: Array.from({ length: regions.count }, (_, row) => counterAt(column, row)),
    })),
    vmFlags: counters && Array.from({ length: regions.count }, (_, row) => vmFlagsAt(counters, row)),
  };
}
