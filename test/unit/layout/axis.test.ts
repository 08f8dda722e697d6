import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  gapBefore,
  hitTest,
  isFolded,
  isReservation,
  layOut,
  regionSize,
  regionSpan,
  rowAt,
} from '../../../src/core/layout/axis.ts';
import { addressAtUnit, positionStartingAt, unitAtAddress } from '../../../src/core/layout/places.ts';
import { addressAt, addressNumberAt } from '../../../src/core/memory-map/address.ts';
import { sortedTables, tableOf, tableOfText, wildTables } from './tables.ts';

const anyTable = fc.oneof(sortedTables, wildTables);
const folds = fc.boolean().map((foldReservations) => ({ id: 'folded', foldReservations }) as const);
const MiB = 256n;
const read = { perms: 1, kind: 0 };

describe('the axis of the layout', () => {
  it('never goes back', () => {
    fc.assert(
      fc.property(anyTable, folds, (table, fold) => {
        const axis = layOut(table, fold);
        assert.equal(axis.bounds[0], 0);
        for (let k = 1; k < axis.bounds.length; k++) {
          assert.ok((axis.bounds[k] ?? NaN) >= (axis.bounds[k - 1] ?? NaN), `bound ${k}`);
        }
        assert.equal(axis.bounds.at(-1), axis.length);
      }),
    );
  });

  it('has every row once, by ascending address', () => {
    fc.assert(
      fc.property(anyTable, (table) => {
        const axis = layOut(table);
        const rows = Array.from({ length: axis.count }, (_, p) => rowAt(axis, p));
        assert.deepEqual(
          rows.toSorted((a, b) => a - b),
          rows.map((_, i) => i),
        );
        const starts = rows.map((row) => addressAt(table.start, row));
        starts.slice(1).forEach((start, i) => assert.ok(start >= (starts[i] ?? 0n)));
      }),
    );
  });

  it('draws a region as wide as it is large, unless it says that it is folded', () => {
    fc.assert(
      fc.property(anyTable, folds, (table, fold) => {
        const axis = layOut(table, fold);
        for (let p = 0; p < axis.count; p++) {
          const { from, to } = regionSpan(axis, p);
          const size = regionSize(axis, p);
          const tolerance = axis.length * 1e-12;
          if (isFolded(axis, p)) assert.ok(to - from < size, `${p} is folded`);
          else assert.ok(Math.abs(to - from - size) <= tolerance, `${p} is to scale`);
        }
      }),
    );
  });

  it('folds no reservation when it is told not to', () => {
    fc.assert(
      fc.property(sortedTables, (table) => {
        const axis = layOut(table, { id: 'folded', foldReservations: false });
        for (let p = 0; p < axis.count; p++) {
          if (isReservation(table.perms[p] ?? 0)) assert.equal(isFolded(axis, p), false);
        }
      }),
    );
  });

  it('accounts for every unmapped byte below the last region', () => {
    fc.assert(
      fc.property(sortedTables, (table) => {
        const axis = layOut(table);
        let gaps = 0;
        let mapped = 0;
        let folded = 0;
        for (let p = 0; p < axis.count; p++) {
          const gap = gapBefore(axis, p);
          gaps += gap.size;
          if (gap.folded) folded++;
          mapped += regionSize(axis, p);
        }
        assert.equal(gaps + mapped, addressNumberAt(table.end, table.count - 1));
        assert.equal(axis.holes.size, gaps);
        assert.equal(axis.holes.folded, folded);
      }),
    );
  });

  it('counts as a gap only what no region covers', () => {
    const table = tableOf([
      { gap: 1n, size: 10n, ...read },
      { gap: -8n, size: 2n, ...read },
      { gap: 5n, size: 1n, ...read },
    ]);
    const axis = layOut(table);
    assert.deepEqual(
      [0, 1, 2].map((p) => gapBefore(axis, p).size),
      [4096, 0, 0],
    );
    assert.equal(axis.holes.count, 1);
  });

  it('finds at a place the region that was drawn there', () => {
    fc.assert(
      fc.property(anyTable, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (table, part) => {
        const axis = layOut(table);
        for (let p = 0; p < axis.count; p++) {
          const { from, to } = regionSpan(axis, p);
          const unit = from + (to - from) * part;
          if (to > from && unit < to) assert.deepEqual(hitTest(axis, unit), { region: p });
        }
        assert.equal(hitTest(axis, -1), undefined);
        assert.equal(hitTest(axis, axis.length), undefined);
      }),
    );
  });

  it('finds at a gap the gap', () => {
    fc.assert(
      fc.property(sortedTables, (table) => {
        const axis = layOut(table);
        for (let p = 0; p < axis.count; p++) {
          if (gapBefore(axis, p).size === 0) continue;
          const middle = ((axis.bounds[2 * p] ?? 0) + (axis.bounds[2 * p + 1] ?? 0)) / 2;
          assert.deepEqual(hitTest(axis, middle), { gapBefore: p });
        }
      }),
    );
  });

  it('goes from an address to its place and back', () => {
    fc.assert(
      fc.property(sortedTables, fc.double({ min: 0, max: 1, noNaN: true }), (table, part) => {
        const axis = layOut(table);
        for (let p = 0; p < axis.count; p++) {
          const start = addressNumberAt(table.start, p);
          const address = start + regionSize(axis, p) * part;
          const back = addressAtUnit(axis, unitAtAddress(axis, address));
          assert.ok(Math.abs(back - address) <= address * 1e-9 + 4096 * 1e-3, `${back} for ${address}`);
          assert.equal(positionStartingAt(axis, table.start[2 * p] ?? 0, table.start[2 * p + 1] ?? 0), p);
        }
      }),
    );
  });

  it('holds an empty map', () => {
    const axis = layOut(tableOf([]));
    assert.deepEqual([axis.count, axis.length, hitTest(axis, 0)], [0, 0, undefined]);
  });
});

describe('what the layout folds', () => {
  it('leaves an ordinary process to scale and folds the voids around it', () => {
    const axis = layOut(
      tableOfText(
        [
          '00400000-00452000 r-xp 00000000 08:01 1 /bin/x',
          '00651000-00652000 rw-p 00051000 08:01 1 /bin/x',
          '00e03000-00e24000 rw-p 00000000 00:00 0 [heap]',
          '7f0000000000-7f0000021000 rw-p 00000000 00:00 0 ',
          '7ffc00000000-7ffc00021000 rw-p 00000000 00:00 0 [stack]',
          'ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0 [vsyscall]',
          '',
        ].join('\n'),
      ),
    );
    assert.deepEqual(
      Array.from({ length: axis.count }, (_, p) => isFolded(axis, p)),
      [false, false, false, false, false, false],
    );
    assert.equal(gapBefore(axis, 3).size, 0x7f0000000000 - 0xe24000);
    assert.equal(gapBefore(axis, 3).folded, true);
    assert.equal(gapBefore(axis, 5).folded, true);
  });

  it('gives all holes together at most a fifth of the picture', () => {
    fc.assert(
      fc.property(sortedTables, (table) => {
        const axis = layOut(table);
        let holes = 0;
        for (let p = 0; p < axis.count; p++) holes += (axis.bounds[2 * p + 1] ?? 0) - (axis.bounds[2 * p] ?? 0);
        assert.ok(holes <= axis.length / 5, `${holes} of ${axis.length}`);
      }),
    );
  });

  it('draws a larger hole wider', () => {
    const axis = layOut(tableOf([100n, 100_000n, 100_000_000n].map((gap) => ({ gap, size: 16n, perms: 3, kind: 0 }))));
    const widths = [0, 1, 2].map((p) => (axis.bounds[2 * p + 1] ?? 0) - (axis.bounds[2 * p] ?? 0));
    assert.ok(
      widths.every((width, i) => i === 0 || width > (widths[i - 1] ?? 0)),
      String(widths),
    );
  });

  it('folds reservations that would crowd out the memory in use, and only those', () => {
    const arenas = [1, 2, 3].flatMap(() => [
      { gap: 0n, size: 1n * MiB, perms: 3, kind: 0 },
      { gap: 0n, size: 63n * MiB, perms: 0, kind: 0 },
    ]);
    const folded = layOut(tableOf(arenas));
    assert.deepEqual(
      arenas.map((_, p) => isFolded(folded, p)),
      [false, true, false, true, false, true],
    );
    const guards = [1, 2, 3].flatMap(() => [
      { gap: 0n, size: 1n, perms: 0, kind: 0 },
      { gap: 0n, size: 8n * MiB, perms: 3, kind: 0 },
    ]);
    const whole = layOut(tableOf(guards));
    assert.ok(guards.every((_, p) => !isFolded(whole, p)));
  });

  it('keeps a heap to scale that is most of its process, and folds shadow memory of terabytes', () => {
    const heap = layOut(
      tableOf([
        { gap: 1n, size: 8n * 1024n * MiB, perms: 3, kind: 0 },
        { gap: 1n, size: 100n * MiB, perms: 5, kind: 0 },
      ]),
    );
    assert.equal(isFolded(heap, 0), false);
    const shadow = layOut(
      tableOf([
        { gap: 1n, size: 14n * 1024n * 1024n * MiB, perms: 3, kind: 0 },
        { gap: 1n, size: 100n * MiB, perms: 5, kind: 0 },
      ]),
    );
    assert.deepEqual([isFolded(shadow, 0), isFolded(shadow, 1)], [true, false]);
    const { from, to } = regionSpan(shadow, 0);
    assert.ok(to - from < shadow.length / 4);
  });

  it('draws reservations to scale when there is nothing else', () => {
    const axis = layOut(tableOf([{ gap: 0n, size: 1024n * MiB, perms: 0, kind: 0 }]));
    assert.equal(isFolded(axis, 0), false);
  });
});
