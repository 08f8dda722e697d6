import assert from 'node:assert/strict';
import fc from 'fast-check';
import { layOut, regionSpan } from '../../../src/core/layout/axis.ts';
import { DELETED, eachMark, findTraits, markedBetween, TRAITS, WX } from '../../../src/core/layout/traits.ts';
import { traitsAt } from '../../../src/core/kinds/traits.ts';
import { Perm } from '../../../src/core/memory-map/permissions.ts';
import { sortedTables, tableOfText, wildTables } from './tables.ts';

const tables = fc.oneof(sortedTables, wildTables);

describe('traits', () => {
  it('are told from permissions and names', () => {
    const table = tableOfText(
      [
        '00400000-00401000 rwxp 00000000 08:01 1 /bin/x',
        '00402000-00403000 r-xp 00000000 08:01 2 /lib/gone.so (deleted)',
        '00404000-00405000 rw-s 00000000 00:01 3 /memfd:ring (deleted)',
        '00406000-00407000 rwxp 00000000 08:01 2 /lib/gone.so (deleted)',
        '',
      ].join('\n'),
    );
    const { bits, positions } = findTraits(layOut(table));
    assert.deepEqual([...bits], [WX, DELETED, 0, WX | DELETED]);
    assert.deepEqual(
      positions.map((each) => [...each]),
      [
        [0, 3],
        [1, 3],
      ],
    );
    assert.equal(TRAITS.length, positions.length);
  });

  it('are of files only, not of what the kernel always marks as deleted', () => {
    const never = [
      '/memfd:ring (deleted)',
      '/SYSV0000beef (deleted)',
      '/dev/zero (deleted)',
      '/anon_hugepage (deleted)',
      '/[aio] (deleted)',
      '/secretmem (deleted)',
      '/drm mm object (deleted)',
      '/i915 (deleted)',
      '/dmabuf: (deleted)',
      '/dev/ashmem/dalvik-main space (deleted)',
      '[anon:cache (deleted)',
      '/lib/kept (deleted).so',
      '(deleted)',
    ];
    const always = [
      '/lib/gone.so (deleted)',
      '(deleted)/lib/gone.so',
      '/SYSVOL (deleted)',
      '/dev/zeros (deleted)',
      '/tmp/\u{1f5fa} (deleted)',
      '/tmp/two\\012lines (deleted)',
    ];
    const names = [...never, ...always];
    const table = tableOfText(
      names
        .map((name, i) => `${(i + 1).toString(16)}000000-${(i + 1).toString(16)}001000 r--p 0 08:01 ${i + 1} ${name}\n`)
        .join(''),
    );
    const told = names.filter((_, row) => traitsAt(table, row).deleted);
    assert.deepEqual(told, always);
    assert.deepEqual(
      [...findTraits(layOut(table)).bits],
      names.map((name) => (always.includes(name) ? DELETED : 0)),
    );
  });

  it('are not guessed where permissions are unknown', () => {
    fc.assert(
      fc.property(tables, (table) => {
        const axis = layOut(table);
        findTraits(axis).bits.forEach((bits, p) => {
          const perms = table.perms[axis.order ? (axis.order[p] ?? 0) : p] ?? 0;
          const both = (perms & Perm.write) !== 0 && (perms & Perm.execute) !== 0 && (perms & Perm.unknown) === 0;
          assert.equal((bits & WX) !== 0, both);
        });
      }),
    );
  });

  it('are marked at every zoom: each region in view has a mark in its column', () => {
    fc.assert(
      fc.property(
        tables,
        fc.integer({ min: 1, max: 300 }),
        fc.double({ min: 0, max: 0.9, noNaN: true }),
        (table, columns, at) => {
          const axis = layOut(table);
          const all = Uint32Array.from({ length: axis.count }, (_, p) => p);
          const from = axis.length * at;
          const unitsPerColumn = (axis.length - from || 1) / columns;
          const marked = new Uint8Array(columns + 1);
          eachMark(axis, all, from, unitsPerColumn, columns, (column, width) => {
            assert.ok(column >= 0 && width >= 1 && column + width <= columns);
            marked.fill(1, column, column + width);
          });
          for (let p = 0; p < axis.count; p++) {
            const span = regionSpan(axis, p);
            if (span.to - span.from <= axis.length * 1e-9 || span.to <= from) continue;
            const column = Math.max(0, Math.floor((span.from - from) / unitsPerColumn));
            const near = [column - 1, column, column + 1].some((c) => marked[Math.min(c, columns - 1)] === 1);
            assert.ok(near, `region ${p} at column ${column}`);
          }
        },
      ),
    );
  });

  it('cost a step a pixel, not a step a region', () => {
    const axis = layOut(fc.sample(sortedTables, { numRuns: 1, seed: 3 })[0] ?? tableOfText(''));
    let marks = 0;
    const all = Uint32Array.from({ length: axis.count }, (_, p) => p);
    eachMark(axis, all, 0, axis.length, 1, () => marks++);
    assert.equal(marks, 1);
  });

  it('are found near the pointer', () => {
    const text = '00400000-00401000 r-xp 00000000 08:01 1 /bin/x\n00402000-00403000 rwxp 00000000 00:00 0 \n';
    const axis = layOut(tableOfText(text));
    const [wx = new Uint32Array()] = findTraits(axis).positions;
    const { from, to } = regionSpan(axis, 1);
    assert.equal(markedBetween(axis, wx, from - 10, from + 1), 1);
    assert.equal(markedBetween(axis, wx, 0, from), undefined);
    assert.equal(markedBetween(axis, wx, to, to + 1), undefined);
  });
});
