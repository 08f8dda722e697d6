/** Profiles that end in the map of their process. */
import assert from 'node:assert/strict';
import { only, rows, ROWS, seen } from './report-texts.ts';

describe('the map of a profile', () => {
  const heads: [dialect: string, first: string, heading: string][] = [
    ['jemalloc', 'heap_v2/524288\n  t*: 2: 273372 [0: 0]', 'MAPPED_LIBRARIES:'],
    ['gperftools', 'heap profile:     91:   437530 [  3458: 36964776] @ heapprofile', 'MAPPED_LIBRARIES:'],
    ['pprof', '--- threadz 1 ---', '--- Memory map: ---'],
  ];
  for (const [dialect, first, heading] of heads) {
    it(`is one of ${dialect}, as its first line tells`, () => {
      const map = only(`${first}\n@ 0x7f673aca2630 0x7f673aca2d21\n\n${heading}\n${ROWS.join('\n')}\n`);
      assert.equal(map.dialect, dialect);
      assert.equal(map.regions.length, 3);
      assert.deepEqual(map.problems, []);
    });
  }

  it('says that devices mean nothing where all are 00:00', () => {
    const body = ROWS.map((row) => row.replace('fe:00', '00:00')).join('\n');
    const map = only(`heap profile:      0:        0 [     1:       48] @ heapprofile\n\nMAPPED_LIBRARIES:\n${body}\n`);
    assert.deepEqual(map.assumptions, ['The profiler writes every device as 00:00.']);
  });

  it('follows the samples of a CPU profile', () => {
    const words = [0, 3, 0, 10_000, 0, 1, 2, 0x400bbc, 0x42ef04, 0, 1, 0];
    const bytes = Buffer.alloc(8 * words.length);
    words.forEach((word, i) => bytes.writeBigUInt64LE(BigInt(word), 8 * i));
    const map = only(bytes.toString('latin1') + ROWS.join('\n'));
    assert.equal(map.dialect, 'gperftools');
    assert.deepEqual(rows(map), seen(1));
    assert.deepEqual(map.problems, []);
  });

  it('may have the short form of pprof', () => {
    const map = only(
      [
        '--- heapz 1 ---',
        '--- Memory map: ---',
        '0x40000-0x80000 /path/to/binary      (@FF00)            abc123456',
        '0x90000-0xa0000: /path/libx.so',
        '7f0000000000-7f0000001000 r-xp /lib/y.so',
        '0x7f0000002000-0x7f0000003000 (@1000)',
        '',
      ].join('\n'),
    );
    assert.equal(map.dialect, 'pprof');
    assert.deepEqual(
      map.regions.map(({ start, perms, offset, path, other }) => [start, perms, offset, path, { ...other }]),
      [
        ['0x00040000', null, '0xff00', '/path/to/binary', { BuildId: 'abc123456' }],
        ['0x00090000', null, null, '/path/libx.so', {}],
        ['0x7f0000000000', 'r-xp', null, '/lib/y.so', {}],
        ['0x7f0000002000', null, '0x1000', '', {}],
      ],
    );
    assert.deepEqual(map.problems, []);
  });
});
