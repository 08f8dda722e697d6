/** The composition of a map as a person uses it: into it and out by keyboard, measured otherwise, and filtered by its totals. */
import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { closeEditors, fixture, openFile, runCommand, until, useWorkbench, webview } from './driver.ts';
import type { Workbench } from './person.ts';

async function showComposition(workbench: Workbench): Promise<Frame> {
  await openFile(workbench, 'sensord.smaps');
  await runCommand(workbench, 'Memory Maps: Show Layout');
  const view = await webview(workbench, '[data-show=composition]');
  await view.locator('[data-show=composition]').click();
  return view;
}

/** Waits for what screen readers are told of the rectangle that has the keyboard. */
async function waitForTile(view: Frame, text: RegExp): Promise<void> {
  await until(`the rectangle ${text}`, async () =>
    text.test((await view.locator('.tiles [role=option]').textContent()) ?? ''),
  );
}

describe('the composition of a map', () => {
  const workbench = useWorkbench({ files: { 'sensord.smaps': fixture('sensord.smaps') } });
  afterEach(() => closeEditors(workbench()));

  it('goes from the whole to a region and out again by keyboard, and the table selects the region', async () => {
    const { page } = workbench();
    const view = await showComposition(workbench());
    await view.locator('.tiles').focus();
    await waitForTile(view, /^Shared memory, RSS 2\.6 MiB, 3\d(\.\d)? % of the whole map, 4 regions$/);
    await page.keyboard.press('ArrowRight');
    await waitForTile(view, /^(?!Shared memory).+ % of the whole map, /);
    await page.keyboard.press('Home');
    await waitForTile(view, /^Shared memory/);
    await page.keyboard.press('Enter');
    await waitForTile(view, /^memfd:camera frames, RSS 2 MiB, .* % of Shared memory/);
    await page.keyboard.press('End');
    await waitForTile(view, /^SYSV005e9502, RSS 16 KiB/);
    await page.keyboard.press('Enter');
    await waitForTile(view, /^rw-s [0-9a-f]+, RSS 16 KiB, 100 % of SYSV005e9502$/);
    await page.keyboard.press('Home');
    await until('the selected region', async () =>
      ((await view.locator('[role=status][aria-live]').first().textContent()) ?? '').startsWith('SYSV005e9502'),
    );
    await page.keyboard.press('Backspace');
    await waitForTile(view, /^SYSV005e9502/);
    await page.keyboard.press('Escape');
    await waitForTile(view, /^Shared memory/);
    assert.deepEqual(await view.locator('.crumb').allTextContents(), ['Whole map']);
    await view.locator('[data-choice=size]').click();
    await waitForTile(view, /^Shared memory, Size 4\.9 MiB/);
    await view.locator('[data-show=table]').click();
    const row = view.locator('.rows [aria-selected=true]');
    assert.match((await row.textContent()) ?? '', /SYSV005e9502/);
  });

  it('sums up by kind, sorted as a person wants it, and filters by a row', async () => {
    const { page } = workbench();
    const view = await showComposition(workbench());
    await view.locator('[data-choice=totals]').click();
    const first = view.locator('#total-0');
    assert.match((await first.textContent()) ?? '', /^Reserved11 GiB/);
    await view.locator('.totals [data-column=rss]').click();
    await first.filter({ hasText: 'Shared memory' }).waitFor();
    await view.locator('.totals').focus();
    await page.keyboard.press('Enter');
    const filter = view.locator('#filter');
    await until('the filter', async () => (await filter.inputValue()) === 'kind:shared-memory');
    await view
      .locator('.total')
      .filter({ hasText: /^Total44\.9 MiB/ })
      .waitFor();
    await page.keyboard.press('Enter');
    await until('no filter', async () => (await filter.inputValue()) === '');
    await view.locator('[data-choice=fragmentation]').click();
    await view.locator('caption', { hasText: 'Largest holes' }).waitFor();
  });
});
