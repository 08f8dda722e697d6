/** What of a layout outlives its page: a reload of the window, another column. */
import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { compareByKey, runByKeys, showLayout, waitForSpoken } from './layout-view.ts';
import { closeEditors, fixture, openFile, runCommand, until, useWorkbench, webview } from './driver.ts';

/** All that a person can have changed in a view. */
async function looks(view: Frame): Promise<unknown> {
  return {
    title: await view.locator('h1').textContent(),
    filter: await view.locator('#filter').inputValue(),
    hidden: await view
      .locator('.chip[data-group][aria-pressed=false]')
      .evaluateAll((chips) => chips.map((chip) => chip.getAttribute('data-group'))),
    zoom: /[\d.]+ % in view/.exec((await view.locator('.scale').textContent()) ?? '')?.[0],
    // What is compared comes after the map, and is not said then: nobody did anything.
    selected: (await view.locator('[aria-live]').textContent())?.replace(', new,', ','),
    show: await view.locator('[role=radio][aria-checked=true]').textContent(),
    sorted: await view.locator('[aria-sort=descending]').textContent(),
  };
}

describe('a layout that somebody has worked in', () => {
  const workbench = useWorkbench({
    files: { 'kept.smaps': fixture('sensord.smaps'), 'other.maps': fixture('cat.maps') },
    settings: { 'workbench.editor.enablePreview': false },
    leave: closeEditors,
  });

  it('looks the same after the window is loaded anew, and in another column', async () => {
    const { page } = workbench();
    await openFile(workbench(), 'other.maps');
    const view = await showLayout(workbench(), 'kept.smaps');
    await view.locator('.canvas').focus();
    await compareByKey(workbench(), 'other.maps');
    await view.getByText('Compared with other.maps:').waitFor();
    await view.getByRole('radio', { name: 'Both' }).click();
    await view.locator('.chip[data-group=kernel]').click();
    await view.locator('#filter').fill('size>4K');
    await view.getByRole('columnheader', { name: 'Size' }).click();
    await view.locator('.grid .rows .row').first().click();
    await waitForSpoken(view, /^Reserved/);
    await view.getByRole('button', { name: /^Zoom in/ }).click();
    await view.getByText('% in view').waitFor();
    await view.locator('[aria-sort=descending]').waitFor();
    const before = await looks(view);
    // Saved at once, and then at most every fifth of a second; leaving the page saves what is left.
    await until('the state to be kept', async () => {
      // A click would move the text's cursor, which selects another region.
      await page.keyboard.press('Control+1');
      return view.evaluate(() => !document.hasFocus());
    });

    const loaded = page.waitForEvent('load');
    await runCommand(workbench(), 'Developer: Reload Window');
    await loaded;
    await page.waitForFunction(() => 'driver' in window);
    await page.evaluate('window.driver.whenWorkbenchRestored()');
    const again = await webview(workbench(), '.grid .rows .row');
    await again.getByText('% in view').waitFor();
    await again.getByText('Compared with other.maps:').waitFor();
    assert.deepEqual(await looks(again), before);

    await page.locator('.tab', { hasText: 'Layout of kept.smaps' }).click();
    await until('the layout to have the keyboard', () => again.evaluate(() => document.hasFocus()));
    await runByKeys(workbench(), 'View: Move Editor into Previous Group');
    const moved = await webview(workbench(), '.grid .rows .row');
    await moved.getByText('% in view').waitFor();
    assert.deepEqual(await looks(moved), before);
  });
});
