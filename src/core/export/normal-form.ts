/**
 * The normal form: a memory map as JSON, the contract of `memory-maps json` and of every export. Unknown is null, and an
 * integer that passes 2^53 is a decimal string.
 */
import { explainKind } from '../kinds/classify.ts';
import { formatHexAddress } from '../memory-map/address.ts';
import { toBase64 } from '../memory-map/base64.ts';
import {
  counterAt,
  usualUnit,
  vmFlagsAt,
  type CounterFamily,
  type Counters,
  type CounterValue,
  type ValueColumn,
} from '../memory-map/counters.ts';
import { printedName } from '../memory-map/name.ts';
import { NAME_COLUMN_32, type NameColumn } from '../memory-map/name-column.ts';
import type { DialectName, LineRange, MemoryMap, Problem } from '../memory-map/memory-map.ts';
import { notesOf } from '../memory-map/notes.ts';
import { regionAt } from '../memory-map/region-table.ts';
import { jsonInteger, type JsonInteger } from './json-integer.ts';
import { isChosen, type RowMask } from './rows.ts';
import { totalsOf, type Totals } from './totals.ts';

/** Everything of a map but its regions, which may be a million and are made one by one. */
export interface NormalFormHead {
  readonly dialect: DialectName | null;
  readonly source: { readonly file?: string; readonly pid?: number };
  /** Whose map it is, when the text around it tells. */
  readonly title?: string;
  /** The lines of the source that hold the map, from 1, when it is a part of a larger text. */
  readonly range?: LineRange;
  readonly arch: string | null;
  readonly pageSize: number | null;
  /** Where pathnames start in the lines of the source; absent where that is column 73, as on 64-bit kernels, or not told. */
  readonly nameColumn?: NameColumn;
  /** Units of counters that are not the usual ones: kB for those of smaps, none for all others. Absent where all are usual. */
  readonly units?: Readonly<Record<string, string>>;
  /** Where older kernels set the values of counters in smaps: `left`, or 23 for the column where they end. Absent where all are as now. */
  readonly valueColumns?: Readonly<Record<string, ValueColumn>>;
}

/** One region of the normal form. `start` is null where the source tells no addresses, `end` and `size` where it tells no end. */
export interface NormalFormRegion {
  readonly start: string | null;
  readonly end: string | null;
  readonly size: JsonInteger | null;
  readonly perms: string | null;
  readonly offset: string | null;
  readonly dev: string | null;
  readonly inode: string | null;
  readonly path: string;
  readonly pathBytes?: string;
  readonly deleted: boolean;
  /** The name as the source has it, where `path` and `deleted` do not tell: Linux-VServer puts `(deleted)` in front. */
  readonly name?: string;
  readonly kind: string;
  readonly role: string | null;
  readonly confidence: string;
  readonly evidence: readonly string[];
  /** What the source calls this stretch of addresses: `Java heap`. Absent where it has no name for it. */
  readonly label?: string;
  readonly line: number;
  readonly smaps: JsonCounters | null;
  readonly numa: JsonCounters | null;
  /** What only this source tells of its regions: a BuildId, shares of showmap. Absent where it tells nothing more. */
  readonly other?: JsonCounters;
}

/** Counters by key. */
export type JsonCounters = Readonly<Record<string, JsonInteger | readonly string[]>>;

/** A stretch of addresses that the source names, or an address that it points at. */
export interface NormalFormNote {
  readonly start: string;
  /** Absent for a single address. */
  readonly end?: string;
  readonly label: string;
  /** The kind that the note gives to anonymous regions inside it; absent when it gives none. */
  readonly kind?: string;
  readonly because?: string;
  readonly line: number;
}

/** A whole map in the normal form. */
export interface NormalForm extends NormalFormHead {
  readonly regions: readonly NormalFormRegion[];
  readonly totals: Totals;
  /** What the source says of addresses beside its regions. Absent where it says nothing. */
  readonly notes?: readonly NormalFormNote[];
  /** What had to be taken for granted. Absent where nothing had to. */
  readonly assumptions?: readonly string[];
  readonly problems: readonly Problem[];
}

/** The map in the normal form, as an object; with a mask only its chosen regions, and the totals of those. */
export function normalForm(map: MemoryMap, mask?: RowMask): NormalForm {
  const regions: NormalFormRegion[] = [];
  for (let row = 0; row < map.regions.count; row++) if (isChosen(mask, row)) regions.push(normalRegion(map, row));
  return { ...head(map), regions, ...tail(map, mask) };
}

/** The map in the normal form as text, a region a line, in pieces: a large map is never held as one string. */
export function* normalFormText(map: MemoryMap, mask?: RowMask): Generator<string> {
  yield `${JSON.stringify(head(map)).slice(0, -1)},\n"regions":[`;
  let separator = '\n';
  for (let row = 0; row < map.regions.count; row++) {
    if (!isChosen(mask, row)) continue;
    yield `${separator}${JSON.stringify(normalRegion(map, row))}`;
    separator = ',\n';
  }
  const rest = Object.entries(tail(map, mask)).map(([key, value]) => `"${key}":${JSON.stringify(value)}`);
  yield `],\n${rest.join(',\n')}}\n`;
}

function head(map: MemoryMap): NormalFormHead {
  const { file, pid } = map.source;
  return {
    dialect: map.dialect ?? null,
    source: { ...(file === undefined ? {} : { file }), ...(pid === undefined ? {} : { pid }) },
    ...(map.title === undefined ? {} : { title: map.title }),
    ...(map.range === undefined ? {} : { range: map.range }),
    arch: map.arch ?? null,
    pageSize: map.pageSize ?? null,
    ...(map.nameColumn === NAME_COLUMN_32 ? { nameColumn: map.nameColumn } : {}),
    ...(map.counters ? unusualUnits(map.counters) : {}),
    ...(map.counters ? unusualColumns(map.counters) : {}),
  };
}

function unusualUnits({ columns }: Counters): Pick<NormalFormHead, 'units'> {
  const unusual = columns.filter(({ key, family, unit }) => unit !== usualUnit(key, family));
  return unusual.length === 0 ? {} : { units: Object.fromEntries(unusual.map(({ key, unit }) => [key, unit])) };
}

function unusualColumns({ columns }: Counters): Pick<NormalFormHead, 'valueColumns'> {
  const unusual = columns.flatMap(({ key, valueColumn }) =>
    valueColumn === undefined ? [] : [[key, valueColumn] as const],
  );
  return unusual.length === 0 ? {} : { valueColumns: Object.fromEntries(unusual) };
}

function tail(map: MemoryMap, mask: RowMask): Omit<NormalForm, keyof NormalFormHead | 'regions'> {
  const marks = map.marks.map(({ address, label, line }) => ({ start: formatHexAddress(address), label, line }));
  const notes = map.notes.map(({ start, end, label, kind, because, line }) => ({
    start: formatHexAddress(start),
    end: formatHexAddress(end),
    label,
    ...(kind === undefined ? {} : { kind }),
    because,
    line,
  }));
  return {
    totals: totalsOf(map, mask),
    ...(notes.length + marks.length > 0 ? { notes: [...notes, ...marks] } : {}),
    ...(map.assumptions.length > 0 ? { assumptions: map.assumptions } : {}),
    problems: map.problems,
  };
}

function normalRegion(map: MemoryMap, row: number): NormalFormRegion {
  const region = regionAt(map.regions, row);
  const { kind, confidence, evidence } = explainKind(map, row);
  const { file } = region;
  const label = map.notes.length > 0 ? notesOf(map.notes, region.start, region.end).around[0]?.label : undefined;
  const other = countersOf(map, row, 'other');
  const hasEnd = region.hasEnd && map.placed;
  return {
    start: map.placed ? formatHexAddress(region.start) : null,
    end: hasEnd ? formatHexAddress(region.end) : null,
    size: region.hasEnd ? jsonInteger(region.size) : null,
    perms: region.perms ?? null,
    offset: region.offset === undefined ? null : `0x${region.offset.toString(16)}`,
    dev: region.hasFileId ? file.device : null,
    inode: region.hasFileId ? String(file.inode) : null,
    path: file.path,
    ...(file.pathBytes ? { pathBytes: toBase64(file.pathBytes) } : {}),
    deleted: file.deleted,
    ...(printedName(file.path, file.deleted) === file.name ? {} : { name: file.name }),
    kind: kind.id,
    role: kind.role ?? null,
    confidence,
    evidence,
    ...(label === undefined ? {} : { label }),
    line: region.line,
    smaps: countersOf(map, row, 'smaps'),
    numa: countersOf(map, row, 'numa'),
    ...(other === null ? {} : { other }),
  };
}

/** The counters of one family; null when the map has none of it. */
function countersOf({ counters }: MemoryMap, row: number, family: CounterFamily): JsonCounters | null {
  if (!counters) return null;
  const columns = counters.columns.filter((column) => column.family === family);
  const hasFlags = family === 'smaps' && counters.flagSets.length > 1;
  if (columns.length === 0 && !hasFlags) return null;
  const entries: [key: string, value: JsonInteger | readonly string[]][] = [];
  for (const column of columns) {
    const value = counterAt(column, row);
    if (value !== undefined) entries.push([column.key, jsonCounter(value)]);
  }
  const flags = family === 'smaps' ? vmFlagsAt(counters, row) : undefined;
  if (flags) entries.push(['VmFlags', flags]);
  return Object.fromEntries(entries);
}

function jsonCounter(value: CounterValue): JsonInteger {
  return typeof value === 'bigint' ? jsonInteger(value) : value;
}
