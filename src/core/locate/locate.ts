/** Where an address lies: in which map, region and object, and at which place of the object's file. */
import { addressAt, withoutTag } from '../memory-map/address.ts';
import { counterAt, counterColumn } from '../memory-map/counters.ts';
import { NO_FILE } from '../memory-map/file-table.ts';
import type { MemoryMap } from '../memory-map/memory-map.ts';
import { Perm } from '../memory-map/permissions.ts';
import { regionAt, rowOfAddress, type Region, type RegionTable } from '../memory-map/region-table.ts';

/** An address in a map. */
export interface Location {
  readonly map: MemoryMap;
  readonly row: number;
  readonly region: Region;
  readonly address: bigint;
  /** The place in the file that is mapped there; undefined when no file is, or its offset is not told. */
  readonly file: FilePlace | undefined;
}

/** A place in a mapped file. */
export interface FilePlace {
  /** The real path, as the map tells it. */
  readonly path: string;
  readonly deleted: boolean;
  /** The byte of the file that the address maps. */
  readonly offset: bigint;
  /** The byte of the file that the region starts with. */
  readonly regionOffset: bigint;
  /**
   * The address as the file itself counts, when it is a library or a position-independent program: from where its first byte is
   * mapped, and more by its load bias. Undefined when that is not in the map.
   */
  readonly relative: bigint | undefined;
  /** The address that `relative` counts from. */
  readonly base: bigint | undefined;
  /** The object's build id in hex, when the source tells it. */
  readonly buildId: string | undefined;
}

/**
 * The places of an address in the maps of a text. Where several maps have it, the one that holds the line comes first, then the
 * nearest. A pointer of arm64 may have a tag, which is taken off.
 * @param line the line (from 1) that names the address
 */
export function locate(maps: readonly MemoryMap[], address: bigint, line: number): readonly Location[] {
  return nearestFirst(maps, line).flatMap((map) => {
    const row = rowOfAddress(map.regions, address);
    if (row !== undefined) return [locationOf(map, row, address)];
    const plain = map.arch === 'arm64' ? withoutTag(address) : address;
    const tagged = plain === address ? undefined : rowOfAddress(map.regions, plain);
    return tagged === undefined ? [] : [locationOf(map, tagged, plain)];
  });
}

/** The maps that have addresses: the one that holds a line (from 1) first, then the nearest. */
export function nearestFirst(maps: readonly MemoryMap[], line: number): readonly MemoryMap[] {
  return maps
    .filter(({ placed }) => placed)
    .map((map) => ({ map, distance: distanceOf(map, line) }))
    .sort((a, b) => a.distance - b.distance)
    .map(({ map }) => map);
}

/** A region's address as a location. @param address inside the region */
export function locationOf(map: MemoryMap, row: number, address: bigint): Location {
  const region = regionAt(map.regions, row);
  return { map, row, region, address, file: filePlace(map, region, address) };
}

function distanceOf({ range }: MemoryMap, line: number): number {
  if (!range) return 0;
  return line < range.first ? range.first - line : Math.max(0, line - range.last);
}

function filePlace(map: MemoryMap, region: Region, address: bigint): FilePlace | undefined {
  const { file, offset } = region;
  if (offset === undefined || !file.path.startsWith('/')) return undefined;
  const byte = address - region.start + offset;
  const row = imageRow(map.regions, region.index, byte);
  const first = baseOf(map.regions, row);
  const base = first === undefined ? undefined : first - loadBiasAt(map, row);
  return {
    path: file.path,
    deleted: file.deleted,
    offset: byte,
    regionOffset: offset,
    relative: base === undefined ? undefined : byte + shiftOf(map.regions, row) - base,
    base,
    buildId: buildIdOf(map, region.index),
  };
}

/** By how much more than 0 the object of a row counts from its first byte, as tombstones tell. */
export function loadBiasAt({ counters }: MemoryMap, row: number): bigint {
  const column = counters && counterColumn(counters, 'load bias');
  const value = column && counterAt(column, row);
  return value === undefined || typeof value === 'string' ? 0n : BigInt(value);
}

/** Where the first byte of the object is mapped that a row belongs to: the nearest row below with the same file and offset 0. */
function baseOf(regions: RegionTable, row: number): bigint | undefined {
  const entry = regions.file[row] ?? NO_FILE;
  if (entry === NO_FILE) return undefined;
  for (let i = row; i >= 0; i--) {
    if (regions.file[i] !== entry || (regions.perms[i]! & Perm.offsetUnknown) !== 0) continue;
    if (addressAt(regions.offset, i) === 0n && addressAt(regions.start, i) <= addressAt(regions.start, row)) {
      return addressAt(regions.start, i);
    }
  }
  return undefined;
}

/** The segments of an object lie nearer together. */
const FAR = 1n << 26n;

/**
 * The row that shows a byte of a file at its place in the object. That is another one where the row itself is a second mapping, far
 * from the rest: V8 maps the built-in functions of its program again, among the code that it makes.
 */
function imageRow(regions: RegionTable, row: number, byte: bigint): number {
  const { count, file, perms, start, end, offset } = regions;
  const distance = (of: number): bigint => shiftOf(regions, of) - (baseOf(regions, of) ?? 0n);
  let nearest = row;
  let least = distance(row);
  if (least < FAR || (perms[row]! & Perm.execute) === 0) return row;
  for (let other = 0; other < count; other++) {
    if (file[other] !== file[row] || perms[other] !== perms[row]) continue;
    const inside = byte - addressAt(offset, other);
    if (inside < 0n || inside >= addressAt(end, other) - addressAt(start, other)) continue;
    if (distance(other) >= least) continue;
    nearest = other;
    least = distance(other);
  }
  return nearest;
}

/** What is to be added to a byte of the file for its address in a row. */
function shiftOf({ start, offset }: RegionTable, row: number): bigint {
  return addressAt(start, row) - addressAt(offset, row);
}

function buildIdOf({ counters }: MemoryMap, row: number): string | undefined {
  const column = counters && counterColumn(counters, 'BuildId');
  const value = column && counterAt(column, row);
  return typeof value === 'string' && /^[0-9a-f]+$/i.test(value) ? value.toLowerCase() : undefined;
}
