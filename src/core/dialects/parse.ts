/** Bytes to memory maps: finds the dialects, reads the text, and tells what each region is. */
import { addressNumberAt } from '../memory-map/address.ts';
import type { DialectName, LineRange, MapSource, MemoryMap, Problem } from '../memory-map/memory-map.ts';
import { RegionBuilder } from '../memory-map/region-builder.ts';
import { bytesSource, type ByteSource } from '../elf/byte-source.ts';
import { BINARY_HEAD, binaryDialect, notADump, readBinary } from './binary.ts';
import { filledLines, hasDoubledReturns, lineEnd } from './bytes.ts';
import { detect, dialectOfFirstLine, type Detection, type WholeDialect } from './detect.ts';
import { findBlocks, holdsMap } from './find.ts';
import { finishMap } from './finish-map.ts';
import { isNormalForm, readNormalForm } from './json.ts';
import { MapsParser } from './maps.ts';
import type { PartParser, Reading } from './part-parser.ts';
import { DIALECTS } from './registry.ts';
import { SmapsParser } from './smaps.ts';
import { splitReading } from './split.ts';
import { plainTextOf } from './plain-text.ts';

export { rereadMap } from './reread.ts';

/** The parsers of files that are read whole; smaps_rollup is one record of smaps. */
const PARSERS: Readonly<Record<WholeDialect, new (expectedBytes: number) => PartParser>> = {
  maps: MapsParser,
  smaps: SmapsParser,
  smaps_rollup: SmapsParser,
};

/** How to look at a text. */
export interface ParseOptions {
  /**
   * The text is a log or a mail that may hold maps, not a saved map: what stands around the maps is no problem of theirs.
   */
  readonly embedded?: boolean;
  /**
   * Maps that are put together from events (calls that strace saw, mappings that perf recorded) are those after this line, from
   * 1; at the end of the events when it is absent.
   */
  readonly untilLine?: number | undefined;
  /** Asked every few milliseconds, with how many bytes of the text are behind it; it throws to stop. */
  readonly goesOn?: GoesOn | undefined;
}

/** See `ParseOptions.goesOn`. */
export type GoesOn = (done: number) => void;

/** Bytes that are read without asking whether to go on: 10 to 20 ms. */
const BYTES_AT_ONCE = 2 ** 22;

/**
 * Reads all memory maps of a text, in its order; none when it holds none. Never throws: what is broken in a map is told in its
 * problems. Linear in the length of the text.
 */
export function parseMaps(bytes: Uint8Array, source: MapSource = {}, options: ParseOptions = {}): readonly MemoryMap[] {
  return parse(bytes, source, options, () => []);
}

/** As `parseMaps`, but for a text without a map: then one without regions, whose problem says why. */
export function parseFile(bytes: Uint8Array, source: MapSource = {}, options: ParseOptions = {}): readonly MemoryMap[] {
  return parse(bytes, source, options, ({ dialect, reason }) => [
    emptyMap(source, reason === undefined ? undefined : { line: 1, column: 1, reason }, dialect),
  ]);
}

/** What is told of a text that holds no map. */
type None = (detection: Detection) => readonly MemoryMap[];

function parse(bytes: Uint8Array, source: MapSource, options: ParseOptions, none: None): readonly MemoryMap[] {
  const binary = parseBinary(bytesSource(bytes), source);
  if (binary) return [binary];
  const text = plainTextOf(bytes);
  const maps = readMaps(text.bytes, source, options, none);
  if (text.assumptions.length === 0) return maps;
  return maps.map((map) => ({ ...map, assumptions: [...map.assumptions, ...text.assumptions] }));
}

/**
 * Reads a core file or a minidump of any size; undefined when it is neither. Never throws on what it holds.
 * @throws only what reading the bytes throws
 */
export function parseBinary(bytes: ByteSource, source: MapSource = {}): MemoryMap | undefined {
  const read = readBinary(bytes);
  return read && finishMap(read.reading, read.dialect, source, undefined);
}

/**
 * Reads the memory map of a text that should be one: the first when there are several. Never throws: a text without a map gives
 * a map without regions, with the reason among its problems.
 */
export function parseMemoryMap(bytes: Uint8Array, source: MapSource = {}): MemoryMap {
  const [map] = parseFile(bytes, source);
  return map ?? emptyMap(source, undefined);
}

/** A map without regions, and the problem that is the reason. */
export function emptyMap(source: MapSource, problem: Problem | undefined, dialect?: DialectName): MemoryMap {
  const problems = problem ? [problem] : [];
  return finishMap(
    { regions: new RegionBuilder(0).finish(), counters: undefined, problems },
    dialect,
    source,
    undefined,
  );
}

/** True when a text holds a map. What it costs where it holds none: `npm run bench -- dialects`. */
export function hasMaps(bytes: Uint8Array): boolean {
  if (binaryDialect(bytes.subarray(0, BINARY_HEAD)) !== undefined) return true;
  const text = plainTextOf(bytes).bytes;
  return isNormalForm(text) || holdsMap(text, DIALECTS);
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

function readMaps(bytes: Uint8Array, source: MapSource, options: ParseOptions, none: None): readonly MemoryMap[] {
  const { embedded = false, goesOn } = options;
  if (embedded) return embeddedMaps(bytes, source, options);
  if (isNormalForm(bytes)) {
    const maps = readNormalForm(bytes).map(({ reading, dialect, range }) => finishMap(reading, dialect, source, range));
    return maps.length > 0 ? maps : none({ dialect: undefined, reason: 'the list of maps in this JSON is empty' });
  }
  // A serial console makes two of one CR: a whole file would have the second one in its names.
  const dialect = hasDoubledReturns(bytes) ? undefined : dialectOfFirstLine(bytes);
  if (dialect !== undefined) return wholeMaps(bytes, dialect, source, goesOn);
  const maps = embeddedMaps(bytes, source, options);
  if (maps.length > 0) return maps;
  const broken = notADump(bytes.subarray(0, BINARY_HEAD));
  if (broken !== undefined) return none({ dialect: undefined, reason: broken });
  // Rows so damaged that no reader would start at them are still worth a reason each.
  const damaged = detect(bytes, source.file, () => goesOn?.(bytes.length));
  if (damaged.dialect === undefined || damaged.reason !== undefined) return none(damaged);
  return wholeMaps(bytes, damaged.dialect, source, goesOn);
}

function wholeMaps(
  bytes: Uint8Array,
  dialect: WholeDialect,
  source: MapSource,
  goesOn: GoesOn | undefined,
): readonly MemoryMap[] {
  const parser = new PARSERS[dialect](bytes.length);
  for (let from = 0; from < bytes.length;) {
    const to = Math.min(bytes.length, lineEnd(bytes, Math.min(bytes.length, from + BYTES_AT_ONCE)) + 1);
    parser.add(bytes.subarray(from, to));
    goesOn?.(to);
    from = to;
  }
  const reading = parser.finish();
  if (!reading.inOrder && dialect !== 'smaps_rollup') {
    const maps = embeddedMaps(bytes, source, { goesOn });
    if (!isOneMap(maps)) return maps;
    const [map] = maps;
    if (map && maps.length === 1 && explains(map, bytes, reading))
      return [{ ...map, range: undefined, inOrder: false }];
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

function embeddedMaps(bytes: Uint8Array, source: MapSource, { untilLine, goesOn }: ParseOptions): readonly MemoryMap[] {
  const maps: MemoryMap[] = [];
  for (const { dialect, range, reading, others } of findBlocks(bytes, DIALECTS, { untilLine, goesOn })) {
    maps.push(...finishAll(reading, dialect, source, range));
    for (const other of others) maps.push(...finishAll(other, dialect, source, range));
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
  const parts = reading.single ? [reading] : splitReading(reading);
  if (parts.length === 1) return [finishMap(reading, dialect, source, range)];
  const whole = range ?? { first: 1, last: Infinity };
  const firsts = parts.map(({ regions }, i) => (i === 0 ? whole.first : (regions.line[0] ?? whole.first)));
  return parts.map((part, i) => {
    const lastRow = part.regions.line[part.regions.count - 1] ?? whole.last;
    const first = firsts[i] ?? whole.first;
    const last =
      i + 1 < parts.length ? (firsts[i + 1] ?? whole.last) - 1 : Number.isFinite(whole.last) ? whole.last : lastRow;
    // In a string of one line the next map begins on the same line.
    return finishMap(part, dialect, source, { first, last: Math.max(first, last) });
  });
}
