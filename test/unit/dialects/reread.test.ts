/** After an edit a map is read again only where it changed, and comes out as if all of it had been read. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseMaps } from '../../../src/core/dialects/parse.ts';
import { rereadMap } from '../../../src/core/dialects/reread.ts';
import { normalForm } from '../../../src/core/export/normal-form.ts';
import type { MemoryMap } from '../../../src/core/memory-map/memory-map.ts';
import { makeMaps } from '../../bench/make-maps.mjs';

const LINES = Buffer.from(makeMaps(300, 11)).toString('latin1').trimEnd().split('\n');
const OTHERS = Buffer.from(makeMaps(300, 12)).toString('latin1').trimEnd().split('\n');

function mapsOf(lines: readonly string[]): readonly MemoryMap[] {
  return parseMaps(Buffer.from(lines.map((line) => `${line}\n`).join(''), 'latin1'));
}

/** What reading again gives where `removed` lines from `first` (from 1) on were replaced. */
function rereadOf(
  lines: readonly string[],
  first: number,
  removed: number,
  added: readonly string[],
): { readonly again: MemoryMap | undefined; readonly whole: readonly MemoryMap[] } {
  const [before] = mapsOf(lines);
  assert.ok(before);
  const above = lines.slice(0, first - 1);
  const after = [...above, ...added, ...lines.slice(first - 1 + removed)];
  const bytes = Buffer.from(after.map((line) => `${line}\n`).join(''), 'latin1');
  const from = above.reduce((sum, { length }) => sum + length + 1, 0);
  const to = from + added.reduce((sum, { length }) => sum + length + 1, 0);
  const again = rereadMap(before, { bytes, from, to, first, added: added.length, removed });
  return { again, whole: mapsOf(after) };
}

function assertSame(again: MemoryMap, whole: readonly MemoryMap[]): void {
  const [map, ...others] = whole;
  assert.ok(map && others.length === 0);
  assert.deepEqual(normalForm(again), normalForm(map));
  assert.deepEqual([...again.regions.kind], [...map.regions.kind]);
  assert.deepEqual(files(again), files(map));
}

/** The table of files, whatever room its buffers have. */
function files({ regions }: MemoryMap): unknown {
  const { count, major, minor, inode, nameEnd, nameBytes } = regions.files;
  return {
    count,
    major: [...major],
    minor: [...minor],
    inode: [...inode],
    nameEnd: [...nameEnd],
    names: [...nameBytes],
  };
}

const row = LINES[150]!;

describe('a map that was edited', () => {
  const edits: [what: string, first: number, removed: number, added: string[]][] = [
    ['a permission', 151, 1, [row.replace(/^(\S+ )./, '$1-')]],
    ['a permission that is none', 151, 1, [row.replace(/^(\S+ )./, '$1?')]],
    ['a name', 151, 1, [`${row.trimEnd()}.new`]],
    ['a line taken out', 151, 1, []],
    ['lines taken out', 100, 40, []],
    ['a blank line put in', 151, 0, ['']],
    ['the last line', 300, 1, [LINES[299]!.replace('r', '-')]],
    ['no line at all', 151, 0, []],
  ];
  for (const [what, first, removed, added] of edits) {
    it(`is read again where it changed: ${what}`, () => {
      const { again, whole } = rereadOf(LINES, first, removed, added);
      assert.ok(again);
      assertSame(again, whole);
    });
  }

  const others: [what: string, first: number, removed: number, added: string[]][] = [
    ['the first line', 1, 1, ['Size: 4 kB']],
    ['a line that is no row', 151, 1, ['what is this?']],
    ['a row out of order', 151, 1, [LINES[20]!]],
    [
      'a row that reaches into the next',
      151,
      1,
      [row.replace(/-\w+/, `-${LINES[152]!.split('-')[0]!.slice(0, -4)}f000`)],
    ],
    ['a line with CR LF', 151, 1, [`${row}\r`]],
    ['counters', 151, 1, [row, 'Size:                  4 kB']],
  ];
  for (const [what, first, removed, added] of others) {
    it(`is read whole where one line does not tell: ${what}`, () => {
      assert.equal(rereadOf(LINES, first, removed, added).again, undefined);
    });
  }

  it('keeps what is wrong with other lines, each at its line', () => {
    const broken = LINES.map((line, i) => (i === 40 || i === 250 ? line.replace(/^(\S+ )./, '$1?') : line));
    const { again, whole } = rereadOf(broken, 151, 3, []);
    assert.ok(again);
    assert.deepEqual(
      again.problems.map(({ line }) => line),
      [41, 248],
    );
    assertSame(again, whole);
  });

  it('comes out as if all had been read, whatever was edited', () => {
    const line = fc.oneof(
      fc.constantFrom(...LINES, ...OTHERS, '', 'noise'),
      fc
        .tuple(fc.constantFrom(...LINES), fc.nat(60), fc.constantFrom('0', 'f', '-', '?', 'r', ' ', '[', '/'))
        .map(replaced),
    );
    let rereads = 0;
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 290 }),
        fc.nat(9),
        fc.array(line, { maxLength: 4 }),
        (first, removed, added) => {
          const { again, whole } = rereadOf(LINES, first, removed, added);
          if (!again) return;
          rereads++;
          assertSame(again, whole);
        },
      ),
      { numRuns: 300 },
    );
    assert.ok(rereads > 0);
  });

  it('comes out so where few characters of a line were typed over', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 9, max: 299 }),
        fc.nat(60),
        fc.constantFrom('0', 'f', '-', '?', 'r', 'w', 'x', '[', '/'),
        (at, place, letter) => {
          const { again, whole } = rereadOf(LINES, at + 1, 1, [replaced([LINES[at]!, place, letter])]);
          if (again) assertSame(again, whole);
        },
      ),
      { numRuns: 300 },
    );
  });
});

function replaced([line, at, letter]: [line: string, at: number, letter: string]): string {
  return line.slice(0, at) + letter + line.slice(at + 1);
}
