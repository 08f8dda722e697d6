/** Words that stand alone in a filter of regions. */
import type { Kind } from '../kinds/kinds.ts';
import { anonymousEntries, deletedEntries, fileEntries } from '../kinds/traits.ts';
import type { FileColumns } from '../memory-map/file-table.ts';
import { Perm } from '../memory-map/permissions.ts';
import { test, type Expression } from './expression.ts';
import type { Flag } from './language.ts';
import { fitsPerms } from './perms-pattern.ts';
import type { RegionTest } from './plan.ts';
import { kindTest, nameTest, permsTest } from './region-tests.ts';

const byPerms = (set: number, clear = 0): Expression<RegionTest> =>
  test(permsTest('perms', (bits) => fitsPerms({ set, clear }, bits)));

const byEntry = (isTrue: (files: FileColumns) => Uint8Array): Expression<RegionTest> => test(nameTest('', isTrue));

const byKind = (isTrue: (kind: Kind) => boolean): Expression<RegionTest> => test(kindTest('', isTrue));

/** Regions that map a file. */
export const IS_FILE = byEntry(fileEntries);

/** The flags in the order in which they are offered. */
export const REGION_FLAGS: readonly Flag<RegionTest>[] = [
  {
    names: ['anon', 'anonymous'],
    detail: 'no file behind it, and no name but one that the program gave',
    expression: byEntry(anonymousEntries),
  },
  { names: ['file', 'file-backed'], detail: 'a file is mapped, memfd and shared memory included', expression: IS_FILE },
  { names: ['named'], detail: 'there is a pathname or another name', expression: byEntry(namedEntries) },
  {
    names: ['deleted'],
    detail: 'the file was deleted or replaced after it was mapped',
    expression: byEntry(deletedEntries),
  },
  {
    names: ['w+x', 'wx', 'x+w'],
    detail: 'writable and executable at once',
    expression: byPerms(Perm.write | Perm.execute),
  },
  { names: ['shared'], detail: 'made with MAP_SHARED', expression: byPerms(Perm.shared) },
  { names: ['private'], detail: 'copied when it is written', expression: byPerms(0, Perm.shared) },
  { names: ['readable'], detail: 'r in the permissions', expression: byPerms(Perm.read) },
  { names: ['writable', 'writeable'], detail: 'w in the permissions', expression: byPerms(Perm.write) },
  { names: ['executable'], detail: 'x in the permissions', expression: byPerms(Perm.execute) },
  {
    names: ['heap'],
    detail: 'the brk heap and the arenas of allocators',
    expression: byKind(({ group }) => group === 'heap'),
  },
  {
    names: ['stack', 'stacks'],
    detail: 'stacks of all threads, the first included',
    expression: byKind(({ group }) => group === 'stack' || group === 'thread-stack'),
  },
  {
    names: ['guard', 'guards'],
    detail: 'inaccessible stretches that catch overruns',
    expression: byKind(({ id }) => id === 'guard'),
  },
];

function namedEntries({ count, nameEnd }: FileColumns): Uint8Array {
  return Uint8Array.from({ length: count }, (_, i) => (nameEnd[i] === (i === 0 ? 0 : nameEnd[i - 1]) ? 0 : 1));
}
