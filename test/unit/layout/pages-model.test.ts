/** The pages of a region as the view shows them: what is asked, which answer is taken, and where the keyboard goes. */
import assert from 'node:assert/strict';
import { PageState } from '../../../src/core/pages/states.ts';
import type { PagesAnswer } from '../../../src/protocol/pages.ts';
import { moveSelection, selectRow, startModel, withSnapshot, type Model } from '../../../src/webview/layout/model.ts';
import { pageInWords, summaryOf } from '../../../src/webview/layout/page-words.ts';
import {
  canHavePages,
  openPages,
  shownPages,
  togglePages,
  withPages,
} from '../../../src/webview/layout/pages-model.ts';
import { gridOf, readAgain, stepPage, withRoom, zoomPages } from '../../../src/webview/layout/pages-view.ts';
import { snapshotOf } from './snapshots.ts';

const MAPS = `7f0000000000-7f0000010000 rw-p 00000000 00:00 0
7f0000020000-7f0000024000 r--p 00001000 08:01 7    /lib/libc.so
`;
const ROOM = { width: 400, height: 300, least: 5, most: 22 };

function live(id = 1): Model {
  const source = { kind: 'process', source: 'local', pid: 7, startTime: '1' } as const;
  return withSnapshot(startModel(undefined), snapshotOf(MAPS, { id, source, liveness: 'running' }));
}

function answer(changes: Partial<PagesAnswer> & { readonly bytes?: readonly number[] } = {}): PagesAnswer {
  const { bytes = [PageState.file, PageState.fileShared | 0x10, PageState.absent, PageState.guard], ...rest } = changes;
  const told = { ok: true, pageSize: 4096, total: 4, pages: Uint8Array.from(bytes), readAt: 0 } as const;
  return { type: 'pages', place: { snapshot: 1, row: 1 }, from: 0, told, ...rest };
}

describe('pages in the layout', () => {
  it('are there for the selected region of a process, and for no file', () => {
    assert.equal(canHavePages(live()), false, 'nothing is selected');
    assert.equal(canHavePages(selectRow(live(), 1)), true);
    assert.equal(canHavePages(selectRow(withSnapshot(startModel(undefined), snapshotOf(MAPS)), 1)), false);
    assert.equal(openPages(live()).pages, undefined);
  });

  it('take the answer to what was asked, and no other', () => {
    const open = openPages(selectRow(live(), 1));
    assert.equal(shownPages(open)?.waiting, true);
    for (const other of [{ from: 4 }, { place: { snapshot: 1, row: 0 } }, { place: { snapshot: 9, row: 1 } }]) {
      assert.equal(withPages(open, answer(other)), open);
    }
    const told = withPages(open, answer());
    assert.equal(shownPages(told)?.waiting, false);
    assert.equal(withPages(told, answer()), told, 'nobody waits any more');
    assert.equal(togglePages(told).pages, undefined);
  });

  it('go when another region is selected', () => {
    const told = withPages(openPages(selectRow(live(), 1)), answer());
    assert.equal(shownPages(moveSelection(told, 'previous-region', 1)), undefined);
  });

  it('say page, address, state and the place in the file', () => {
    const told = withPages(openPages(selectRow(live(), 1)), answer()).pages;
    assert.ok(told);
    const room = withRoom(told, ROOM);
    assert.equal(pageInWords(room), 'Page 1 of 4, 0x7f0000020000: file, only here; offset 0x1000 of the file');
    const next = stepPage(room, 'right');
    assert.equal(pageInWords(next), 'Page 2 of 4, 0x7f0000021000: file, shared, soft-dirty; offset 0x2000 of the file');
    assert.match(pageInWords(stepPage(next, 'last')) ?? '', /^Page 4 of 4, 0x7f0000023000: guard/);
    const whole = told.told;
    assert.ok(whole?.ok);
    assert.match(summaryOf(whole), /^2 of 4 pages in memory, 8 KiB \u00b7 1 soft-dirty \u00b7 read at /);
  });

  it('say why they cannot be read, and what to do', () => {
    const refused = { ok: false, message: 'The pages may not be read.', advice: 'Run it as root.' } as const;
    const told = withPages(openPages(selectRow(live(), 1)), answer({ told: refused })).pages;
    assert.equal(told && pageInWords(told), 'The pages may not be read. Run it as root.');
    assert.equal(told && gridOf(told), undefined);
  });

  it('keep the page when they are read again, and begin anew in another part', () => {
    const model = withPages(openPages(selectRow(live(), 1)), answer());
    assert.ok(model.pages);
    const at = stepPage(withRoom(model.pages, ROOM), 'right');
    const again = readAgain(at);
    assert.deepEqual([again.page, again.waiting, again.told], [1, true, at.told]);
    const part = readAgain(at, 1 << 20);
    assert.deepEqual([part.page, part.waiting, part.told], [0, true, undefined]);
  });

  it('put more pages into a cell where there are many, and fewer when it is zoomed', () => {
    const model = withPages(openPages(selectRow(live(), 1)), {
      ...answer(),
      told: { ok: true, pageSize: 4096, total: 1 << 20, pages: new Uint8Array(1 << 20).fill(1), readAt: 0 },
    });
    assert.ok(model.pages);
    const whole = stepPage(withRoom(model.pages, ROOM), 'last');
    const level = gridOf(whole)?.level ?? 0;
    assert.ok(level > 2);
    assert.match(pageInWords(whole) ?? '', /^Pages [\d,]+ to 1,048,576 of 1,048,576, .*: [\d,]+ not in memory;/);
    const near = zoomPages(whole, -2);
    assert.equal(gridOf(near)?.level, level - 2);
    assert.ok(near.top > 0, 'the page stays in view');
    assert.equal(zoomPages(near, 2).level, undefined);
    assert.equal(gridOf(zoomPages(near, -99))?.level, 0);
  });
});
