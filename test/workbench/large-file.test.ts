/** A map that is too large for the text editor still has its layout, one click away. */
import assert from 'node:assert/strict';
import { makeMaps } from '../bench/make-maps.mjs';
import { closeEditors, until, useWorkbench, webview } from './driver.ts';

describe('a file that VS Code finds too large to show', () => {
  const workbench = useWorkbench({
    files: {
      'large.maps': () => makeMaps(15_000, 1),
      // Long enough that somebody can change their mind.
      'huge.maps': () => Buffer.concat(Array<Buffer>(40).fill(Buffer.from(makeMaps(60_000)))),
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
    // A page that comes late may find the file read, as reading does not wait for it: then once more.
    const cancelled = await until('the end of a reading that was cancelled', async () => {
      await closeEditors(workbench());
      await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'huge.maps' }).click();
      await page.locator('.tab.active[data-resource-name="huge.maps"]').waitFor();
      await page.locator('.editor-actions a[aria-label*="Show Layout"]').click();
      const view = await webview(workbench(), '.reading progress, .picture:not([hidden]) .canvas');
      const cancel = view.getByRole('button', { name: 'Cancel' });
      return cancel.click({ timeout: 2000 }).then(
        () => view,
        () => undefined,
      );
    });
    await cancelled.getByText('Reading huge.maps was cancelled.').waitFor();
    await cancelled.getByRole('button', { name: 'Try again' }).waitFor();
  });
});
