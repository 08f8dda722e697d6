/** A layout that is compared with another file, by keyboard. */
import assert from 'node:assert/strict';
import { violations } from './axe.ts';
import { closeEditors, fixture, openFile, useWorkbench } from './driver.ts';
import { compareByKey, focusPicture, showLayout } from './layout-view.ts';

const BEFORE = fixture('cat.maps');
/** Another run: ASLR moved the program and its heap, which is 128 KiB larger. */
const AFTER = BEFORE.replaceAll(/\b5602(\w{8})\b/g, '55ee$1').replace('-55eea7960000', '-55eea7980000');

describe('a layout that is compared', () => {
  const workbench = useWorkbench({
    files: { 'before.maps': BEFORE, 'after.maps': AFTER },
    settings: { 'workbench.editor.enablePreview': false },
  });
  afterEach(() => closeEditors(workbench()));

  it('tells by keyboard what grew since another file, until that is cleared', async () => {
    const { page } = workbench();
    await openFile(workbench(), 'before.maps');
    const view = await showLayout(workbench(), 'after.maps');
    await focusPicture(workbench(), view);
    await compareByKey(workbench(), 'before.maps');
    const line = view.getByRole('toolbar', { name: 'Growth' });
    await line.getByText('Compared with before.maps:').waitFor();
    assert.equal(await line.getByText('size +128 KiB').count(), 1);
    assert.deepEqual(await line.getByRole('button').allTextContents(), [
      '1 grown',
      'Set baseline',
      'Compare with…',
      '',
    ]);
    await line.getByRole('button', { name: '1 grown' }).click();
    await view.locator('.found', { hasText: /^1 of \d+ regions/ }).waitFor();
    assert.deepEqual(await violations(view), []);
    await focusPicture(workbench(), view);
    await page.keyboard.press('Shift+M');
    await line.waitFor({ state: 'hidden' });
  });
});
