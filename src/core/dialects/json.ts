/**
 * The normal form read back (core/export/normal-form.ts writes it): `memory-maps json` and exports. Columns, counters, notes and
 * problems are those of the map that was written; lines are those of its source. Kinds are told anew.
 */
import type { DialectName, LineRange } from '../memory-map/memory-map.ts';
import { MOST_PROBLEMS } from '../memory-map/problems.ts';
import { RegionBuilder } from '../memory-map/region-builder.ts';
import { textStart } from './bytes.ts';
import { JsonCursor } from './json-cursor.ts';
import { JsonFaults } from './json-faults.ts';
import { HEAD_READERS, JsonHead } from './json-head.ts';
import { JsonRegions } from './json-regions.ts';
import type { Reading } from './part-parser.ts';

/** How much of a text is looked at to tell whether it is the normal form. */
const LOOKED_AT = 4096;
/** How our own printer starts, however it was laid out afterwards. */
const OWN_START = /^\s*\{\s*(?:"dialect"\s*:\s*(?:"|null)|"maps"\s*:\s*\[\s*(?:\{|\]))/;
/** How it starts with its keys sorted. */
const SORTED_START = /^\s*\{\s*"(?:arch|assumptions)"\s*:/;
const DIALECT_KEY = /"dialect"\s*:\s*(?:"|null)/;

/** So many maps, and objects of maps, are read: a hostile text could ask for one at every third byte. */
const MOST_MAPS = 10_000;
/** Behind so many maps only the first problems of each are kept. */
const MAPS_WITH_ALL_PROBLEMS = 100;
const FEW_PROBLEMS = 10;

/** One map of a JSON text. */
export interface JsonMap {
  readonly reading: Reading;
  readonly dialect: DialectName | undefined;
  /** The lines of the source that held the map, as the JSON tells. */
  readonly range: LineRange | undefined;
}

/** True when a text starts as the normal form does. Costs no more for a large text. */
export function isNormalForm(bytes: Uint8Array): boolean {
  return startsNormalForm(bytes, textStart(bytes));
}

/**
 * Reads all maps of a text in the normal form: one map, `{"maps":[ … ]}`, or several of these one after the other. Never throws:
 * a wrong or missing value is a problem that names it by its path, at its line of the JSON; after broken JSON nothing is read.
 */
export function readNormalForm(bytes: Uint8Array): readonly JsonMap[] {
  const cursor = new JsonCursor(bytes);
  const maps: MapReader[] = [];
  for (let i = 0; i < MOST_MAPS && startsNormalForm(bytes, cursor.p) && !cursor.fault; i++) readDocument(cursor, maps);
  const rest = cursor.peek();
  if (maps.length === 0 && (cursor.fault || rest >= 0)) maps.push(new MapReader(cursor, '', MOST_PROBLEMS));
  const last = maps.at(-1);
  if (cursor.fault) last?.faults.add('JSON', cursor.fault.reason, cursor.fault.at);
  else if (rest >= 0) last?.faults.add('JSON', `${cursor.found(cursor.p)} stands behind its end`, cursor.p);
  return maps.map((map) => map.finish());
}

function startsNormalForm(bytes: Uint8Array, from: number): boolean {
  const head = new TextDecoder('latin1').decode(bytes.subarray(from, from + LOOKED_AT));
  return OWN_START.test(head) || (SORTED_START.test(head) && DIALECT_KEY.test(head));
}

/** Reads one object: a map, or the list of several. */
function readDocument(cursor: JsonCursor, maps: MapReader[]): void {
  if (!cursor.enterObject()) return;
  const own = new MapReader(cursor, '', MOST_PROBLEMS);
  let isMap = false;
  for (let isFirst = true; cursor.nextKey(isFirst); isFirst = false) {
    const key = cursor.text();
    if (key === 'maps') readMaps(cursor, maps);
    else isMap = own.read(key) || isMap;
  }
  own.end();
  if (isMap) maps.push(own);
}

function readMaps(cursor: JsonCursor, maps: MapReader[]): void {
  if (!cursor.enterArray()) {
    const map = new MapReader(cursor, '', MOST_PROBLEMS);
    map.faults.unexpected('maps', 'a list of maps');
    maps.push(map);
    return;
  }
  for (let isFirst = true, i = 0; cursor.nextItem(isFirst); isFirst = false, i++) {
    if (maps.length >= MOST_MAPS) {
      if (i === MOST_MAPS)
        maps.at(-1)?.faults.add('', `the maps behind this one were not read: they are too many`, cursor.p);
      cursor.skip();
      continue;
    }
    const map = new MapReader(cursor, `maps[${i}].`, i < MAPS_WITH_ALL_PROBLEMS ? MOST_PROBLEMS : FEW_PROBLEMS);
    maps.push(map);
    if (!cursor.enterObject()) map.faults.unexpected('', 'a map');
    else for (let isFirstKey = true; cursor.nextKey(isFirstKey); isFirstKey = false) map.read(cursor.text());
    map.end();
  }
}

class MapReader {
  readonly faults: JsonFaults;
  private readonly cursor: JsonCursor;
  private readonly head = new JsonHead();
  private readonly seen = new Set<string>();
  private regions: JsonRegions | undefined;
  private rows: Pick<Reading, 'regions' | 'counters'> | undefined;
  private placed = true;

  /** @param prefix see JsonFaults @param most how many problems to keep */
  constructor(cursor: JsonCursor, prefix: string, most: number) {
    this.cursor = cursor;
    this.faults = new JsonFaults(cursor, prefix, most);
  }

  /** Reads the value at the cursor; false, and the value is skipped, when the normal form has no such key. */
  read(key: string): boolean {
    const { cursor, faults, head, seen } = this;
    if (key === 'regions' && !seen.has(key)) {
      seen.add(key);
      this.regions = new JsonRegions(cursor, faults);
      this.regions.read();
      return true;
    }
    const reader = Object.hasOwn(HEAD_READERS, key) && !seen.has(key) ? HEAD_READERS[key] : undefined;
    if (!reader) {
      cursor.skip();
      return false;
    }
    seen.add(key);
    cursor.peek();
    const at = cursor.p;
    const value = cursor.value();
    if (!cursor.fault) reader(head, value, (path, reason) => faults.add(path, reason, at));
    return true;
  }

  /** Tells that the map has ended: its columns are trimmed, and what is missing is a problem. */
  end(): void {
    const { cursor, faults, head, seen, regions } = this;
    this.rows = regions?.finish(head);
    this.placed = regions?.placed ?? true;
    this.regions = undefined;
    for (const key of ['dialect', 'regions']) {
      if (!seen.has(key) && !cursor.fault) faults.add(key, 'it is missing', cursor.p);
    }
  }

  finish(): JsonMap {
    const { faults, head, seen, rows, placed } = this;
    // Whose map it is was told by its file, before it was written into this one.
    const title = head.title ?? head.file;
    const { pid, arch, pageSize, nameColumn, assumptions, notes, marks } = head;
    return {
      reading: {
        regions: rows?.regions ?? new RegionBuilder(0).finish(),
        counters: rows?.counters,
        problems: [...head.problems, ...faults.list.finish()],
        placed,
        ...(title === undefined ? {} : { title }),
        ...(pid === undefined ? {} : { pid }),
        ...(arch === undefined ? {} : { arch }),
        ...(pageSize === undefined ? {} : { pageSize }),
        nameColumn,
        assumptions,
        notes,
        marks,
      },
      dialect: seen.has('dialect') ? head.dialect : 'json',
      range: head.range,
    };
  }
}
