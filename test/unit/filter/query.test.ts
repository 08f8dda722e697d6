/** What filters of regions find, and what is said of wrong ones. */
import assert from 'node:assert/strict';
import { matchingRows, unknownFields } from '../../../src/core/filter/match.ts';
import { parseFilter } from '../../../src/core/filter/query.ts';
import { KINDS } from '../../../src/core/kinds/kinds.ts';
import { errorsOf, mapOf, rowsOf, SMAPS } from './subject.ts';

const ALL = [0, 1, 2, 3, 4, 5, 6, 7];

describe('a filter of regions', () => {
  const cases: Readonly<Record<string, readonly number[]>> = {
    '': ALL,
    '  \t ': ALL,
    // Kinds.
    'kind:heap': [2],
    'kind:heap,stack': [2, 7],
    'kind:heap|stack': [2, 7],
    'kind: heap , stack': [2, 7],
    'KIND:Heap': [2],
    'kind=program-text': [0],
    'kind:text': [0, 3],
    'kind:file-text -deleted': [0],
    'kind:"Main stack"': [7],
    'group:program': [0, 1],
    'kind:jit': [4],
    'role:program': [0, 1],
    'role!=program': [2, 3, 4, 5, 6, 7],
    // Permissions.
    'perms:r-xp': [0, 3],
    'perms:r-x': [0, 3],
    'perms:w+x': [4],
    'perms:wx': [4],
    'perms:-w': [0, 3, 6],
    'perms:w-x': [1, 2, 5, 7],
    'perms:s': [5],
    'perms:r?xp': [0, 3, 4],
    'perms:r-xp,rwxp': [0, 3, 4],
    'perms!=rw-p': [0, 3, 4, 5, 6],
    'r-xp': [0, 3],
    '---p': [6],
    '-r-xp': [1, 2, 4, 5, 6, 7],
    // Names.
    'path:LIB': [3],
    'path:"foo bar"': [3],
    'path="/usr/lib/libfoo bar.so.1"': [3],
    'path=libfoo': [],
    'path=""': [4, 6],
    'name:server': [0, 1],
    'name:opt': [],
    'name:*.so.1': [3],
    'path:/opt/*': [0, 1],
    'path:serv*': [0, 1],
    'file:e': [0, 1, 5],
    server: [0, 1],
    '"(deleted)"': [3, 5],
    '[heap]': [2],
    'memfd:frames': [5],
    thread: [],
    constructor: [],
    '__proto__ toString': [],
    or: [5],
    app: [0, 1],
    'main st': [7],
    // Flags.
    anon: [4, 6],
    file: [0, 1, 3, 5],
    '!file': [2, 4, 6, 7],
    named: [0, 1, 2, 3, 5, 7],
    deleted: [3],
    '(deleted)': [3],
    'w+x': [4],
    shared: [5],
    'private w+x': [4],
    executable: [0, 3, 4],
    heap: [2],
    stack: [7],
    // Numbers.
    'size>1M': [2],
    'size>=1M': [2, 3],
    'size > 1M': [2],
    'size:>1M': [2],
    'size:=8k': [0],
    'anon:<fault>': [],
    'size:8k': [0],
    'size:8192': [0],
    'size:0x2000': [0],
    'size:4k..8KiB': [0, 1, 6],
    'size=4k,8k': [0, 1, 6],
    'size!=4k size<=64K': [0, 4],
    'size>50%': [2],
    'rss>100k': [2, 3],
    'rss:8k': [0],
    'rss<0.0085M': [0, 1, 5],
    'rss>=50%': [2],
    'private_dirty>=32k': [2, 3, 4],
    'PrivateDirty>=32k': [2, 3, 4],
    'thpeligible:0': [0, 1, 2, 3, 4, 5, 7],
    'line:1': [0],
    // Addresses.
    'addr:7f0000080000': [3],
    'addr:0x7F00_0008_0000': [3],
    'addr:400000-603000': [0, 1],
    'addr:00402000-00602000': [],
    '0x7f0000080000': [3],
    '7f0000080000': [3],
    '00700000-00900000': [2],
    'addr<700000': [0, 1],
    'addr>=7f0000400000': [6, 7],
    'start:00400000': [0],
    'end>7f0000400000': [6, 7],
    'offset:1000': [3],
    'offset:4k': [3],
    'dev:08:01': [0, 1],
    'dev:8': [0, 1],
    'inode:22,33': [3, 5],
    // VmFlags.
    'flag:dd': [5],
    'vmflags:gd': [7],
    'flag:VM_DONTDUMP': [5],
    'flag:dontdump': [5],
    'flag:dd,gd': [5, 7],
    // Logic.
    'heap or stack': [2, 7],
    'heap OR stack': [2, 7],
    'heap | stack': [2, 7],
    'file (deleted or size<5k)': [1, 3],
    '(heap or stack) -size>1M': [7],
    'not (heap or stack) anon': [4, 6],
    '!!heap': [2],
    'file and perms:w and not shared': [1],
    '!(file or anon)': [2, 7],
  };
  for (const [filter, rows] of Object.entries(cases)) {
    it(`${filter || '(empty)'} finds ${rows.join(' ') || 'nothing'}`, () => assert.deepEqual(rowsOf(filter), rows));
  }

  it('never matches what is unknown, whichever way it is asked', () => {
    // Row 6 has no counters and no VmFlags.
    assert.deepEqual(rowsOf('rss>=0'), [0, 1, 2, 3, 4, 5, 7]);
    assert.deepEqual(rowsOf('-rss>=0'), []);
    assert.deepEqual(rowsOf('rss!=0'), [0, 1, 2, 3, 4, 7]);
    assert.deepEqual(rowsOf('-flag:ac'), [0, 3, 5]);
    assert.deepEqual(rowsOf('rss>1M or perms:---p'), [6]);
    assert.deepEqual(rowsOf('-(rss>1M perms:w)'), [0, 1, 2, 3, 4, 5, 6, 7], 'one false part makes an “and” false');
  });

  it('knows a region’s role only where something tells it', () => {
    const map = mapOf('7f0000000000-7f0000001000 r-xp 00000000 08:01 5 /opt/plugin.bin\n');
    const unknown = KINDS.findIndex(({ id, role }) => id === 'file-text' && role === undefined);
    map.regions.kind[0] = unknown;
    assert.deepEqual(rowsOf('kind:file-text', map), [0]);
    assert.deepEqual(rowsOf('role:library', map), []);
    assert.deepEqual(rowsOf('-role:library', map), []);
  });

  it('takes every kind and group by its id', () => {
    for (const { id } of KINDS) assert.deepEqual(errorsOf(`kind:${id}`), []);
    KINDS.forEach(({ role, id }, index) => {
      const map = mapOf('7f0000000000-7f0000001000 r-xp 00000000 08:01 5 /x\n');
      map.regions.kind[0] = index;
      const part = id.replace('file-', '');
      assert.deepEqual(rowsOf(role ? `kind:${role}-${part}` : `kind:${id}`, map), [0]);
    });
  });

  it('compares exactly where doubles are not exact', () => {
    const map = mapOf(
      [
        'ffffffffff600000-ffffffffff601001 --xp 00000000 00:00 0 [vsyscall]',
        'ffffffffff602000-ffffffffff603003 --xp 00000000 00:00 0 ',
        '',
      ].join('\n'),
    );
    assert.deepEqual(rowsOf('end:ffffffffff601001', map), [0]);
    assert.deepEqual(rowsOf('end>ffffffffff603002', map), [1]);
    assert.deepEqual(rowsOf('end>ffffffffff603003', map), []);
    assert.deepEqual(rowsOf('addr:ffffffffff603002', map), [1]);
    assert.deepEqual(rowsOf('addr:ffffffffff603003', map), []);
    assert.deepEqual(rowsOf('size:4099', map), [1]);
  });

  it('compares counters of more than 32 bits', () => {
    const map = mapOf(
      [
        '1000-2000 r--p 00000000 00:00 0 ',
        'Rss: 4294967296 kB',
        '2000-3000 r--p 00000000 00:00 0 ',
        'Rss: 1 kB',
        '',
      ].join('\n'),
    );
    assert.deepEqual(rowsOf('rss=4T', map), [0]);
    assert.deepEqual(rowsOf('rss>4T', map), []);
    assert.deepEqual(rowsOf('-rss>=4T', map), [1]);
    assert.deepEqual(rowsOf('rss>99%', map), [0]);
  });

  it('finds counters that no catalogue knows, of the map at hand', () => {
    const map = mapOf('1000-2000 r--p 00000000 00:00 0 \nRss: 4 kB\nNew_Counter: 16 kB\n');
    assert.deepEqual(rowsOf('new_counter:16k', map), [0]);
    assert.match(errorsOf('new_counter:16k').join(), /unknown field "new_counter"/);
  });

  it('finds Android’s names, which stand in a line of their own', () => {
    const map = mapOf('1000-2000 rw-p 00000000 00:00 0 \nName:           [anon:libc_malloc]\nRss: 4 kB\n');
    assert.deepEqual(rowsOf('name:libc_malloc', map), [0]);
    assert.deepEqual(rowsOf('anon:libc_malloc', map), [0]);
    assert.deepEqual(rowsOf('-name:libc_malloc', map), []);
    assert.deepEqual(rowsOf('-name:scudo', map), [0]);
  });

  it('says which fields no region has', () => {
    const maps = mapOf('00400000-00402000 r-xp 00000000 08:01 11 /opt/app/server\n');
    const unknown = (filter: string, map = maps): string[] => unknownFields(parseFilter(filter).query, map);
    assert.deepEqual(unknown('rss>1M -private_dirty:0 flag:dd rss<5 size>1 path:x N0>1'), [
      'rss',
      'private_dirty',
      'flag',
      'n0',
    ]);
    assert.deepEqual(unknown('rss>1M flag:dd perms:w line:1', SMAPS), []);
    assert.deepEqual(unknown('', SMAPS), []);
  });

  it('tells an empty filter from one that matches everything', () => {
    assert.equal(matchingRows(parseFilter(' ').query, SMAPS), undefined);
    assert.equal(parseFilter('').query.isEmpty, true);
    assert.equal(parseFilter('size>0').query.isEmpty, false);
    assert.equal(matchingRows(parseFilter('size>0').query, SMAPS)?.length, 8);
  });
});

describe('a wrong filter', () => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    'knd:heap': ['knd → unknown field "knd": did you mean kind?'],
    'prems:r': ['prems → unknown field "prems": did you mean perms?'],
    'xyzzy:1': ['xyzzy → unknown field "xyzzy": to search for the text, put it in quotes'],
    'kind:haep': ['haep → unknown kind "haep": did you mean heap?'],
    'kind:lib': ['lib → unknown kind "lib": did you mean library, library-bss or library-text?'],
    'kind:thread': ['thread → unknown kind "thread": did you mean thread-stack?'],
    'kind:heap,stak': ['stak → unknown kind "stak": did you mean stack?'],
    'role:child': ['child → unknown role "child": there are program, library and interpreter'],
    'size>big': ['big → size needs a number such as 4k or 1.5M'],
    'rss>': ['rss> → rss needs a value such as 1M'],
    'kind:': ['kind: → kind needs a value such as heap'],
    'kind: size>1M': ['kind: → kind needs a value such as heap'],
    'path>3': ['> → path has no order: write path:libc'],
    'size>1M,2M': ['2M → > takes one value'],
    'size>1-2': ['1-2 → > takes one number, not a range'],
    'start:xyz': ['xyz → start needs a hexadecimal address such as 7f00aa000000'],
    'addr:500000-400000': ['500000-400000 → the range ends before it starts'],
    'kernelpagesize>5%': ['5% → kernelpagesize needs a number such as 4k or 1.5M'],
    'thpeligible:1k': ['1k → thpeligible needs a whole number such as 10'],
    'perms:q': ['q → perms needs letters such as r-xp, w+x or -w, not "q"'],
    'dev:disk': ['disk → dev needs a device such as 08:01, or a major number such as 08'],
    'flag:dontdmp': ['dontdmp → unknown flag "dontdmp"'],
    'path:"a b': ['"a b → this quote is not closed'],
    '"a b': ['"a b → this quote is not closed'],
    '(': ['( → this ( is not closed'],
    '(heap or stack': ['( → this ( is not closed'],
    'heap or': ['or → or needs a term on both sides'],
    'or heap': ['or → or needs a term on both sides'],
    'heap or or stack': ['or → or needs a term on both sides'],
    'heap ()': ['() → nothing between ( and )'],
    'heap not': ['not → not needs a term after it'],
    'knd:heap siez>1': [
      'knd → unknown field "knd": did you mean kind?',
      'siez → unknown field "siez": did you mean size?',
    ],
  };
  for (const [filter, errors] of Object.entries(cases)) {
    it(`${filter} is told`, () => assert.deepEqual(errorsOf(filter), errors));
  }

  it('keeps the terms that are fine', () => {
    const found = (filter: string): number[] => {
      const rows = matchingRows(parseFilter(filter).query, SMAPS);
      return [...(rows ?? [])].flatMap((bit, row) => (bit === 1 ? [row] : []));
    };
    assert.deepEqual(found('knd:heap stack'), [7]);
    assert.deepEqual(found('(heap or knd:x) file or stack'), [7]);
    assert.equal(parseFilter('knd:heap').query.isEmpty, true);
  });

  it('marks the very word', () => {
    const [error] = parseFilter('size>1M  knd:heap').errors;
    assert.deepEqual([error?.from, error?.to], [9, 12]);
  });

  it('is told when it is too long or too deep, and costs no stack', () => {
    assert.match(errorsOf(`x${' y'.repeat(6000)}`).join(), /at most 10000 characters/);
    const errors = errorsOf('('.repeat(9999));
    assert.deepEqual(errors, ['( → brackets go at most 50 deep']);
    assert.deepEqual(rowsOf(`${'!'.repeat(9000)}heap`), [2]);
  });
});
