/** The composition of a map as a person uses it: into it and out by keyboard, measured otherwise, and filtered by its totals. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import type { Frame } from 'playwright-core';
import { closeEditors, fixture, until, useWorkbench } from './driver.ts';
import { chooseByKeys, showLayout } from './layout-view.ts';
import type { Workbench } from './person.ts';

async function showComposition(workbench: Workbench): Promise<Frame> {
  const view = await showLayout(workbench, 'sensord.smaps', '[data-choice=composition]');
  await view.locator('[data-choice=composition]').click();
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
    // As quick as somebody who knows the way.
    for (const key of ['Enter', 'End', 'Enter', 'Backspace', 'Escape', 'ArrowRight']) await page.keyboard.press(key);
    await waitForTile(view, /^(?!Shared memory).+ % of the whole map, /);
    await page.keyboard.press('Home');
    await waitForTile(view, /^Shared memory/);
    await view.locator('[data-choice=size]').click();
    await waitForTile(view, /^Shared memory, Size 4\.9 MiB/);
    await view.locator('[data-choice=table]').click();
    const row = view.locator('.rows [aria-selected=true]');
    assert.match((await row.textContent()) ?? '', /SYSV005e9502/);
  });

  it('is exported by keyboard alone, its totals as CSV, and as a picture to a file and to the clipboard', async () => {
    const { page } = workbench();
    const view = await showComposition(workbench());
    const exportAs = (format: string): Promise<void> =>
      chooseByKeys(workbench(), 'Memory Maps: Export Layout…', format);
    /** Takes the path that the dialog offers, and gives what is there then. */
    const saved = async (format: string, path: RegExp): Promise<string> => {
      await exportAs(format);
      const input = page.locator('.quick-input-widget:visible input[type=text]');
      const offered = await until(`${path} in the dialog`, async () => path.exec(await input.inputValue())?.[0]);
      await page.keyboard.press('Enter');
      const text = await until(
        `${offered} on the disk`,
        // A file that is there may not be written yet.
        async () => (existsSync(offered) && readFileSync(offered, 'utf8')) || undefined,
      );
      rmSync(offered);
      return text;
    };
    // Until VS Code has heard that the view has the keyboard, its commands are not offered.
    await page.locator('.tab', { hasText: 'Layout of sensord.smaps' }).click();
    await page.locator('.tab.active.selected', { hasText: 'Layout of sensord.smaps' }).waitFor();
    await view.locator('[data-choice=treemap]').focus();
    for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowRight');
    await view.locator('.totals').waitFor();
    const csv = await saved('Table as CSV', /^\/.*sensord\.smaps-layout\.csv$/);
    assert.match(csv, /^kind,regions,size,rss,pss,dirty,swap\r\n/);
    assert.match(csv, /^Shared memory,4,\d{7},\d{7},/m);
    await view.locator('[data-choice=totals]').focus();
    for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowLeft');
    await view.locator('.tiles').focus();
    await waitForTile(view, /^Shared memory/);
    await page.keyboard.press('Enter');
    await waitForTile(view, /^memfd:camera frames/);
    const svg = await saved('Picture as SVG', /^\/.*sensord\.smaps-layout\.svg$/);
    assert.match(svg, /Memory composition of sensord\.smaps/);
    assert.match(svg, /treemap by RSS .* Whole map › Shared memory .* RSS 2\.6 MiB in 4 regions/);
    assert.match(svg, />memfd:camera frames/);
    await page.evaluate(() => navigator.clipboard.writeText(''));
    await exportAs('Copy Picture');
    await until('a picture on the clipboard', () =>
      page.evaluate(async () => (await navigator.clipboard.read()).some(({ types }) => types.includes('image/png'))),
    );
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
    await page.keyboard.press('End');
    const gap = await view.locator('.totals').evaluate((list) => {
      const top = (part: string): number => list.querySelector(part)?.getBoundingClientRect().top ?? NaN;
      return { sum: top('.total') - top('.current') - 22, half: list.clientHeight % 22 };
    });
    assert.deepEqual(gap, { sum: 0, half: 0 }, 'the sum stands below whole rows');
    await page.keyboard.press('Home');
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
    await view.locator('#filter').focus();
    await page.keyboard.press('Escape');
    await until('the report to have the keyboard', () =>
      view.evaluate(() => document.activeElement?.classList.contains('report')),
    );
  });

  it('is reached by scrolling where the view is low, and nothing lies over it', async () => {
    const { page } = workbench();
    await page.setViewportSize({ width: 1280, height: 330 });
    try {
      const view = await showComposition(workbench());
      for (const part of ['.tiles', '.totals', '.report'] as const) {
        if (part !== '.tiles')
          await view.locator(`[data-choice=${part === '.totals' ? 'totals' : 'fragmentation'}]`).click();
        await view.locator(part).waitFor();
        const gap = await view.evaluate((of) => {
          const box = (name: string): DOMRect | undefined => document.querySelector(name)?.getBoundingClientRect();
          return (box('.details')?.top ?? NaN) - (box(of)?.bottom ?? NaN);
        }, part);
        assert.ok(gap >= 0, `${part} lies ${-gap} pixels below what stands under it`);
      }
    } finally {
      await page.setViewportSize({ width: 1280, height: 800 });
    }
  });
});
