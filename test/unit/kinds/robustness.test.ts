/** Maps that are torn, joined, hostile or huge are classified too, and a row’s explanation always agrees with its kind. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { makeMaps, makeSmaps } from '../../bench/make-maps.mjs';
import { classifyMap, explainKind, totalsByGroup } from '../../../src/core/kinds/classify.ts';
import { GROUPS, groupOf, kindIndex, kindOf, KINDS } from '../../../src/core/kinds/kinds.ts';
import { RULES } from '../../../src/core/kinds/rules.ts';
import { traitsAt } from '../../../src/core/kinds/traits.ts';
import { captured, labelsOf, mapOf } from './labels.ts';

const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => `${line(i)}\n`).join('');
const hex = (address: number): string => address.toString(16);

describe('any map', () => {
  it('in another order has the same kinds', () => {
    const text = new TextDecoder().decode(makeMaps(400, 7));
    const order = text.trimEnd().split('\n');
    const sorted = labelsOf(mapOf(text));
    const turned = labelsOf(mapOf(`${order.toReversed().join('\n')}\n`)).toReversed();
    assert.deepEqual(turned, sorted);
  });

  it('with a long run of inaccessible regions is no trouble', () => {
    const map = mapOf(
      lines(
        100_000,
        (i) => `${hex(0x7f0000000000 + i * 4096)}-${hex(0x7f0000001000 + i * 4096)} ---p 00000000 00:00 0 `,
      ),
    );
    assert.equal(kindOf(map.regions.kind[50_000] ?? 0).id, 'reserved');
  });

  it('of files of their own takes time in proportion', () => {
    const read = (count: number): number => {
      const map = mapOf(
        lines(
          count,
          (i) =>
            `${hex(0x7f0000000000 + i * 8192)}-${hex(0x7f0000001000 + i * 8192)} r-xp 00000000 fe:00 ${i + 1} /opt/plugins/p${i}`,
        ),
      );
      const from = performance.now();
      for (let round = 0; round < 3; round++) classifyMap({ ...map, regions: { ...map.regions } });
      return performance.now() - from;
    };
    read(2_000);
    const small = read(2_000);
    const large = read(40_000);
    assert.ok(large < 20 * small * 5 + 50, `${large.toFixed(1)} ms for 40,000 files, ${small.toFixed(1)} ms for 2,000`);
  });

  it('explains every row as it is classified, with evidence', () => {
    for (const map of [mapOf(makeMaps(3000, 3)), mapOf(makeSmaps(600, 4)), captured('node.maps')]) {
      for (let row = 0; row < map.regions.count; row++) {
        const { kind, evidence } = explainKind(map, row);
        assert.equal(kind, kindOf(map.regions.kind[row] ?? 0));
        assert.ok(evidence.length > 0);
        for (const sentence of evidence) {
          assert.match(sentence, /^\S.*[^.\s]$/s);
          assert.doesNotMatch(sentence, /undefined|NaN|\[object/);
        }
      }
    }
  });

  it('is explained after it crossed to another thread, where nothing is remembered', () => {
    const map = captured('threads.maps');
    const copy = structuredClone(map);
    assert.deepEqual(explainKind(copy, 1), explainKind(map, 1));
    assert.deepEqual(labelsOf(copy), labelsOf(map));
  });

  it('of random lines never fails', () => {
    const region = fc.record({
      gap: fc.nat(3),
      pages: fc.integer({ min: 1, max: 40_000 }),
      perms: fc.stringMatching(/^[r-][w-][x-][psS]$/),
      offset: fc.nat(1 << 20),
      inode: fc.nat(3),
      name: fc.constantFrom(
        '',
        '',
        '',
        '[heap]',
        '[stack]',
        '[anon:x]',
        '/lib/a.so',
        '/bin/b',
        '/memfd:c (deleted)',
        '(deleted)/d',
        ']',
        ' ',
      ),
    });
    fc.assert(
      fc.property(
        fc.array(region, { maxLength: 30 }),
        fc.constantFrom(0, 0x8048000, 0xf0000000, 0x7f0000000000),
        fc.boolean(),
        (regions, base, turned) => {
          let at = base;
          const text = regions.map(({ gap, pages, perms, offset, inode, name }) => {
            const start = at + gap * 4096;
            at = start + pages * 4096;
            return `${hex(start).padStart(8, '0')}-${hex(at).padStart(8, '0')} ${perms} ${hex(offset).padStart(8, '0')} 00:0${inode} ${inode} ${name}\n`;
          });
          const map = mapOf((turned ? text.toReversed() : text).join(''));
          assert.equal(labelsOf(map).length, regions.length);
          assert.equal(
            totalsByGroup(map).reduce((sum, total) => sum + total.regions, 0),
            regions.length,
          );
        },
      ),
    );
  });

  it('without regions has no totals, and a row that is not there is unknown', () => {
    const map = mapOf('');
    assert.deepEqual(totalsByGroup(map), []);
    assert.equal(explainKind(map, 0).kind.id, 'unknown');
    assert.equal(explainKind(map, -1).kind.id, 'unknown');
  });
});

describe('the tables of kinds and rules', () => {
  it('begin with unknown, and a byte holds a kind', () => {
    assert.equal(KINDS[0]?.id, 'unknown');
    assert.ok(KINDS.length < 256);
    assert.equal(kindOf(254).id, 'unknown');
  });

  it('have file parts for each role and for none', () => {
    for (const role of ['program', 'library', 'interpreter', undefined] as const) {
      assert.equal(kindOf(kindIndex('file-text', role)).role, role);
      assert.equal(kindOf(kindIndex('bss', role)).role, role);
    }
  });

  it('describe every kind and group in one sentence, under labels of their own', () => {
    for (const { label, description } of [...KINDS, ...GROUPS]) {
      assert.match(label, /^\p{Lu}|^v/u);
      assert.match(description, /^\p{Lu}.*\.$/u);
    }
    assert.equal(new Set(KINDS.map(({ label }) => label)).size, KINDS.length);
    assert.equal(new Set(GROUPS.map(({ label }) => label)).size, GROUPS.length);
    for (const { group } of KINDS) assert.equal(groupOf(group).id, group);
    for (const { id } of GROUPS)
      assert.ok(
        KINDS.some(({ group }) => group === id),
        id,
      );
  });

  it('say of every rule what it looks at, under an id of its own', () => {
    assert.equal(new Set(RULES.map(({ id }) => id)).size, RULES.length);
    for (const { id, looksAt, gives } of RULES) {
      assert.match(id, /^[a-z-]+$/);
      assert.match(looksAt, /\w.*[^.]$/);
      assert.ok(kindIndex(gives) > 0, id);
    }
  });
});

describe('totals by group', () => {
  it('count regions and bytes in the order of the legend', () => {
    const map = mapOf(
      '00400000-00401000 r-xp 00000000 08:01 1 /bin/a\n00402000-00403000 rw-p 00002000 08:01 1 /bin/a\n' +
        '01000000-01021000 rw-p 00000000 00:00 0 [heap]\n7f0000000000-7f0000002000 ---p 00000000 00:00 0 \n',
    );
    assert.deepEqual(
      totalsByGroup(map).map(({ group, regions, size, rss, pss }) => [group.id, regions, size, rss, pss]),
      [
        ['program', 2, 0x2000n, undefined, undefined],
        ['heap', 1, 0x21000n, undefined, undefined],
        ['reserved', 1, 0x2000n, undefined, undefined],
      ],
    );
  });

  it('are exact past 2^53', () => {
    const map = mapOf('0000000000001000-fffffffffffff000 ---p 00000000 00:00 0 \n');
    assert.equal(totalsByGroup(map)[0]?.size, 0xffffffffffffe000n);
  });

  it('add up Rss and Pss of smaps, and know nothing where a region does not tell them', () => {
    const record = (start: string, fields: string): string => `${start} rw-p 00000000 00:00 0 \n${fields}`;
    const map = mapOf(
      record('10000000-10001000', 'Rss: 4 kB\nPss: 2 kB\n') + record('10002000-10003000', 'Rss: 8 kB\n'),
    );
    const [total] = totalsByGroup(map);
    assert.equal(total?.rss, 12);
    assert.equal(total?.pss, undefined);
  });

  it('agree with the sums of a real smaps', () => {
    const map = captured('threads.smaps');
    const rss = map.counters?.columns.find(({ key }) => key === 'Rss');
    const all = rss ? rss.values.reduce((sum, value) => sum + value, 0) : 0;
    assert.ok(all > 0);
    assert.equal(
      totalsByGroup(map).reduce((sum, total) => sum + (total.rss ?? 0), 0),
      all,
    );
  });
});

describe('traits', () => {
  const traits = (line: string): object => traitsAt(mapOf(`${line}\n`).regions, 0);

  it('tell files that were removed or replaced, not objects that never had a directory entry', () => {
    const at = '7f0000000000-7f0000001000 r--p 00000000 08:01 7';
    assert.deepEqual(traits(`${at} /usr/lib/libx.so.1 (deleted)`), { deleted: true, writeExecute: false });
    assert.deepEqual(traits(`${at} (deleted)/usr/lib/libx.so.1`), { deleted: true, writeExecute: false });
    for (const name of [
      '/memfd:x (deleted)',
      '/SYSV0000002a (deleted)',
      '/dev/zero (deleted)',
      '/[aio] (deleted)',
      '/usr/bin/a',
    ]) {
      assert.deepEqual(traits(`${at} ${name}`), { deleted: false, writeExecute: false }, name);
    }
  });

  it('tell memory that is writable and executable', () => {
    assert.deepEqual(traits('7f0000000000-7f0000001000 rwxp 00000000 00:00 0 '), {
      deleted: false,
      writeExecute: true,
    });
    assert.deepEqual(traits('7f0000000000-7f0000001000 -wxs 00000000 00:00 0 '), {
      deleted: false,
      writeExecute: true,
    });
    assert.deepEqual(traits('7f0000000000-7f0000001000 r-xp 00000000 00:00 0 '), {
      deleted: false,
      writeExecute: false,
    });
  });
});
