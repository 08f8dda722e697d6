import assert from 'node:assert/strict';
import { GROUPS } from '../../../src/core/kinds/kinds.ts';
import { layOut } from '../../../src/core/layout/axis.ts';
import { makeColumns, resolveColumns } from '../../../src/core/layout/columns.ts';
import { CLASS_COUNT, cover } from '../../../src/core/layout/coverage.ts';
import { groupColumn, groupIndex } from '../../../src/core/layout/groups.ts';
import { paintLane, shadeOf, SHADES, word, type Paint } from '../../../src/core/layout/pixels.ts';
import { parsePerms } from '../../../src/core/memory-map/permissions.ts';
import { makeMaps } from '../../bench/make-maps.mjs';
import { tableOfText } from './tables.ts';

/** Every class and shade in a colour of its own; lines of patterns and edges in others. */
const paint: Paint = {
  fill: Uint32Array.from({ length: CLASS_COUNT * SHADES }, (_, i) => 1000 + i),
  line: Uint32Array.from({ length: CLASS_COUNT * SHADES }, (_, i) => 2000 + i),
  edge: Uint32Array.from({ length: CLASS_COUNT * SHADES }, (_, i) => 3000 + i),
  patterns: GROUPS.map(({ id }) => (id === 'reserved' ? [1, 0, 0, 0, 0, 0, 0, 0] : undefined)),
  gap: 1,
  background: 2,
  scale: 1,
};

function draw(text: string, width: number, height = 20): { words: Uint32Array; table: ReturnType<typeof tableOfText> } {
  const table = tableOfText(text);
  const axis = layOut(table);
  const coverage = cover(axis, groupColumn(table));
  const columns = makeColumns(width);
  resolveColumns(axis, coverage, 0, axis.length / width, width, columns);
  const words = new Uint32Array(width * height);
  paintLane({ axis, coverage, columns, first: 0 }, paint, { width, height, words });
  return { words, table };
}

/** Which groups a picture shows. */
function groupsIn(words: Uint32Array): Set<number> {
  return new Set([...words].filter((each) => each >= 1000 && each < 3000).map((each) => ((each % 1000) / SHADES) | 0));
}

describe('the pixels of a lane', () => {
  it('show every group of 20,000 regions on 300 pixels', () => {
    const { words, table } = draw(makeMaps(20_000).toString('latin1'), 300);
    assert.deepEqual(
      [...groupsIn(words)].toSorted((a, b) => a - b),
      [...new Set(groupColumn(table))].toSorted((a, b) => a - b),
    );
  });

  it('keep a single page of code in a gigabyte of data', () => {
    const text =
      '10000000-40000000 rw-p 00000000 00:00 0 \n40000000-40001000 rwxp 00000000 00:00 0 \n40001000-70000000 rw-p 00000000 00:00 0 \n';
    assert.ok(groupsIn(draw(text, 400).words).has(groupIndex('jit')));
  });

  it('fill every pixel', () => {
    const { words } = draw(makeMaps(500).toString('latin1'), 200);
    assert.ok(words.every((each) => each !== 0));
  });

  it('tell code, data and constants of one file apart, with an edge between them', () => {
    const line = (start: string, end: string, perms: string) => `${start}-${end} ${perms} 00000000 08:01 1 /lib/a.so\n`;
    const text =
      line('10000000', '10100000', 'r--p') +
      line('10100000', '10200000', 'r-xp') +
      line('10200000', '10300000', 'rw-p');
    const { words } = draw(text, 300, 4);
    const row = words.subarray(0, 300);
    const shades = new Set([...row].filter((each) => each < 2000 && each > 999).map((each) => (each - 1000) % SHADES));
    assert.equal(shades.size, 3);
    assert.equal([...row].filter((each) => each >= 3000).length, 2);
  });

  it('repeat a pattern down the bar', () => {
    const { words } = draw(
      '10000000-10100000 ---p 00000000 00:00 0 \n10100000-10900000 rw-p 00000000 00:00 0 \n',
      90,
      20,
    );
    const lined = Array.from({ length: 20 }, (_, y) => (words[y * 90 + 40] ?? 0) >= 2000 || words[y * 90 + 40] === 1);
    assert.equal(lined.length, 20);
    for (let y = 8; y < 20; y++) {
      assert.deepEqual(words.subarray(y * 90, y * 90 + 90), words.subarray((y - 8) * 90, (y - 8) * 90 + 90));
    }
  });
});

describe('shades', () => {
  it('are strongest for code, and middle where nothing is known', () => {
    const shades = ['r--p', 'rw-p', 'r-xp', 'rwxp', '---p'].map((perms) => shadeOf(parsePerms(perms) ?? 0));
    assert.deepEqual(shades, [0, 1, 2, 2, 1]);
    assert.equal(shadeOf(128), 1);
  });

  it('become words in the order of image bytes', () => {
    assert.deepEqual([...new Uint8Array(Uint32Array.of(word(1, 2, 3)).buffer)], [1, 2, 3, 255]);
  });
});
