/** What is marked in a live text after a change. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { textChanges, type LineMark } from '../../../src/sources/text-changes.ts';

const PAGE = 0x1000;

/** A region by its first page and its size in pages. */
interface Made {
  readonly page: number;
  readonly pages: number;
  readonly perms: string;
  readonly rss?: number;
}

const hex = (page: number): string => (page * PAGE).toString(16).padStart(8, '0');
const header = ({ page, pages, perms }: Made): string =>
  `${hex(page)}-${hex(page + pages)} ${perms} 00000000 00:00 0 \n`;
const record = (made: Made): string =>
  header(made) + (made.rss === undefined ? '' : `Size: ${made.pages * 4} kB\nRss: ${made.rss} kB\nVmFlags: rd wr \n`);
const bytes = (regions: readonly Made[]): Uint8Array => Buffer.from(regions.map(record).join(''));
const compare = (before: readonly Made[], after: readonly Made[]): readonly LineMark[] =>
  textChanges(bytes(before), bytes(after)).marks;
const region = (page: number, pages = 1, perms = 'rw-p'): Made => ({ page, pages, perms });

describe('the changes of a live text', () => {
  it('are none between equal texts', () => {
    assert.deepEqual(textChanges(bytes([region(1), region(5)]), bytes([region(1), region(5)])), {
      marks: [],
      count: 0,
    });
    assert.deepEqual(textChanges(new Uint8Array(0), new Uint8Array(0)), { marks: [], count: 0 });
  });

  it('tell new regions by their lines', () => {
    assert.deepEqual(compare([region(10), region(30)], [region(10), region(20), region(25), region(30)]), [
      { kind: 'new', line: 2 },
      { kind: 'new', line: 3 },
    ]);
  });

  it('tell how much a heap grew up, a stack grew down, and a region shrank', () => {
    const was = (made: Made): string => header(made).trimEnd() + ' ';
    const before = [region(10, 4), region(50, 8), region(100, 2)];
    assert.deepEqual(compare(before, [region(10, 37), region(50, 3), region(90, 12)]), [
      { kind: 'resized', line: 1, by: 33 * PAGE, was: was(region(10, 4)) },
      { kind: 'resized', line: 2, by: -5 * PAGE, was: was(region(50, 8)) },
      { kind: 'resized', line: 3, by: 10 * PAGE, was: was(region(100, 2)) },
    ]);
  });

  it('tell another permission with what it was', () => {
    const [mark, ...others] = compare([region(10), region(20)], [region(10), region(20, 1, 'r--p')]);
    assert.deepEqual(mark, { kind: 'changed', line: 2, was: '00014000-00015000 rw-p 00000000 00:00 0 ' });
    assert.deepEqual(others, []);
  });

  it('tell regions that went, together, before the line that follows them', () => {
    const before = [10, 20, 30, 40, 50, 60, 70, 80].map((page) => region(page));
    assert.deepEqual(compare(before, [region(10), region(80)]), [
      {
        kind: 'removed',
        line: 2,
        count: 6,
        were: before.slice(1, 6).map((made) => header(made).slice(0, -1)),
      },
    ]);
    const [last] = compare(before, before.slice(0, 7));
    assert.deepEqual([last?.kind, last?.line], ['removed', 8]);
    const [all] = compare(before, []);
    assert.deepEqual([all?.kind, all?.line], ['removed', 1]);
  });

  it('tell the counters of smaps that are others, on their own lines', () => {
    const at = (rss: number): Made[] => [
      { ...region(10), rss: 4 },
      { ...region(20, 9), rss },
      { ...region(40), rss: 4 },
    ];
    assert.deepEqual(compare(at(12), at(20)), [{ kind: 'changed', line: 7, was: 'Rss: 12 kB' }]);
  });

  it('make names safe to print', () => {
    const before = Buffer.from('00001000-00002000 rw-p 00000000 00:00 0 \u001b[31mred\u202e\n');
    const [mark] = textChanges(before, Buffer.from('00001000-00003000 rw-p 00000000 00:00 0 \n')).marks;
    assert.equal(mark?.kind === 'resized' && mark.was.includes('\\x1b[31mred\\u202e'), true);
  });

  it('are those that a comparison of all regions finds, in maps and smaps', () => {
    const maps = fc.array(
      fc.record({
        gap: fc.integer({ min: 0, max: 3 }),
        pages: fc.integer({ min: 1, max: 3 }),
        perms: fc.constantFrom('rw-p', 'r--p'),
        rss: fc.integer({ min: 0, max: 2 }),
      }),
      { maxLength: 12 },
    );
    const placed = (
      list: readonly { gap: number; pages: number; perms: string; rss: number }[],
      smaps: boolean,
    ): Made[] => {
      let page = 16;
      return list.map(({ gap, pages, perms, rss }) => {
        const made = { page: page + gap, pages, perms, ...(smaps ? { rss } : {}) };
        page += gap + pages;
        return made;
      });
    };
    fc.assert(
      fc.property(maps, maps, fc.boolean(), (one, two, smaps) => {
        const [before, after] = [placed(one, smaps), placed(two, smaps)];
        const lines = 4 * Number(smaps) || 1;
        const marks = compare(before, after);
        const old = new Map(before.map((made) => [made.page, made]));
        const byStart = new Set(after.filter(({ page }) => old.has(page)).map(({ page }) => page));
        after.forEach((made, i) => {
          const was = old.get(made.page);
          const mine = marks.filter(({ kind, line }) => kind !== 'removed' && line === 1 + i * lines);
          if (was) {
            const by = (made.pages - was.pages) * PAGE;
            const expected = by !== 0 ? 'resized' : was.perms === made.perms ? undefined : 'changed';
            assert.deepEqual(
              mine.map(({ kind }) => kind),
              expected ? [expected] : [],
            );
            if (smaps) {
              const rss = marks.filter(({ line }) => line === 3 + i * lines);
              assert.equal(rss.length, Number(was.rss !== made.rss));
            }
          } else {
            const grewDown = before.some(
              ({ page, pages, perms }) =>
                !byStart.has(page) && page + pages === made.page + made.pages && perms === made.perms,
            );
            assert.deepEqual(
              mine.map(({ kind }) => kind),
              [grewDown ? 'resized' : 'new'],
            );
          }
        });
        const gone = marks.reduce((sum, mark) => sum + (mark.kind === 'removed' ? mark.count : 0), 0);
        const news = marks.filter(({ kind }) => kind === 'new').length;
        assert.equal(before.length - gone + news, after.length);
        assert.deepEqual(
          marks.map(({ line }) => line),
          marks.map(({ line }) => line).toSorted((a, b) => a - b),
        );
      }),
    );
  });

  it('of a whole large map are counted, and only the first ones told', () => {
    const before = Array.from({ length: 3000 }, (_, i) => region(10 + 2 * i));
    const { marks, count } = textChanges(bytes(before), bytes(before.map((made) => ({ ...made, perms: 'r-xp' }))));
    assert.equal(count, 3000);
    assert.equal(marks.length, 1000);
  });
});
