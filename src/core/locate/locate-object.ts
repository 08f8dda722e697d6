/** From a place of a file, as backtraces tell it, to where that lies in a map of the same text. */
import { addressAt } from '../memory-map/address.ts';
import { NO_FILE, type FileColumns } from '../memory-map/file-table.ts';
import type { MemoryMap } from '../memory-map/memory-map.ts';
import { Perm } from '../memory-map/permissions.ts';
import { rowOfAddress } from '../memory-map/region-table.ts';
import { hexWordAt } from './hex-words.ts';
import { loadBiasAt, locate, locationOf, nearestFirst, type Location } from './locate.ts';
import { objectWords, type ObjectWord } from './object-words.ts';

/** What is under the cursor in a line, and where it lies. */
export interface LineAddress {
  /** UTF-16 units from 0, `to` is exclusive. */
  readonly from: number;
  readonly to: number;
  readonly locations: readonly Location[];
}

/**
 * The address, or the place of a file, at a place of a line, when a map has it. A place of a file comes first: its digits may look
 * like an address.
 * @param line the number of the line, from 1
 */
export function addressAtPlace(
  maps: readonly MemoryMap[],
  text: string,
  character: number,
  line: number,
): LineAddress | undefined {
  const object = objectWords(text).find(({ from, to }) => from <= character && character <= to);
  if (object) {
    const locations = locateObject(maps, object, line);
    if (locations.length > 0) return { from: object.from, to: object.to, locations };
  }
  const word = hexWordAt(text, character);
  const locations = word ? locate(maps, word.address, line) : [];
  return word && locations.length > 0 ? { from: word.from, to: word.to, locations } : undefined;
}

/** The places of a file's address in the maps of a text, in the order of `locate`. @param line the line (from 1) that names it */
function locateObject(maps: readonly MemoryMap[], word: ObjectWord, line: number): readonly Location[] {
  return nearestFirst(maps, line).flatMap((map) => {
    const location = inMap(map, word);
    return location ? [location] : [];
  });
}

function inMap(map: MemoryMap, { object, relative, start }: ObjectWord): Location | undefined {
  const { regions } = map;
  const entries = entriesOf(regions.files, object);
  if (entries.size === 0) return undefined;
  let other: Location | undefined;
  for (let row = 0; row < regions.count; row++) {
    const entry = regions.file[row] ?? NO_FILE;
    if (!entries.has(entry) || regions.perms[row]! & Perm.offsetUnknown) continue;
    if (addressAt(regions.offset, row) !== start) continue;
    // From where the object begins; a file that was loaded twice begins twice.
    const address = addressAt(regions.start, row) + relative - loadBiasAt(map, row);
    const found = address < 0n ? undefined : rowOfAddress(regions, address);
    if (found === undefined || !entries.has(regions.file[found] ?? NO_FILE)) continue;
    // A frame is of code: the program itself may have mapped the file once more, to read it.
    if (regions.perms[found]! & Perm.execute) return locationOf(map, found, address);
    other ??= locationOf(map, found, address);
  }
  return other;
}

const DELETED = new TextEncoder().encode(' (deleted)');
const SLASH = 0x2f;

/** The entries of files with a path, or with a name when that is no path. */
function entriesOf({ count, nameEnd, nameBytes }: FileColumns, object: string): ReadonlySet<number> {
  const name = new TextEncoder().encode(object);
  const isPath = object.startsWith('/');
  const entries = new Set<number>();
  for (let entry = 1; entry < count; entry++) {
    const from = nameEnd[entry - 1] ?? 0;
    let to = nameEnd[entry] ?? from;
    if (endsWith(nameBytes, from, to, DELETED)) to -= DELETED.length;
    if (!endsWith(nameBytes, from, to, name)) continue;
    const at = to - name.length;
    if (at === from || (!isPath && nameBytes[at - 1] === SLASH)) entries.add(entry);
  }
  return entries;
}

function endsWith(bytes: Uint8Array, from: number, to: number, end: Uint8Array): boolean {
  const at = to - end.length;
  if (at < from) return false;
  for (let i = end.length - 1; i >= 0; i--) if (bytes[at + i] !== end[i]) return false;
  return true;
}
