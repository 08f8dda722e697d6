/** The colours of the layout as a person chooses them, and the levels inside regions. */
import assert from 'node:assert/strict';
import { closeEditors, fixture, goToTab, openFile, until, useWorkbench, webview } from './driver.ts';
import { showLayout } from './layout-view.ts';

describe('the colours of the layout', () => {
  const workbench = useWorkbench({
    files: { 'sensord.smaps': fixture('sensord.smaps'), 'cat.maps': fixture('cat.maps') },
  });
  afterEach(() => closeEditors(workbench()));

  it('are chosen by keyboard, filter by what they mean, and are kept while another tab hides them', async () => {
    const { page } = workbench();
    const view = await showLayout(workbench(), 'sensord.smaps');
    const chooser = view.getByLabel('Colour by');
    // The click gives the view the keyboard and selects nothing.
    await view.locator('.canvas').click({ position: { x: 4, y: 4 } });
    await chooser.focus();
    for (const next of ['permissions', 'object', 'residency']) {
      await page.keyboard.press('ArrowDown');
      await until(`the colouring to be ${next}`, async () => (await chooser.inputValue()) === next);
    }
    await view.locator('.chip[data-group=residency-all]').waitFor();
    assert.equal(await view.locator('.chip[data-group=heap]').count(), 0);
    assert.deepEqual(await view.locator('.colour-by option:disabled').allTextContents(), [
      'NUMA node (needs numa_maps)',
      'Growth (needs a second reading)',
      'Age (needs a second reading)',
    ]);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await view.locator('.chip.fill[aria-pressed=true]').waitFor();
    assert.match((await view.locator('.levels').textContent()) ?? '', /^Filled with ?Private dirty .*Shared clean/);
    await page.keyboard.press('Tab');
    await page.keyboard.press('o');
    await view.locator('.chip[data-group=residency-all][aria-pressed=false]').waitFor();
    await goToTab(workbench(), 'Layout of sensord.smaps');
    await openFile(workbench(), 'cat.maps');
    await until('the layout to be hidden', async () => view.isDetached());
    await page.locator('.tab', { hasText: 'Layout of sensord.smaps' }).click();
    const after = await webview(workbench(), '.canvas');
    await after.locator('.chip[data-group=residency-all][aria-pressed=false]').waitFor();
    await after.locator('.chip[data-group=residency-none][aria-pressed=true]').waitFor();
    await after.locator('.levels').waitFor();
    assert.equal(await after.getByLabel('Colour by').inputValue(), 'residency');
  });
});
