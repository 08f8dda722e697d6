/** Bytes to memory maps: finds the dialects, reads the text, and tells what each region is. */
import { classifyMap } from '../kinds/classify.ts';
import { guessArchitecture, guessPageSize } from '../kinds/platform.ts';
import { addressNumberAt } from '../memory-map/address.ts';
import type { DialectName, LineRange, MapSource, MemoryMap } from '../memory-map/memory-map.ts';
import { RegionBuilder } from '../memory-map/region-builder.ts';
import { filledLines, hasDoubledReturns } from './bytes.ts';
import { detect, dialectOfFirstLine } from './detect.ts';
import { findBlocks, holdsMap } from './find.ts';
import { MapsParser } from './maps.ts';
import type { PartParser, Reading } from './part-parser.ts';
import { DIALECTS } from './registry.ts';
import { SmapsParser } from './smaps.ts';
import { splitReading } from './split.ts';
import { narrowed } from './wide-text.ts';

/** The files of /proc that are read whole, with their parsers; smaps_rollup is one record of smaps. */
const PARSERS = { maps: MapsParser, smaps: SmapsParser, smaps_rollup: SmapsParser } as const;

/** A dialect of a file in /proc/PID that may be read in parts. */
export type WholeDialect = keyof typeof PARSERS;

/** How to look at a text. */
export interface ParseOptions {
  /**
   * The text is a log or a mail that may hold maps, not a saved map: what stands around the maps is no problem of theirs.
   */
  readonly embedded?: boolean;
}

/**
 * Reads all memory maps of a text, in its order; none when it holds none. Never throws: what is broken in a map is told in its
 * problems. Linear in the length of the text.
 */
export function parseMaps(bytes: Uint8Array, source: MapSource = {}, options: ParseOptions = {}): readonly MemoryMap[] {
  const text = narrowed(bytes);
  const maps = readMaps(text.bytes, source, options);
  const assumption = 'The text was UTF-16 and was read as UTF-8.';
  return text.wasWide ? maps.map((map) => ({ ...map, assumptions: [...map.assumptions, assumption] })) : maps;
}

/**
 * Reads the memory map of a text that should be one: the first when there are several. Never throws: a text without a map gives
 * a map without regions, with the reason among its problems.
 */
export function parseMemoryMap(bytes: Uint8Array, source: MapSource = {}): MemoryMap {
  const [map] = parseMaps(bytes, source);
  return map ?? noMap(bytes, source);
}

/** A map without regions, whose problem says why the text is none. */
export function noMap(bytes: Uint8Array, source: MapSource): MemoryMap {
  const { dialect, reason } = detect(bytes, source.file);
  const problems = reason === undefined ? [] : [{ line: 1, column: 1, reason }];
  return finishMap(
    { regions: new RegionBuilder(0).finish(), counters: undefined, problems },
    dialect,
    source,
    undefined,
  );
}

/** True when a text holds a map. Under 3 ms a MB where it holds none. */
export function hasMaps(bytes: Uint8Array): boolean {
  return holdsMap(narrowed(bytes).bytes, DIALECTS);
}

/** Reads a memory map whose dialect is known and whose text comes in parts, as a live process's does. */
export class MapParser {
  private readonly parser: PartParser;
  private readonly dialect: WholeDialect;

  /** @param expectedBytes how long the text will be, about */
  constructor(dialect: WholeDialect, expectedBytes: number) {
    this.dialect = dialect;
    this.parser = new PARSERS[dialect](expectedBytes);
  }

  /** See PartParser. */
  add(bytes: Uint8Array): void {
    this.parser.add(bytes);
  }

  /** The whole map. */
  finish(source: MapSource): MemoryMap {
    return finishMap(this.parser.finish(), this.dialect, source, undefined);
  }
}

function readMaps(bytes: Uint8Array, source: MapSource, options: ParseOptions): readonly MemoryMap[] {
  if (options.embedded) return embeddedMaps(bytes, source);
  // A serial console makes two of one CR: a whole file would have the second one in its names.
  const dialect = hasDoubledReturns(bytes) ? undefined : dialectOfFirstLine(bytes);
  if (dialect !== undefined) return wholeMaps(bytes, dialect, source);
  const maps = embeddedMaps(bytes, source);
  if (maps.length > 0) return maps;
  // Rows so damaged that no reader would start at them are still worth a reason each.
  const damaged = detect(bytes, source.file);
  return damaged.dialect === undefined || damaged.reason !== undefined ? [] : wholeMaps(bytes, damaged.dialect, source);
}

function wholeMaps(bytes: Uint8Array, dialect: WholeDialect, source: MapSource): readonly MemoryMap[] {
  const parser = new PARSERS[dialect](bytes.length);
  parser.add(bytes);
  const reading = parser.finish();
  if (reading.problems.length > 0 && dialect !== 'smaps_rollup') {
    const maps = embeddedMaps(bytes, source);
    if (!isOneMap(maps)) return maps;
    const [map] = maps;
    if (map && maps.length === 1 && explains(map, bytes, reading)) return [{ ...map, range: undefined }];
  }
  return finishAll(reading, dialect, source, undefined);
}

/** True when what was found in a text can be the pieces of one damaged map, or of none. */
function isOneMap(maps: readonly MemoryMap[]): boolean {
  return maps.every(
    ({ dialect, regions }, i) =>
      (dialect === 'maps' || dialect === 'smaps') &&
      (i === 0 || addressNumberAt(regions.start, 0) > addressNumberAt(maps[i - 1]!.regions.start, 0)),
  );
}

/** True when a map that was found in a text leaves no line of it unexplained: its rows were broken over several lines. */
function explains({ regions, problems, range }: MemoryMap, bytes: Uint8Array, whole: Reading): boolean {
  if (!range || problems.length > 0 || regions.count < whole.regions.count) return false;
  const { first, last } = filledLines(bytes);
  return range.first <= first && range.last >= last;
}

function embeddedMaps(bytes: Uint8Array, source: MapSource): readonly MemoryMap[] {
  const maps: MemoryMap[] = [];
  for (const { dialect, range, reading } of findBlocks(bytes, DIALECTS)) {
    maps.push(...finishAll(reading, dialect, source, range));
  }
  return maps;
}

/** The maps of a reading, which may be those of several processes one after the other. */
function finishAll(
  reading: Reading,
  dialect: DialectName,
  source: MapSource,
  range: LineRange | undefined,
): readonly MemoryMap[] {
  const parts = splitReading(reading);
  if (parts.length === 1) return [finishMap(reading, dialect, source, range)];
  const whole = range ?? { first: 1, last: Infinity };
  const firsts = parts.map(({ regions }, i) => (i === 0 ? whole.first : (regions.line[0] ?? whole.first)));
  return parts.map((part, i) => {
    const lastRow = part.regions.line[part.regions.count - 1] ?? whole.last;
    const last =
      i + 1 < parts.length ? (firsts[i + 1] ?? whole.last) - 1 : Number.isFinite(whole.last) ? whole.last : lastRow;
    return finishMap(part, dialect, source, { first: firsts[i] ?? whole.first, last });
  });
}

/** Completes a reading: kinds, architecture, page size. */
export function finishMap(
  reading: Reading,
  dialect: DialectName | undefined,
  source: MapSource,
  range: LineRange | undefined,
): MemoryMap {
  const { regions, counters, problems, placed = true, title, assumptions = [], notes = [], marks = [], pid } = reading;
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
    regions,
    placed,
    counters,
    problems,
    assumptions,
    notes: ordered,
    marks,
  };
}
