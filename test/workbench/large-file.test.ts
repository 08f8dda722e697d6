/** A map that is too large for the text editor still has its layout, one click away. */
import assert from 'node:assert/strict';
import { makeMaps, makeSmaps } from '../bench/make-maps.mjs';
import { useWorkbench, webview } from './driver.ts';

describe('a file that VS Code finds too large to show', () => {
  const workbench = useWorkbench({
    files: {
      'large.maps': () => makeMaps(15_000, 1),
      // Long enough that somebody can change their mind.
      'huge.smaps': () => Buffer.concat(Array<Buffer>(100).fill(makeSmaps(2000))),
    },
  });

  it('shows its layout from the editor’s title bar', async () => {
    const { page } = workbench();
    await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'large.maps' }).click();
    await page.getByText('The file is not displayed in the text editor').waitFor();
    await page.locator('.editor-actions a[aria-label*="Show Layout"]').click();
    const view = await webview(workbench(), 'canvas');
    assert.match(await view.locator('main').innerText(), /15,000 regions/);
    await view.locator('.grid[aria-rowcount="15001"]').waitFor();
  });

  it('tells how far the reading is, and stops it when it is told to', async () => {
    const { page } = workbench();
    await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'huge.smaps' }).click();
    await page.locator('.tab.active[data-resource-name="huge.smaps"]').waitFor();
    await page.locator('.editor-actions a[aria-label*="Show Layout"]').click();
    const view = await webview(workbench(), '.reading');
    await view.locator('.reading progress').waitFor();
    await view.getByRole('button', { name: 'Cancel' }).click();
    await view.getByText('Reading huge.smaps was cancelled.').waitFor();
    await view.getByRole('button', { name: 'Try again' }).waitFor();
  });
});
