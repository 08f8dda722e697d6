/** The address space that events are played into, against a plain model: one entry for each page. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AddressSpace } from '../../../src/core/dialects/address-space.ts';
import type { Mapping } from '../../../src/core/dialects/mapping-rows.ts';

const PAGE = 4096;

/** What a page is, without where its mapping begins. */
type Page = Pick<Mapping, 'perms' | 'file' | 'line'> & { readonly offset: number };
type Pages = Map<number, Page>;

interface Step {
  readonly does: 'map' | 'unmap' | 'change';
  readonly from: number;
  readonly pages: number;
  readonly perms: number;
  readonly file: number;
}

const steps = fc.array(
  fc.record({
    does: fc.constantFrom('map', 'map', 'unmap', 'change'),
    from: fc.integer({ min: 0, max: 900 }),
    pages: fc.integer({ min: 1, max: 40 }),
    perms: fc.integer({ min: 0, max: 3 }),
    file: fc.integer({ min: 0, max: 1 }),
  }),
  { minLength: 1, maxLength: 600 },
);

function play(space: AddressSpace, pages: Pages, { does, from, pages: count, perms, file }: Step, line: number): void {
  const start = from * PAGE;
  const end = start + count * PAGE;
  if (does === 'map') space.map(start, end, perms, start, file, 0, line);
  else if (does === 'unmap') space.unmap(start, end);
  else {
    space.change(start, end, line, (row) => {
      row.perms = perms;
    });
  }
  for (let page = from; page < from + count; page++) {
    const before = pages.get(page);
    if (does === 'map') pages.set(page, { perms, file, line, offset: page * PAGE });
    else if (does === 'unmap') pages.delete(page);
    else if (before && before.perms !== perms) pages.set(page, { ...before, perms, line });
  }
}

/** Rows as pages; lines aside, which rows that were merged share. */
function pagesOf(space: AddressSpace): string[] {
  return space
    .all()
    .flatMap(({ start, end, perms, offset, file }) =>
      Array.from(
        { length: (end - start) / PAGE },
        (_, i) => `${start / PAGE + i} ${perms} ${file} ${offset + i * PAGE}`,
      ),
    );
}

function expected(pages: Pages): string[] {
  return [...pages]
    .sort(([a], [b]) => a - b)
    .map(([page, { perms, file, offset }]) => `${page} ${perms} ${file} ${offset}`);
}

describe('address space', () => {
  it('holds the pages that a plain model holds, in order, merged where neighbours are alike', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const space = new AddressSpace();
        const pages: Pages = new Map();
        all.forEach((step, line) => play(space, pages, step, line));
        assert.deepEqual(pagesOf(space), expected(pages));
        const rows = space.all();
        rows.forEach((row, i) => {
          const before = rows[i - 1];
          assert.ok(!before || before.end < row.start || before.perms !== row.perms || before.file !== row.file);
        });
        for (const [page] of pages) assert.equal(space.at(page * PAGE + 5)?.perms, pages.get(page)?.perms);
      }),
    );
  });

  it('lets a copy and its original change without each other', () => {
    fc.assert(
      fc.property(steps, steps, steps, (first, mine, theirs) => {
        const space = new AddressSpace();
        const pages: Pages = new Map();
        first.forEach((step, line) => play(space, pages, step, line));
        const copy = space.copy();
        const copied: Pages = new Map(pages);
        mine.forEach((step, line) => play(space, pages, step, line));
        theirs.forEach((step, line) => play(copy, copied, step, line));
        assert.deepEqual(pagesOf(space), expected(pages));
        assert.deepEqual(pagesOf(copy), expected(copied));
      }),
    );
  });
});
