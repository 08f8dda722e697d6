/** Values to offer for the fields of regions: those of the regions at hand, the most frequent first. */
import { KINDS, type Kind } from '../kinds/kinds.ts';
import { mappedFile, type FileColumns } from '../memory-map/file-table.ts';
import { formatPerms } from '../memory-map/permissions.ts';
import { searchFiles, type NamePart } from './file-search.ts';
import { findingOffers } from './finding-choices.ts';
import { GROUP_CHOICES, hasRole, KIND_CHOICES, ROLE_CHOICES } from './kind-choices.ts';
import type { NameTable } from './names.ts';
import { wordPattern } from './pattern.ts';
import type { FilterSubject } from './plan.ts';
import { VM_FLAG_CHOICES, vmFlagLabel } from './region-fields.ts';

/** A value. */
export interface OfferedValue {
  readonly text: string;
  /** How many regions have it, where there are regions. */
  readonly count?: number;
  readonly detail?: string;
}

/** Names that are offered at once. */
const MOST_NAMES = 50;

/** What is offered by a field. @param typed the piece of the value before the caret */
type Offer = (subject: FilterSubject | undefined, typed: string) => readonly OfferedValue[];

const OFFERS: ReadonlyMap<string, Offer> = new Map<string, Offer>([
  ['kind', (subject) => kindOffers(subject, KIND_CHOICES, (kinds, kind) => kinds.has(kind))],
  ['group', (subject) => kindOffers(subject, GROUP_CHOICES, (kinds, kind) => kinds.has(kind))],
  ['role', (subject) => kindOffers(subject, ROLE_CHOICES, (role, kind) => hasRole(kind, role) === true)],
  ['perms', permsOffers],
  ['path', (subject, typed) => nameOffers(subject, typed, 'path', () => true)],
  ['file', (subject, typed) => nameOffers(subject, typed, 'path', (path) => path.startsWith('/'))],
  ['name', (subject, typed) => nameOffers(subject, typed, 'last', () => true)],
  ['dev', (subject) => (subject ? entryOffers(subject, (files, i) => mappedFile(files, i).device) : [])],
  ['flag', flagOffers],
  ['finding', findingOffers],
]);

/** The values to offer for a field, in order; none where there is nothing to choose from. */
export function offeredValues(
  field: string,
  subject: FilterSubject | undefined,
  typed: string,
): readonly OfferedValue[] {
  return OFFERS.get(field)?.(subject, typed) ?? [];
}

function kindOffers<Value>(
  subject: FilterSubject | undefined,
  choices: NameTable<Value>,
  fits: (value: Value, kind: Kind) => boolean,
): readonly OfferedValue[] {
  const counts = subject && countsOf(subject.regions.kind, subject.regions.count, KINDS.length);
  const offers = choices.names.map((text): OfferedValue => {
    const value = choices.find(text);
    const kinds = value === undefined ? [] : KINDS.filter((kind) => fits(value, kind));
    const [only] = kinds;
    const detail = only && kinds.length === 1 ? only.label : undefined;
    const count = counts && KINDS.reduce((sum, kind, i) => sum + (kinds.includes(kind) ? (counts[i] ?? 0) : 0), 0);
    return { text, ...(detail !== undefined && { detail }), ...(count !== undefined && { count }) };
  });
  return byCount(offers);
}

/** Permissions that are worth asking for in any map. */
const PERMS: readonly OfferedValue[] = [
  { text: 'w+x', detail: 'writable and executable' },
  { text: '-w', detail: 'not writable' },
  { text: 'r-xp' },
  { text: 'rw-p' },
  { text: 'r--p' },
  { text: '---p' },
];

function permsOffers(subject: FilterSubject | undefined): readonly OfferedValue[] {
  if (!subject) return PERMS;
  const counts = countsOf(subject.regions.perms, subject.regions.count, 256);
  const byText = new Map<string, number>();
  counts.forEach((count, bits) => {
    const text = formatPerms(bits);
    if (text !== undefined && count > 0) byText.set(text, (byText.get(text) ?? 0) + count);
  });
  return [...counted(byText), ...PERMS.filter(({ detail }) => detail !== undefined)];
}

function flagOffers(subject: FilterSubject | undefined): readonly OfferedValue[] {
  const sets = subject?.counters?.flagSets;
  if (!subject?.counters || !sets) {
    return VM_FLAG_CHOICES.names.map((text) => ({ text, ...labelOf(text) }));
  }
  const counts = countsOf(subject.counters.vmFlags, subject.regions.count, sets.length);
  const byCode = new Map<string, number>();
  sets.forEach((codes, set) => codes.forEach((code) => byCode.set(code, (byCode.get(code) ?? 0) + (counts[set] ?? 0))));
  return counted(byCode).map((offer) => ({ ...offer, ...labelOf(offer.text) }));
}

function labelOf(code: string): { readonly detail?: string } {
  const detail = vmFlagLabel(code);
  return detail === undefined ? {} : { detail };
}

/** Names with what is typed in them. */
function nameOffers(
  subject: FilterSubject | undefined,
  typed: string,
  part: NamePart,
  isWanted: (path: string) => boolean,
): readonly OfferedValue[] {
  if (!subject) return [];
  const found = searchFiles(subject.regions.files, wordPattern({ text: typed, quoted: true }), part);
  const offers = entryOffers(subject, (files, i) => {
    if (found[i] === 0) return '';
    const { path } = mappedFile(files, i);
    if (!isWanted(path)) return '';
    return part === 'last' && !path.startsWith('[') ? path.slice(path.lastIndexOf('/') + 1) : path;
  });
  return offers.slice(0, MOST_NAMES);
}

/** What file entries are called, by how many regions have them. @param nameOf empty for an entry that is left out */
function entryOffers(
  { regions }: FilterSubject,
  nameOf: (files: FileColumns, entry: number) => string,
): readonly OfferedValue[] {
  const counts = countsOf(regions.file, regions.count, regions.files.count);
  const byName = new Map<string, number>();
  counts.forEach((count, entry) => {
    const name = count > 0 ? nameOf(regions.files, entry) : '';
    if (name !== '') byName.set(name, (byName.get(name) ?? 0) + count);
  });
  return counted(byName);
}

function countsOf(column: Uint8Array | Uint32Array, rows: number, values: number): Uint32Array {
  const counts = new Uint32Array(values);
  for (let row = 0; row < rows; row++) {
    const value = column[row]!;
    if (value < values) counts[value]!++;
  }
  return counts;
}

function counted(counts: ReadonlyMap<string, number>): readonly OfferedValue[] {
  return byCount(Array.from(counts, ([text, count]) => ({ text, count })));
}

/** What no region has is not offered; equals keep their order. */
function byCount(offers: readonly OfferedValue[]): readonly OfferedValue[] {
  return offers.filter(({ count }) => count !== 0).toSorted((a, b) => (b.count ?? 0) - (a.count ?? 0));
}
