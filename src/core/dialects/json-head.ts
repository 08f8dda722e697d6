/** Reads what the normal form says of a map beside its regions. Values are put together and checked, because they are few. */
import { parseAddress } from '../memory-map/address.ts';
import type { ValueColumn } from '../memory-map/counters.ts';
import { DIALECT_LABELS, type DialectName } from '../memory-map/dialect-names.ts';
import { ARCHITECTURES, type Architecture, type LineRange, type Problem } from '../memory-map/memory-map.ts';
import { NAME_COLUMN_32, NAME_COLUMN_64, type NameColumn } from '../memory-map/name-column.ts';
import { NOTE_KINDS, type Mark, type Note } from '../memory-map/notes.ts';
import { MOST_PROBLEMS } from '../memory-map/problems.ts';

/** Each region is compared with the notes: more than so many are not read, so that no text can make that endless. */
const MOST_NOTES = 5000;

/** Takes a problem of a value: its path from the map's own object, and what is wrong. */
export type TellFault = (path: string, reason: string) => void;

/** What a map's own object says of it. */
export class JsonHead {
  dialect: DialectName | undefined;
  file: string | undefined;
  pid: number | undefined;
  title: string | undefined;
  range: LineRange | undefined;
  arch: Architecture | undefined;
  pageSize: number | undefined;
  nameColumn: NameColumn | undefined;
  units: ReadonlyMap<string, string> = new Map();
  valueColumns: ReadonlyMap<string, ValueColumn> = new Map();
  notes: readonly Note[] = [];
  marks: readonly Mark[] = [];
  assumptions: readonly string[] = [];
  problems: readonly Problem[] = [];
}

type Reader = (head: JsonHead, value: unknown, tell: TellFault) => void;

/** The keys that are read. `totals` follows from the regions. */
export const HEAD_READERS: Readonly<Record<string, Reader>> = {
  dialect: readDialect,
  source: readSource,
  title: (head, value, tell) => void (head.title = text(value, 'title', tell)),
  range: readRange,
  arch: (head, value, tell) => {
    head.arch = value === null ? undefined : ARCHITECTURES.find((arch) => arch === value);
    if (value !== null && head.arch === undefined) tell('arch', `${shown(value)} is no architecture that is known`);
  },
  pageSize: (head, value, tell) => {
    if (value !== null) head.pageSize = natural(value, 'pageSize', tell);
  },
  nameColumn: (head, value, tell) => {
    head.nameColumn = [NAME_COLUMN_64, NAME_COLUMN_32].find((column) => column === value);
    if (head.nameColumn === undefined) tell('nameColumn', `${shown(value)} stands where 73 or 49 should be`);
  },
  units: readUnits,
  valueColumns: readValueColumns,
  notes: readNotes,
  assumptions: (head, value, tell) => {
    head.assumptions = list(value, 'assumptions', tell).flatMap(
      (item, i) => text(item, `assumptions[${i}]`, tell) ?? [],
    );
  },
  problems: readProblems,
};

function readDialect(head: JsonHead, value: unknown, tell: TellFault): void {
  if (value === null) return;
  if (typeof value === 'string' && isDialect(value)) head.dialect = value;
  else {
    head.dialect = 'json';
    tell('dialect', `${shown(value)} is no dialect that is known`);
  }
}

function isDialect(name: string): name is DialectName {
  return Object.hasOwn(DIALECT_LABELS, name);
}

function readSource(head: JsonHead, value: unknown, tell: TellFault): void {
  const source = record(value, 'source', tell);
  if (source?.['file'] !== undefined) head.file = text(source['file'], 'source.file', tell);
  if (source?.['pid'] !== undefined) head.pid = natural(source['pid'], 'source.pid', tell);
}

function readRange(head: JsonHead, value: unknown, tell: TellFault): void {
  const range = record(value, 'range', tell);
  const first = range && natural(range['first'], 'range.first', tell);
  const last = range && natural(range['last'], 'range.last', tell);
  if (first === undefined || last === undefined) return;
  if (first > last) tell('range', 'it ends before it starts');
  else head.range = { first, last };
}

function readUnits(head: JsonHead, value: unknown, tell: TellFault): void {
  const units = record(value, 'units', tell) ?? {};
  const told = Object.entries(units).flatMap(([key, unit]) => {
    if (typeof unit === 'string' && /^[A-Za-z]{0,8}$/.test(unit)) return [[key, unit] as const];
    tell(`units.${key}`, `${shown(unit)} is no unit`);
    return [];
  });
  head.units = new Map(told);
}

function readValueColumns(head: JsonHead, value: unknown, tell: TellFault): void {
  const columns = record(value, 'valueColumns', tell) ?? {};
  const told = Object.entries(columns).flatMap(([key, column]) => {
    if (column === 'left' || column === 23) return [[key, column] as const];
    tell(`valueColumns.${key}`, `${shown(column)} stands where "left" or 23 should be`);
    return [];
  });
  head.valueColumns = new Map(told);
}

function readNotes(head: JsonHead, value: unknown, tell: TellFault): void {
  const notes: Note[] = [];
  const marks: Mark[] = [];
  const items = list(value, 'notes', tell);
  if (items.length > MOST_NOTES) tell('notes', `of ${items.length} notes ${MOST_NOTES} were read`);
  for (const [i, item] of items.slice(0, MOST_NOTES).entries()) {
    const path = `notes[${i}]`;
    const note = record(item, path, tell);
    if (!note) continue;
    const start = address(note['start'], `${path}.start`, tell);
    const label = text(note['label'], `${path}.label`, tell);
    const line = natural(note['line'], `${path}.line`, tell);
    if (start === undefined || label === undefined || line === undefined) continue;
    if (note['end'] === undefined) {
      marks.push({ address: start, label, line });
      continue;
    }
    const end = address(note['end'], `${path}.end`, tell);
    const because = text(note['because'], `${path}.because`, tell);
    if (end === undefined || because === undefined) continue;
    const kind = NOTE_KINDS.find((each) => each === note['kind']);
    if (kind === undefined && note['kind'] !== undefined)
      tell(`${path}.kind`, `${shown(note['kind'])} is no kind of a note`);
    notes.push({ start, end, label, ...(kind === undefined ? {} : { kind }), line, because });
  }
  head.notes = notes;
  head.marks = marks;
}

function readProblems(head: JsonHead, value: unknown, tell: TellFault): void {
  const problems = list(value, 'problems', tell);
  // The last one may say how many more there were.
  const most = MOST_PROBLEMS + 1;
  if (problems.length > most) tell('problems', `of ${problems.length} problems ${most} were read`);
  head.problems = problems.slice(0, most).flatMap((item, i) => {
    const path = `problems[${i}]`;
    const problem = record(item, path, tell);
    if (!problem) return [];
    const line = natural(problem['line'], `${path}.line`, tell);
    const column = natural(problem['column'], `${path}.column`, tell);
    const reason = text(problem['reason'], `${path}.reason`, tell);
    return line === undefined || column === undefined || reason === undefined ? [] : [{ line, column, reason }];
  });
}

function record(value: unknown, path: string, tell: TellFault): Readonly<Record<string, unknown>> | undefined {
  if (isRecord(value)) return value;
  tell(path, `${shown(value)} stands where an object should be`);
  return undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function list(value: unknown, path: string, tell: TellFault): readonly unknown[] {
  if (Array.isArray(value)) return value;
  tell(path, `${shown(value)} stands where a list should be`);
  return [];
}

function text(value: unknown, path: string, tell: TellFault): string | undefined {
  if (typeof value === 'string') return value;
  tell(path, `${shown(value)} stands where a text should be`);
  return undefined;
}

function natural(value: unknown, path: string, tell: TellFault): number | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  tell(path, `${shown(value)} stands where a whole number of 0 or more should be`);
  return undefined;
}

function address(value: unknown, path: string, tell: TellFault): bigint | undefined {
  const parsed = typeof value === 'string' ? parseAddress(value) : undefined;
  if (parsed === undefined) tell(path, `${shown(value)} stands where an address such as "0x00400000" should be`);
  return parsed;
}

/** A value in a few characters. */
function shown(value: unknown): string {
  const json = value === undefined ? 'nothing' : JSON.stringify(value);
  return json.length > 40 ? `${json.slice(0, 40)}…` : json;
}
