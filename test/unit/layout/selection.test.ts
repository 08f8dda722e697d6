/** Several regions that are selected together, without a page. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { rowAt } from '../../../src/core/layout/axis.ts';
import { sumsInWords } from '../../../src/core/table/sums.ts';
import type { Snapshot } from '../../../src/protocol/layout.ts';
import {
  keptState,
  select,
  selectedRow,
  selectRow,
  startModel,
  withQuery,
  withSnapshot,
  type Model,
} from '../../../src/webview/layout/model.ts';
import {
  extendSelection,
  extendTo,
  extendToPosition,
  selectInText,
  selectRows,
} from '../../../src/webview/layout/selection.ts';
import { snapshotOf } from './snapshots.ts';

const smaps = readFileSync('test/fixtures/sensord.smaps', 'latin1');
const maps = readFileSync('test/fixtures/cat.maps', 'latin1');

function shown(text: string, changes: Partial<Snapshot> = {}): Model {
  return withSnapshot(startModel(undefined), snapshotOf(text, changes));
}

/** The rows that are selected together. */
function rowsOf({ several, scene }: Model): number[] {
  if (!several || !scene) return [];
  const rows = [...several.rows.keys()].filter((row) => several.rows[row] === 1);
  const byPosition = Array.from(several.positions, (position) => rowAt(scene.axis, position));
  assert.deepEqual(
    byPosition.sort((a, b) => a - b),
    rows,
    'picture and table differ',
  );
  return rows;
}

function place(model: Model, row: number): { start: readonly [number, number]; line: number } {
  const { start, line } = model.scene?.listing.regions ?? assert.fail();
  return { start: [start[2 * row] ?? 0, start[2 * row + 1] ?? 0], line: line[row] ?? 0 };
}

describe('selecting several regions', () => {
  it('goes from where the selection stands to another one, forth and back, in the order of the table', () => {
    const order = Uint32Array.of(5, 1, 9, 3);
    const one = selectRow(shown(maps), 1);
    const more = extendTo(extendTo(one, 9, order), 3, order);
    assert.deepEqual(rowsOf(more), [1, 3, 9]);
    assert.equal(selectedRow(more), 3);
    const back = extendTo(more, 5, order);
    assert.deepEqual(rowsOf(back), [1, 5]);
    assert.deepEqual(rowsOf(extendTo(back, 1, order)), [], 'one region is not several');
    assert.deepEqual(rowsOf(selectRow(more, 2)), []);
    assert.deepEqual(rowsOf(select(more, undefined)), []);
  });

  it('goes on from where it began when the map is read again in between', () => {
    const order = Uint32Array.from({ length: 10 }, (_, i) => i);
    const three = extendTo(selectRow(shown(maps), 2), 4, order);
    const again = withSnapshot(three, snapshotOf(maps, { id: 2 }));
    assert.deepEqual(rowsOf(extendTo(again, 5, order)), [2, 3, 4, 5]);
    const moved = withSnapshot(three, snapshotOf(maps.split('\n').slice(1).join('\n'), { id: 2 }));
    assert.deepEqual(rowsOf(extendTo(moved, 4, order)), [1, 2, 3, 4]);
  });

  it('goes through the picture by keys, past what is dimmed', () => {
    const model = withQuery(shown(maps), 'path:libc or heap');
    const first = extendSelection(selectRow(model, 5), 'next-region', 4);
    assert.deepEqual(rowsOf(first), [5, 7]);
    assert.deepEqual(rowsOf(extendSelection(first, 'next-region', 4)), [5, 7, 8]);
    assert.deepEqual(rowsOf(extendToPosition(first, 9)), [5, 7, 8, 9]);
    assert.equal(extendToPosition(first, undefined), first);
  });

  it('takes the lines that are selected in the text, whichever end the cursor is at', () => {
    const model = shown(maps);
    const [two, six] = [place(model, 2), place(model, 6)];
    for (const [here, anchor] of [
      [two, six],
      [six, two],
    ] as const) {
      const next = selectInText(model, { type: 'select', ...here, anchor });
      assert.deepEqual(rowsOf(next), [2, 3, 4, 5, 6]);
      assert.deepEqual(place(next, selectedRow(next) ?? -1), here);
    }
    assert.deepEqual(rowsOf(selectInText(model, { type: 'select', ...two, anchor: undefined })), []);
    const gone = { start: [1, 1], line: 1 } as const;
    assert.deepEqual(rowsOf(selectInText(model, { type: 'select', ...two, anchor: gone })), []);
  });

  it('stays with the regions that are still there when the map is read again', () => {
    const model = selectRows(shown(maps), Uint32Array.of(3, 4, 20));
    const lines = maps.split('\n');
    const next = withSnapshot(model, snapshotOf([...lines.slice(1, 4), ...lines.slice(5)].join('\n'), { id: 2 }));
    assert.deepEqual(rowsOf(next), [2, 18]);
    const other = withSnapshot(model, snapshotOf(maps, { id: 3, source: { kind: 'document', uri: 'file:///other' } }));
    assert.deepEqual(rowsOf(other), []);
  });
});

describe('a selected region in the next reading', () => {
  const line = maps.split('\n').find((each) => each.endsWith('[stack]')) ?? assert.fail();
  const [range = ''] = line.split(' ');
  const row = maps.split('\n').indexOf(line);
  /** The map with the stack from another address on. */
  const grownBy = (bytes: bigint): string => {
    const [start = '', end = ''] = range.split('-');
    return maps.replace(range, `${(BigInt(`0x${start}`) - bytes).toString(16)}-${end}`);
  };
  const read = (model: Model, text: string): Model => withSnapshot(model, snapshotOf(text, { id: 2 }));

  it('is the one that it has become by growing downwards, as stacks do', () => {
    const again = read(selectRow(shown(maps), row), grownBy(0x8000n));
    assert.equal(selectedRow(again), row);
    assert.equal(again.gone, undefined);
    const three = selectRows(shown(maps), Uint32Array.of(0, 5, row));
    assert.deepEqual(rowsOf(read(three, grownBy(0x8000n))), [0, 5, row]);
    const order = Uint32Array.from({ length: row + 1 }, (_, i) => i);
    const from = extendTo(selectRow(shown(maps), row), row - 2, order);
    assert.deepEqual(rowsOf(extendTo(read(from, grownBy(0x8000n)), row - 1, order)), [row - 1, row]);
  });

  it('is what is left of it where reserved space gave way at its start, as in arenas', () => {
    const arena = (middle: string): string =>
      `7f0000000000-${middle} rw-p 00000000 00:00 0 \n${middle}-7f0004000000 ---p 00000000 00:00 0 \n`;
    const [before, after] = [arena('7f0000021000'), arena('7f0000031000')];
    assert.equal(selectedRow(read(selectRow(shown(before), 1), after)), 1);
    assert.deepEqual(rowsOf(read(selectRows(shown(before), Uint32Array.of(0, 1)), after)), [0, 1]);
  });

  it('is no other one that lies there now', () => {
    const other = grownBy(0x8000n).replace('[stack]', '/usr/lib/other.so');
    const again = read(selectRow(shown(maps), row), other);
    assert.equal(again.selected, undefined);
  });

  it('is no other one that starts there now, but is the same with other permissions, another name or a deleted file', () => {
    const at = (perms: string, rest: string): string => `7f0000000000-7f0000010000 ${perms} 00000000 ${rest}\n`;
    const lib = shown(at('r--p', '08:01 7 /usr/lib/libold.so'));
    const selectedIn = (before: Model, text: string): Model => read(selectRow(before, 0), text);
    const gone = selectedIn(lib, at('r--p', '08:01 8 /usr/lib/libnew.so'));
    assert.equal(gone.selected, undefined);
    assert.match(gone.gone?.words ?? '', /^libold\.so 7f0000000000/);
    assert.equal(selectedIn(lib, at('rw-p', '00:00 0 ')).selected, undefined);
    assert.equal(selectedIn(lib, at('rw-p', '08:01 7 /usr/lib/libold.so')).selected, 0);
    assert.equal(selectedIn(lib, at('r--p', '08:01 7 /usr/lib/libold.so (deleted)')).selected, 0);
    assert.equal(selectedIn(lib, at('r--p', '08:01 7 /usr/lib/libold.so.1')).selected, 0);
    const memory = shown(at('---p', '00:00 0 '));
    assert.equal(selectedIn(memory, at('rw-p', '00:00 0 [anon:libc_malloc]')).selected, 0);
    const two = (path: string): string =>
      at('r--p', `08:01 7 ${path}`) + '7f0000010000-7f0000020000 rw-p 00000000 00:00 0 \n';
    const both = selectRows(
      shown(`${two('/a.so')}7f0000020000-7f0000030000 r--p 00000000 08:01 9 /b.so\n`),
      Uint32Array.of(0, 1, 2),
    );
    assert.deepEqual(
      rowsOf(read(both, `${two('/a.so')}7f0000020000-7f0000030000 r--p 00000000 08:01 8 /c.so\n`)),
      [0, 1],
    );
  });

  it('is selected again when it comes back, as that of a file does that was empty while it was written anew', () => {
    const gone = read(selectRow(shown(maps), row), '');
    assert.match(gone.gone?.words ?? '', /^\[stack\] /);
    const back = read(gone, maps);
    assert.deepEqual([selectedRow(back), back.gone], [row, undefined]);
    const grown = read(gone, maps.replace('[stack]', '/usr/lib/other.so'));
    assert.deepEqual([grown.selected, grown.gone?.words], [undefined, gone.gone?.words]);
  });

  it('is told by name when it is gone, until another one is selected', () => {
    const without = maps.replace(`${line}\n`, '');
    const gone = read(selectRow(shown(maps), row), without);
    assert.equal(gone.gone?.words, `[stack] ${range.replace('-', '\u2013')}`);
    assert.equal(read(gone, without).gone?.words, gone.gone.words);
    assert.equal(select(gone, 3).gone, undefined);
    assert.equal(select(gone, undefined).gone, undefined);
    const other = withSnapshot(gone, snapshotOf(maps, { id: 3, source: { kind: 'document', uri: 'file:///other' } }));
    assert.equal(other.gone, undefined);
    const kept = startModel(keptState(selectRow(shown(maps), row)));
    assert.equal(withSnapshot(kept, snapshotOf(without)).gone?.words, range.split('-')[0]);
  });
});

describe('what the selected regions come to', () => {
  const told = (model: Model): string => sumsInWords(model.several?.sums ?? assert.fail());

  it('is told with what is unknown', () => {
    const rows = Uint32Array.of(0, 1);
    assert.equal(told(selectRows(shown(maps), rows)), '2 regions selected, 28 KiB, Rss, Pss and Swap unknown');
    const words = told(selectRows(shown(smaps), rows));
    assert.match(words, /^2 regions selected, [\d.]+ KiB, Rss [\d.]+ KiB, Pss [\d.]+ KiB, Swap 0 bytes$/);
    const partly = 'Rss: 8 kB\n';
    const half = `00400000-00402000 r-xp 00000000 00:00 0 \n${partly}00500000-00502000 r-xp 00000000 00:00 0 \n`;
    assert.equal(
      told(selectRows(shown(half), rows)),
      '2 regions selected, 16 KiB, Rss 8 KiB (known of 1), Pss and Swap unknown',
    );
  });

  it('is the sum of each alone, whichever they are', () => {
    const model = shown(smaps);
    const count = model.scene?.axis.count ?? 0;
    const amounts = (chosen: readonly number[]): number[] =>
      selectRows(model, Uint32Array.from(chosen)).several?.sums.amounts.map(({ bytes }) => bytes) ?? [];
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(count - 1), { minLength: 4 }), (chosen) => {
        const half = Math.floor(chosen.length / 2);
        const [first, second] = [amounts(chosen.slice(0, half)), amounts(chosen.slice(half))];
        assert.deepEqual(
          amounts(chosen),
          first.map((bytes, i) => bytes + (second[i] ?? 0)),
        );
      }),
    );
  });
});
