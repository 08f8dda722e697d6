/** Bytes to memory map: detects the dialect, reads the text, and tells what each region is. */
import { classifyMap } from '../kinds/classify.ts';
import { guessArchitecture, guessPageSize } from '../kinds/platform.ts';
import type { DialectName, MapSource, MemoryMap } from '../memory-map/memory-map.ts';
import { RegionBuilder } from '../memory-map/region-builder.ts';
import { detect } from './detect.ts';
import { MapsParser } from './maps.ts';
import type { PartParser, Reading } from './part-parser.ts';
import { SmapsParser } from './smaps.ts';

/** Every dialect with its parser; smaps_rollup is one record of smaps whose region is the whole address space. */
const PARSERS: Readonly<Record<DialectName, new (expectedBytes: number) => PartParser>> = {
  maps: MapsParser,
  smaps: SmapsParser,
  smaps_rollup: SmapsParser,
};

/**
 * Reads a memory map. Never throws: a text in no known dialect gives a map without regions, with the reason among its
 * problems; a text that is partly broken gives the regions that could be read.
 */
export function parseMemoryMap(bytes: Uint8Array, source: MapSource = {}): MemoryMap {
  const { dialect, reason } = detect(bytes, source.file);
  if (dialect === undefined || reason !== undefined) {
    const problems = reason === undefined ? [] : [{ line: 1, column: 1, reason }];
    return finishMap({ regions: new RegionBuilder(0).finish(), counters: undefined, problems }, dialect, source);
  }
  const parser = new PARSERS[dialect](bytes.length);
  parser.add(bytes);
  return finishMap(parser.finish(), dialect, source);
}

/** Reads a memory map whose dialect is known and whose text comes in parts, as a live process's does. */
export class MapParser {
  private readonly parser: PartParser;
  private readonly dialect: DialectName;

  /** @param expectedBytes how long the text will be, about */
  constructor(dialect: DialectName, expectedBytes: number) {
    this.dialect = dialect;
    this.parser = new PARSERS[dialect](expectedBytes);
  }

  /** See PartParser. */
  add(bytes: Uint8Array): void {
    this.parser.add(bytes);
  }

  /** The whole map. */
  finish(source: MapSource): MemoryMap {
    return finishMap(this.parser.finish(), this.dialect, source);
  }
}

/** Completes a reading: kinds, architecture, page size. */
function finishMap(reading: Reading, dialect: DialectName | undefined, source: MapSource): MemoryMap {
  const { regions, counters, problems } = reading;
  classifyMap({ regions, counters, dialect });
  const arch = guessArchitecture(regions);
  const pageSize = guessPageSize(regions, counters, arch);
  return { dialect, source, arch, pageSize, regions, counters, problems, assumptions: [] };
}
