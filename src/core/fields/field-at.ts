/**
 * Finds the field at a place of a line: of a region's line, of a counter's line in smaps, or of VmFlags. It reads one line
 * and no map, so that a broken line is still explained as far as it goes. It takes what the loose readers of
 * core/dialects take: indented lines, upper-case digits, more blanks than the kernel prints.
 */
import type { HeaderFieldId } from './header-fields.ts';

/** The fields of a region's line as they stand; a line that is cut short lacks the last ones. */
export interface HeaderText {
  readonly start: string;
  readonly end: string;
  readonly perms?: string;
  readonly offset?: string;
  readonly major?: string;
  readonly minor?: string;
  readonly inode?: string;
  /** As printed, with ` (deleted)`; empty when the line has none. */
  readonly name: string;
}

/** What the place belongs to. */
export type Field =
  | { readonly field: 'range'; readonly part: 'start' | 'end' | undefined; readonly header: HeaderText }
  /** `letter` is 0 to 3. */
  | { readonly field: 'perms'; readonly letter: number; readonly header: HeaderText }
  | { readonly field: Exclude<HeaderFieldId, 'range' | 'perms'>; readonly header: HeaderText }
  /** A counter; `value` is what stands behind the colon. */
  | { readonly field: 'key'; readonly key: string; readonly value: string }
  /** The word VmFlags, or a code behind it. */
  | { readonly field: 'flags'; readonly codes: readonly string[] }
  | { readonly field: 'flag'; readonly code: string; readonly codes: readonly string[] };

/** A field and where it stands in the line: UTF-16 units from 0, `to` is exclusive. */
export type FieldHit = Field & { readonly from: number; readonly to: number };

const HEADER =
  /^\uFEFF?[ \t]*(?<start>[0-9a-fA-F]+)-(?<end>[0-9a-fA-F]+)(?= |$)(?: +(?<perms>[r-][w-][x-][spS])(?= |$)(?: +(?<offset>[0-9a-fA-F]+)(?= |$)(?: +(?<device>(?<major>[0-9a-fA-F]+):(?<minor>[0-9a-fA-F]+))(?= |$)(?: +(?<inode>\d+)(?= |$)(?: +(?<name>[^ ].*))?)?)?)?)?/ds;

const KEY = /^([ \t]*)([A-Z][A-Za-z0-9_()]{0,39}):[ \t]*/;

/** A pair of hex words joined by a dash can be prose; an address has at least 8 digits. */
const ADDRESS_DIGITS = 8;

/** The field at a place of a line (UTF-16 units from 0), or undefined where there is none. The line may have its line end. */
export function fieldAt(line: string, character: number): FieldHit | undefined {
  return hitAt(fieldsOf(line.replace(/\r?\n$|\r$/, '')), character);
}

/** The first of the fields that has a place. */
export function hitAt(fields: readonly FieldHit[], character: number): FieldHit | undefined {
  return (
    fields.find(({ from, to }) => from <= character && character < to) ??
    // Behind the last letter the cursor still belongs to the word.
    fields.find(({ to }) => to === character)
  );
}

/** All fields of a line, in order. */
export function fieldsOf(line: string): readonly FieldHit[] {
  const header = HEADER.exec(line);
  if (header?.groups) {
    const { start = '', end = '', perms } = header.groups;
    const plausible = perms !== undefined || (start.length >= ADDRESS_DIGITS && end.length >= ADDRESS_DIGITS);
    return plausible ? headerFields(header) : [];
  }
  const counter = KEY.exec(line);
  return counter ? counterFields(line, counter) : [];
}

function headerFields(match: RegExpExecArray): readonly FieldHit[] {
  const groups: Readonly<Record<string, string | undefined>> = match.groups ?? {};
  const { start = '', end = '', perms, offset, major, minor, inode, name = '' } = groups;
  const header: HeaderText = {
    start,
    end,
    ...(perms === undefined ? {} : { perms }),
    ...(offset === undefined ? {} : { offset }),
    ...(major === undefined ? {} : { major }),
    ...(minor === undefined ? {} : { minor }),
    ...(inode === undefined ? {} : { inode }),
    name,
  };
  const at = (group: string): readonly [number, number] | undefined => match.indices?.groups?.[group];
  const hits: FieldHit[] = [];
  const [startFrom, startTo] = at('start') ?? [0, 0];
  const [, endTo] = at('end') ?? [0, 0];
  // The whole range is one field; which end the cursor is on only adds to what is said.
  hits.push({ field: 'range', part: 'start', header, from: startFrom, to: startTo });
  hits.push({ field: 'range', part: undefined, header, from: startTo, to: startTo + 1 });
  hits.push({ field: 'range', part: 'end', header, from: startTo + 1, to: endTo });
  const [permsFrom] = at('perms') ?? [];
  if (permsFrom !== undefined) {
    for (let letter = 0; letter < 4; letter++) {
      hits.push({ field: 'perms', letter, header, from: permsFrom + letter, to: permsFrom + letter + 1 });
    }
  }
  for (const field of ['offset', 'device', 'inode'] as const) {
    const place = at(field);
    if (place) hits.push({ field, header, from: place[0], to: place[1] });
  }
  const place = at('name');
  if (place) hits.push(...nameFields(header, place[0], place[1]));
  return hits;
}

/** The name without its mark, and the mark: at the end, or in front as Linux-VServer has it (see decodeName()). */
function nameFields(header: HeaderText, from: number, to: number): readonly FieldHit[] {
  const { name } = header;
  if (!name.startsWith('[') && name.endsWith(' (deleted)')) {
    return [
      { field: 'name', header, from, to: to - ' (deleted)'.length },
      { field: 'deleted', header, from: to - '(deleted)'.length, to },
    ];
  }
  if (name.startsWith('(deleted)/')) {
    const slash = from + '(deleted)'.length;
    return [
      { field: 'deleted', header, from, to: slash },
      { field: 'name', header, from: slash, to },
    ];
  }
  return [{ field: 'name', header, from, to }];
}

function counterFields(line: string, match: RegExpExecArray): readonly FieldHit[] {
  const [all, blanks = '', key = ''] = match;
  const from = blanks.length;
  const keyTo = from + key.length;
  const valueFrom = all.length;
  const value = line.slice(valueFrom).trimEnd();
  if (key !== 'VmFlags') {
    return [{ field: 'key', key, value, from, to: value === '' ? keyTo + 1 : valueFrom + value.length }];
  }
  const places = [...value.matchAll(/\S+/g)];
  const codes = places.map(([code]) => code);
  return [
    { field: 'flags', codes, from, to: keyTo + 1 },
    ...places.map(({ 0: code, index }): FieldHit => {
      const at = valueFrom + index;
      return { field: 'flag', code, codes, from: at, to: at + code.length };
    }),
  ];
}

/** Where to draw the frame of a hover: the whole address range and the whole permission field, not the part of them. */
export function wholeField(fields: readonly FieldHit[], hit: FieldHit): { readonly from: number; readonly to: number } {
  if (hit.field !== 'range' && hit.field !== 'perms') return hit;
  const parts = fields.filter(({ field }) => field === hit.field);
  return { from: parts[0]?.from ?? hit.from, to: parts.at(-1)?.to ?? hit.to };
}
