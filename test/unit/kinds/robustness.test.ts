/** Maps that are torn, joined, hostile or huge are classified too, and a row’s explanation always agrees with its kind. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { makeMaps, makeSmaps } from '../../bench/make-maps.mjs';
import { parseMaps } from '../../../src/core/dialects/parse.ts';
import { classifyMap, explainKind } from '../../../src/core/kinds/classify.ts';
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
          // Several maps where a second [stack] shows that there is another process.
          const maps = parseMaps(Buffer.from((turned ? text.toReversed() : text).join('')));
          assert.equal(maps.flatMap(labelsOf).length, regions.length);
        },
      ),
    );
  });

  it('without regions has no rows: one that is not there is unknown', () => {
    const map = mapOf('');
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
