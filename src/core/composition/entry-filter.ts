/** The filter that finds the regions of an entry of the totals, in the language of the filter's box. */
import { GROUPS, kindOf, KINDS } from '../kinds/kinds.ts';
import { addressAt, formatAddress } from '../memory-map/address.ts';
import { mappedFile, NO_FILE, type FileColumns } from '../memory-map/file-table.ts';
import { formatPerms } from '../memory-map/permissions.ts';
import type { Composition } from './compose.ts';
import type { TotalsBy } from './totals.ts';

/** So many regions of a file that do not have its name are asked for by their addresses. */
const MOST_ADDRESSES = 32;

/** The filter's text; undefined for what no filter can ask for. */
export function entryFilter(composition: Composition, by: TotalsBy, entry: number): string | undefined {
  switch (by) {
    case 'kind':
      return kindFilter(entry);
    case 'perms': {
      const perms = formatPerms(entry);
      return perms === undefined ? undefined : `perms:${perms}`;
    }
    case 'object':
      return objectFilter(composition, entry);
  }
}

function kindFilter(index: number): string {
  const { id, role } = kindOf(index);
  const hasRoles = KINDS.some((kind) => kind.id === id && kind.role !== undefined);
  if (!hasRoles) return `kind:${id}`;
  // A part of a file of which nothing tells the role has the name of all: the others are taken out.
  if (role === undefined) return `kind:${id} -kind:${ROLES.map((each) => partName(each, id)).join(',')}`;
  return `kind:${partName(role, id)}`;
}

const ROLES = [...new Set(KINDS.flatMap(({ role }) => role ?? []))];

function partName(role: string, id: string): string {
  return `${role}-${id.replace(/^file-/, '')}`;
}

function objectFilter({ listing, rows, objectRows, objectFile, groups }: Composition, object: number): string {
  const { regions, names, placed } = listing;
  const entry = objectFile[object] ?? NO_FILE;
  const own = rows.subarray(objectRows[object], objectRows[object + 1]);
  const row = own[0] ?? 0;
  if (entry === NO_FILE) {
    const label = names?.labels[(names.index[row] ?? 0) - 1];
    return label === undefined ? `${kindFilter(regions.kind[row] ?? 0)} path=""` : `name=${quoted(label)} path=""`;
  }
  const { path, inode } = mappedFile(regions.files, entry);
  const file = `path=${quoted(path)}${isOnlyOne(regions.files, entry) ? '' : ` inode:${inode}`}`;
  const unnamed = own.filter((each) => regions.file[each] === NO_FILE);
  const starts = [...unnamed].map((each) => formatAddress(addressAt(regions.start, each)));
  const all =
    placed && starts.length > 0 && starts.length <= MOST_ADDRESSES ? `${file} or start=${starts.join(',')}` : file;
  // A file of which one part is a library's and another one is not is an object in both groups.
  const isMixed = regions.file.some((each, i) => each === entry && groups[i] !== groups[row]);
  return isMixed ? `group:${GROUPS[groups[row] ?? 0]?.id} ${all}` : all;
}

/** True when no other file has the path. */
function isOnlyOne(files: FileColumns, entry: number): boolean {
  const { nameEnd, nameBytes } = files;
  const from = nameEnd[entry - 1] ?? 0;
  const to = nameEnd[entry] ?? 0;
  for (let other = 1; other < files.count; other++) {
    const start = nameEnd[other - 1] ?? 0;
    if (other === entry || (nameEnd[other] ?? 0) - start !== to - from) continue;
    let same = 0;
    while (same < to - from && nameBytes[from + same] === nameBytes[start + same]) same++;
    if (same === to - from) return false;
  }
  return true;
}

/** A value between quotes, as the language reads it. */
function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
