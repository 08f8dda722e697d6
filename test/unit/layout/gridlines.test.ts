/** Lines of pages on the picture. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { layOut } from '../../../src/core/layout/axis.ts';
import { eachGridLine, finestGrid, GRIDS } from '../../../src/core/layout/gridlines.ts';
import { makeColumns, MIXED, resolveColumns } from '../../../src/core/layout/columns.ts';
import { cover } from '../../../src/core/layout/coverage.ts';
import { groupColumn } from '../../../src/core/layout/groups.ts';
import { addressAtUnit } from '../../../src/core/layout/places.ts';
import { FOLDED, SCALES } from '../../../src/core/layout/scales.ts';
import { sortedTables, tableOfText } from './tables.ts';

const LEAST = 8;

describe('the lines of pages', () => {
  it('stand at each page in view, wherever the view begins', () => {
    const table = tableOfText(
      '00400000-00408000 r--p 00000000 08:01 1 /a\n00408000-00410000 rw-p 00008000 08:01 1 /a\n',
    );
    const axis = layOut(table, { ...FOLDED, id: 'linear' });
    const seen: number[] = [];
    const place = { from: 0x40a000, unitsPerColumn: 0x100, columns: 56, finest: 0, least: LEAST };
    eachGridLine(axis, place, (column) => seen.push(column));
    assert.deepEqual(seen, [0, 16, 32, 48]);
  });

  it('stand where pages begin, at least so far apart, and only when they can be told apart', () => {
    const zoom = fc.double({ min: 1, max: 2 ** 40, noNaN: true });
    const at = fc.double({ min: 0, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(sortedTables, fc.constantFrom(...SCALES), zoom, at, (table, { id, toScale }, factor, part) => {
        const axis = layOut(table, { ...FOLDED, id });
        const columns = 400;
        const unitsPerColumn = Math.max(1, axis.length / columns / factor);
        const from = axis.length * part;
        const finest = finestGrid(axis, unitsPerColumn, LEAST);
        if (finest === undefined) return;
        assert.ok(toScale || axis.scale === 'folded');
        const step = GRIDS[finest]?.bytes ?? 0;
        assert.ok(step / unitsPerColumn >= LEAST);
        let lines = 0;
        eachGridLine(axis, { from, unitsPerColumn, columns, finest, least: LEAST }, (column, grid) => {
          lines++;
          assert.ok(column >= 0 && column < columns && grid >= finest);
          const bytes = GRIDS[grid]?.bytes ?? 0;
          const left = addressAtUnit(axis, from + column * unitsPerColumn);
          const right = addressAtUnit(axis, from + (column + 1) * unitsPerColumn);
          const tolerance = 2 * unitsPerColumn + right * 1e-9;
          const near = Math.round(left / bytes) * bytes;
          assert.ok(near >= left - tolerance && near <= right + tolerance, `${near} in ${left} to ${right}`);
        });
        assert.ok(lines <= columns / LEAST + 2 * table.count);
      }),
    );
  });

  it('are the same where columns of several regions are passed over, but for those columns', () => {
    const zoom = fc.double({ min: 1, max: 2 ** 20, noNaN: true });
    const at = fc.double({ min: 0, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(sortedTables, zoom, at, (table, factor, part) => {
        const axis = layOut(table);
        const columns = 400;
        const unitsPerColumn = Math.max(1, axis.length / columns / factor);
        const from = axis.length * part;
        const finest = finestGrid(axis, unitsPerColumn, LEAST);
        if (finest === undefined) return;
        const resolved = makeColumns(columns);
        resolveColumns(axis, cover(axis, groupColumn(table)), from, unitsPerColumn, columns, resolved);
        const isNarrow = (column: number): boolean => resolved.shows[column] === MIXED;
        const lines = (narrow?: typeof isNarrow): string[] => {
          const seen: string[] = [];
          const place = { from, unitsPerColumn, columns, finest, least: LEAST, ...(narrow && { isNarrow: narrow }) };
          eachGridLine(axis, place, (column, grid) => isNarrow(column) || seen.push(`${column} ${grid}`));
          return seen;
        };
        assert.deepEqual(lines(isNarrow), lines());
      }),
      { numRuns: 400 },
    );
  });
});
