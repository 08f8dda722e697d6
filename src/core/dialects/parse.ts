/** Bytes to memory map: detects the dialect, reads the text, and tells what each region is. */
import { classifyMap } from '../kinds/classify.ts';
import { guessArchitecture, guessPageSize } from '../kinds/platform.ts';
import type { Counters } from '../memory-map/counters.ts';
import type { DialectName, MapSource, MemoryMap, Problem } from '../memory-map/memory-map.ts';
import { RegionBuilder } from '../memory-map/region-builder.ts';
import type { RegionTable } from '../memory-map/region-table.ts';
import { detect } from './detect.ts';
import { readMaps } from './maps.ts';
import { readSmaps } from './smaps.ts';

/** What a dialect's reader gives. */
interface Reading {
  readonly regions: RegionTable;
  readonly counters?: Counters | undefined;
  readonly problems: readonly Problem[];
}

/** Every dialect with its reader; smaps_rollup is one record of smaps whose region is the whole address space. */
const READERS: Readonly<Record<DialectName, (bytes: Uint8Array) => Reading>> = {
  maps: readMaps,
  smaps: readSmaps,
  smaps_rollup: readSmaps,
};

/**
 * Reads a memory map. Never throws: a text in no known dialect gives a map without regions, with the reason among its
 * problems; a text that is partly broken gives the regions that could be read.
 */
export function parseMemoryMap(bytes: Uint8Array, source: MapSource = {}): MemoryMap {
  const { dialect, reason } = detect(bytes, source.file);
  const reading: Reading =
    dialect && reason === undefined
      ? READERS[dialect](bytes)
      : {
          regions: new RegionBuilder(0).finish(),
          problems: reason === undefined ? [] : [{ line: 1, column: 1, reason }],
        };
  return finishMap({ ...reading, dialect, source });
}

/** Completes a reading whose dialect is known: kinds, architecture, page size. */
function finishMap(reading: Reading & { dialect: DialectName | undefined; source: MapSource }): MemoryMap {
  const { dialect, source, regions, counters, problems } = reading;
  classifyMap({ regions, counters, dialect });
  const arch = guessArchitecture(regions);
  return {
    dialect,
    source,
    arch,
    pageSize: guessPageSize(regions, counters, arch),
    regions,
    counters,
    problems,
    assumptions: [],
  };
}
