/** The line `Name:` in smaps of Android's kernels. */
import assert from 'node:assert/strict';
import { onlyMap } from './reading.ts';

const record = (header: string, name: string): string =>
  `${header}\n${name}Size:                  4 kB\nRss:                   4 kB\n`;

describe('Name: in smaps', () => {
  it('names a region whose region line does not', () => {
    const { regions } = onlyMap(
      record('12c00000-12c01000 rw-p 00000000 00:00 0 ', 'Name:           [anon:dalvik-main space]\n'),
    );
    assert.deepEqual(
      regions.map(({ path, kind, smaps, inode }) => [path, kind, smaps?.['Name'], inode]),
      [['[anon:dalvik-main space]', 'named-anonymous', '[anon:dalvik-main space]', '0']],
    );
  });

  it('leaves the name of the region line where there is one', () => {
    const { regions } = onlyMap(
      record('12c00000-12c01000 rw-p 00000000 fe:00 17 /a/b', 'Name:           [anon:other]\n'),
    );
    assert.deepEqual([regions[0]?.path, regions[0]?.inode], ['/a/b', '17']);
  });
});
