/** The scales and landmarks of the picture, as a person uses them. */
import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { closeEditors, fixture, until, useWorkbench } from './driver.ts';
import { showLayout } from './layout-view.ts';

/** Waits until the line under the picture says something. */
async function waitForScale(view: Frame, words: RegExp): Promise<void> {
  await until(`the scale to say ${words}`, async () => words.test((await view.locator('.scale').textContent()) ?? ''));
}

describe('the scales of the layout', () => {
  const workbench = useWorkbench({
    files: { 'scales.maps': fixture('cat.maps'), 'scales.smaps': fixture('sensord.smaps') },
  });
  afterEach(() => closeEditors(workbench()));

  it('change by the switch and by key, and say what a pixel stands for', async () => {
    const { page } = workbench();
    const view = await showLayout(workbench(), 'scales.smaps');
    await waitForScale(view, /^Folded.*1 px = .*KiB/);
    await view.getByRole('combobox', { name: 'Scale' }).selectOption('equal');
    await waitForScale(view, /^Equal rows1 region = .* px/);
    await view.locator('.canvas').focus();
    await page.keyboard.press('s');
    await waitForScale(view, /^Resident.*of Rss16 without: hairlines/);
    await page.keyboard.press('s');
    await waitForScale(view, /^Folded/);
  });

  it('say why there is none by resident bytes', async () => {
    const view = await showLayout(workbench(), 'scales.maps');
    const option = view.getByRole('option', { name: /Resident/ });
    assert.equal(await option.textContent(), 'Resident (the map has no Rss)');
    assert.equal(await option.isDisabled(), true);
  });

  it('have landmarks, which are read by keyboard', async () => {
    const { page } = workbench();
    const view = await showLayout(workbench(), 'scales.maps');
    await view.locator('.landmarks summary').focus();
    await page.keyboard.press('Enter');
    const sheet = view.getByRole('group', { name: 'Landmarks' });
    await sheet.waitFor();
    const text = (await sheet.textContent()) ?? '';
    for (const words of ['program break 5602a7960000', 'top of user space 7ffffffff000', 'slid up by']) {
      assert.ok(text.includes(words), words);
    }
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'hidden' });
  });
});
