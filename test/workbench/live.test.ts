/** Live maps as a person sees them: marks in the text, the pace in the layout, and the end of a process. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Frame, Locator } from 'playwright-core';
import { LiveProcess } from '../runner/live-process.ts';
import { skip } from '../runner/report.mjs';
import { violations } from './axe.ts';
import { focusPicture, showLayoutOfEditor, spoken, waitForSpoken } from './layout-view.ts';
import { openMaps } from './open-maps.ts';
import { choose, closeEditors, runCommand, until, useWorkbench, type Workbench } from './driver.ts';

/** What stands behind the lines in view, as decorations put it there. */
async function marks({ page }: Workbench): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('.monaco-editor .view-line span')].flatMap((span) => {
      const { content } = getComputedStyle(span, '::after');
      return content === 'none' || content === 'normal' || content === '' ? [] : [content.replaceAll('"', '').trim()];
    }),
  );
}

async function waitForMark(workbench: Workbench, text: string): Promise<void> {
  await until(`the mark ${text}`, async () => (await marks(workbench)).some((mark) => mark.includes(text)));
}

/** How many regions the layout tells of. */
async function regions(view: Frame): Promise<number> {
  return Number.parseInt((await view.locator('.summary').textContent()) ?? '', 10);
}

describe('a live map at the workbench', function () {
  before(function () {
    if (process.platform !== 'linux') skip(this, 'needs Linux');
  });
  const workbench = useWorkbench({
    settings: { 'memoryMaps.live.pace': 'onChange', 'memoryMaps.processes.refreshInterval': 0 },
  });
  let target: LiveProcess;
  let name = '';
  let started = 0;
  beforeEach(async () => {
    // One name each, because the list of processes may still have the one before.
    name = `live-${process.pid}-${++started}`;
    target = await LiveProcess.start(name);
    await openMaps(workbench(), name);
    await workbench()
      .page.locator('.tab.active', { hasText: `of ${name} (${target.pid})` })
      .waitFor();
    await workbench().page.locator('.view-line', { hasText: ' r-xp ' }).first().waitFor();
  });
  afterEach(async () => {
    await target.end();
    await closeEditors(workbench());
  });

  it('marks what is new, what grew and what went, until the next change or until the marks are cleared', async () => {
    // So that the whole map is in view, whatever the process has mapped.
    await workbench().page.setViewportSize({ width: 1280, height: 2600 });
    try {
      await target.do('add');
      await waitForMark(workbench(), '+ new');
      await target.do('grow');
      await waitForMark(workbench(), 'grew by 128 KiB');
      assert.ok(!(await marks(workbench())).includes('+ new'), 'the marks of the change before are still there');
      await runCommand(workbench(), 'Memory Maps: Pause Live Map');
      await runCommand(workbench(), 'Memory Maps: Clear Marks of Live Map');
      await until('the marks to go', async () => (await marks(workbench())).length === 0);
      await target.do('drop');
      await runCommand(workbench(), 'Memory Maps: Resume Live Map');
      await waitForMark(workbench(), 'removed above');
    } finally {
      await workbench().page.setViewportSize({ width: 1280, height: 800 });
    }
  });

  it('is paused and resumed in its layout by keyboard, which says so', async () => {
    const view = await showLayoutOfEditor(workbench(), '.live .tool');
    const button = view.getByRole('button', { name: 'Live reading' });
    const status = view.locator('.live [role=status]');
    assert.equal(await button.getAttribute('aria-pressed'), 'true');
    // A busy machine reads slowly, and slow reads are spread out.
    assert.match((await status.textContent()) ?? '', /^Live reading: (on change|every .*: one read takes .*)$/);
    const before = await regions(view);
    await target.do('add');
    await until('the new regions in the picture', async () => (await regions(view)) > before);
    assert.equal(await view.locator('.reading').count(), 0, 'a reading in the loop was announced');

    await button.focus();
    await workbench().page.keyboard.press('Enter');
    await view.locator('.live [aria-pressed=false]').waitFor();
    assert.equal(await status.textContent(), 'Live reading: off');
    const paused = await regions(view);
    await target.do('add');
    await workbench().page.keyboard.press('Enter');
    await view.locator('.live [aria-pressed=true]').waitFor();
    await until('what was missed', async () => (await regions(view)) > paused);
    await view.getByRole('button', { name: /^Live: on change/ }).click();
    await choose(workbench(), 'every 5 s');
    await view.getByRole('button', { name: /^Live: every 5 s/ }).waitFor();
  });

  it('keeps what is selected in its layout while the text changes where its cursor is', async () => {
    await target.do('add');
    await waitForMark(workbench(), '+ new');
    const view = await showLayoutOfEditor(workbench(), '.growth');
    await view.getByRole('radio', { name: 'Table' }).click();
    await target.do('grow');
    const row = (growth: string): Locator => view.getByRole('row', { name: growth });
    await view.getByRole('combobox', { name: 'Filter' }).fill('grown or kind:heap');
    // The cursor of the text goes there too.
    await row('+128 KiB').click();
    await waitForSpoken(view, /, \+128 KiB,/);
    await view.getByRole('grid').focus();
    await workbench().page.keyboard.press('Home');
    await waitForSpoken(view, /^\[heap\]/);
    for (const growth of ['+256 KiB', '+384 KiB']) {
      await target.do('grow');
      await row(growth).waitFor();
    }
    assert.match(await spoken(view), /^\[heap\]/);
    await view.locator('.rows [aria-selected=true]', { hasText: '[heap]' }).waitFor();
  });

  it('tells in its layout what grew since the first reading, and from then on since the baseline that is set', async () => {
    await target.do('add');
    await waitForMark(workbench(), '+ new');
    const view = await showLayoutOfEditor(workbench(), '.growth');
    await view.getByRole('radio', { name: 'Table' }).click();
    const needs = view.locator('.colour-by option[value=growth]');
    assert.equal(await needs.textContent(), 'Growth (needs a second reading)');
    await target.do('grow');
    await view.getByRole('button', { name: /^\d+ grown$/ }).click();
    await until('the colours', async () => (await view.getByLabel('Colour by').inputValue()) === 'growth');
    await view.getByRole('columnheader', { name: 'Growth' }).click();
    await view.getByRole('row', { name: '+128 KiB' }).click();
    await waitForSpoken(view, /, \+128 KiB,/);

    await view.getByRole('grid').focus();
    await workbench().page.keyboard.press('m');
    await waitForSpoken(view, /Growth: Same,/);
    const trend = /^Mapped from .* to .*: [\d.]+ MiB to [\d.]+ MiB(?:; |$)/;
    await view.getByRole('img', { name: trend }).waitFor();
    await until('no growth', async () => (await view.getByRole('row', { name: '+128 KiB' }).count()) === 0);
    const said = await spoken(view);
    await target.do('grow');
    await view.locator('.details .grown', { hasText: /^\+128 KiB/ }).waitFor();
    assert.equal(
      await spoken(view),
      said,
      'what a reading changed was said: of a live map nothing else would be heard',
    );
    assert.deepEqual(await violations(view), []);

    await view.getByLabel('Colour by').selectOption({ label: 'Age' });
    await waitForSpoken(view, /Age: Since the first reading,/);
    await target.do('add');
    await view.locator('.chip[data-group=age-new]').waitFor();
    await view.getByRole('combobox', { name: 'Filter' }).fill('new');
    await view.locator('.found', { hasText: /^[1-9] of \d+ regions/ }).waitFor();
    await workbench().page.keyboard.press('Enter');
    await waitForSpoken(view, /Age: New in the last reading, new, first seen \d/);
  });

  it('shows the pages of a region by keyboard, goes back to the picture, and says why when there are none', async () => {
    const view = await showLayoutOfEditor(workbench(), '.live .tool');
    const { keyboard } = workbench().page;
    const [start = '', end = ''] = (readFileSync(`/proc/${target.pid}/maps`, 'latin1').split(' ')[0] ?? '').split('-');
    const pages = (Number.parseInt(end, 16) - Number.parseInt(start, 16)) / 4096;
    await focusPicture(workbench(), view);
    await keyboard.press('Home');
    await waitForSpoken(view, /, 1 of \d/);
    await keyboard.press('g');
    const grid = view.getByRole('application', { name: /^Pages of the region/ });
    await grid.and(view.locator(':focus')).waitFor();
    const first = new RegExp(
      `^Pages? 1 .*of ${pages.toLocaleString('en')}, 0x${start}: .*file, .*offset 0x0 of the file`,
    );
    await waitForSpoken(view, first);
    assert.match((await view.locator('.pages [role=status]').textContent()) ?? '', /pages? in memory, .* read at /);
    assert.equal(await view.locator('.crumb[aria-current]').textContent(), 'Pages');
    await keyboard.press('End');
    await waitForSpoken(view, new RegExp(`^Pages? .*${pages.toLocaleString('en')} of ${pages.toLocaleString('en')}, `));
    await keyboard.press('Escape');
    await view.locator('.picture .canvas:focus').waitFor();
    await waitForSpoken(view, /, 1 of \d/);

    await keyboard.press('g');
    await waitForSpoken(view, first);
    assert.deepEqual(await violations(view), []);
    await target.end();
    await keyboard.press('r');
    await waitForSpoken(view, /^Process \d+ has ended\.$/);
    await keyboard.press('g');
    await view.locator('.picture .canvas:focus').waitFor();
  });

  it('says in text and layout that its process has ended, and keeps both', async () => {
    const view = await showLayoutOfEditor(workbench(), '.live .tool');
    const before = await regions(view);
    await target.end();
    await view.locator('.summary', { hasText: 'ended' }).waitFor();
    assert.equal(await regions(view), before);
    assert.equal(await view.locator('.live .tool').count(), 0);
    assert.equal(await view.locator('.live [role=status]').textContent(), 'Live reading: ended');
    const tab = workbench().page.locator('.tab', { hasText: `of ${name} (${target.pid})` });
    await tab.locator('[class*=monaco-decoration]').first().waitFor();
    await workbench().page.locator('.view-line', { hasText: ' r-xp ' }).first().waitFor();
  });
});
