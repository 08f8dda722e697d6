/**
 * The normal form: a memory map as JSON, the contract of `memory-maps json` and of every export. Unknown is null, and an
 * integer that passes 2^53 is a decimal string.
 */
import { explainKind } from '../kinds/classify.ts';
import { formatHexAddress } from '../memory-map/address.ts';
import { toBase64 } from '../memory-map/base64.ts';
import { counterAt, vmFlagsAt, type CounterValue } from '../memory-map/counters.ts';
import type { DialectName, MemoryMap, Problem } from '../memory-map/memory-map.ts';
import { regionAt, type Region } from '../memory-map/region-table.ts';
import { jsonInteger, type JsonInteger } from './json-integer.ts';
import { totalsOf, type Totals } from './totals.ts';

/** Everything of a map but its regions, which may be a million and are made one by one. */
export interface NormalFormHead {
  readonly dialect: DialectName | null;
  readonly source: { readonly file?: string; readonly pid?: number };
  readonly arch: string | null;
  readonly pageSize: number | null;
}

/** One region of the normal form. */
export interface NormalFormRegion {
  readonly start: string;
  readonly end: string;
  readonly size: JsonInteger;
  readonly perms: string | null;
  readonly offset: string | null;
  readonly dev: string | null;
  readonly inode: string | null;
  readonly path: string;
  readonly pathBytes?: string;
  readonly deleted: boolean;
  readonly kind: string;
  readonly role: string | null;
  readonly confidence: string;
  readonly evidence: readonly string[];
  readonly line: number;
  readonly smaps: Readonly<Record<string, JsonInteger | readonly string[]>> | null;
  readonly numa: null;
}

/** A whole map in the normal form. */
export interface NormalForm extends NormalFormHead {
  readonly regions: readonly NormalFormRegion[];
  readonly totals: Totals;
  readonly problems: readonly Problem[];
}

/** The map in the normal form, as an object. */
export function normalForm(map: MemoryMap): NormalForm {
  const regions: NormalFormRegion[] = [];
  for (let row = 0; row < map.regions.count; row++) regions.push(normalRegion(map, row));
  return { ...head(map), regions, totals: totalsOf(map), problems: map.problems };
}

/** The map in the normal form as text, a region a line, in pieces: a large map is never held as one string. */
export function* normalFormText(map: MemoryMap): Generator<string> {
  yield `${JSON.stringify(head(map)).slice(0, -1)},\n"regions":[`;
  for (let row = 0; row < map.regions.count; row++) {
    yield `${row === 0 ? '\n' : ',\n'}${JSON.stringify(normalRegion(map, row))}`;
  }
  yield `],\n"totals":${JSON.stringify(totalsOf(map))},\n"problems":${JSON.stringify(map.problems)}}\n`;
}

function head(map: MemoryMap): NormalFormHead {
  const { file, pid } = map.source;
  return {
    dialect: map.dialect ?? null,
    source: { ...(file === undefined ? {} : { file }), ...(pid === undefined ? {} : { pid }) },
    arch: map.arch ?? null,
    pageSize: map.pageSize ?? null,
  };
}

function normalRegion(map: MemoryMap, row: number): NormalFormRegion {
  const region = regionAt(map.regions, row);
  const { kind, confidence, evidence } = explainKind(map, row);
  const { file } = region;
  return {
    start: formatHexAddress(region.start),
    end: formatHexAddress(region.end),
    size: jsonInteger(region.size),
    perms: region.perms ?? null,
    offset: region.offset === undefined ? null : `0x${region.offset.toString(16)}`,
    dev: region.hasFileId ? file.device : null,
    inode: region.hasFileId ? String(file.inode) : null,
    path: file.path,
    ...(file.pathBytes ? { pathBytes: toBase64(file.pathBytes) } : {}),
    deleted: file.deleted,
    kind: kind.id,
    role: kind.role ?? null,
    confidence,
    evidence,
    line: region.line,
    smaps: smapsOf(map, region),
    numa: null,
  };
}

function smapsOf(map: MemoryMap, region: Region): NormalFormRegion['smaps'] {
  if (!map.counters) return null;
  const entries: [key: string, value: JsonInteger | readonly string[]][] = [];
  for (const column of map.counters.columns) {
    const value = counterAt(column, region.index);
    if (value !== undefined) entries.push([column.key, jsonCounter(value)]);
  }
  const flags = vmFlagsAt(map.counters, region.index);
  if (flags) entries.push(['VmFlags', flags]);
  return Object.fromEntries(entries);
}

function jsonCounter(value: CounterValue): JsonInteger {
  return typeof value === 'bigint' ? jsonInteger(value) : value;
}
