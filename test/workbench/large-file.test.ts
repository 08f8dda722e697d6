/** A map that is too large for the text editor still has its layout, one click away. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeMaps } from '../bench/make-maps.mjs';
import { useWorkbench, webview } from './driver.ts';

describe('a file that VS Code finds too large to show', () => {
  const folder = mkdtempSync(join(tmpdir(), 'memory-maps-'));
  before(() => writeFileSync(join(folder, 'large.maps'), makeMaps(15_000, 1)));
  const workbench = useWorkbench({ folder, settings: { 'workbench.editorLargeFileConfirmation': 1 } });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('shows its layout from the editor’s title bar', async () => {
    const { page } = workbench();
    await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'large.maps' }).click();
    await page.getByText('The file is not displayed in the text editor').waitFor();
    await page.locator('.editor-actions a[aria-label*="Show Layout"]').click();
    const view = await webview(workbench(), 'canvas');
    assert.match(await view.locator('main').innerText(), /15,000 regions/);
  });
});
