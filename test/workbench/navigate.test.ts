/** Finding one's way in the picture: the overview strip, the path of the selection, back and forward, bookmarks. */
import assert from 'node:assert/strict';
import { closeEditors, fixture, goToLine, openFile, until, useWorkbench } from './driver.ts';
import { focusPicture, showLayout, showLayoutOfEditor, waitForSpoken } from './layout-view.ts';

describe('finding one\u2019s way in the layout', () => {
  const workbench = useWorkbench({ files: { 'cat.maps': fixture('cat.maps') } });
  afterEach(() => closeEditors(workbench()));

  it('goes by the overview strip and the path of the selection, and back and forward', async () => {
    const { page } = workbench();
    const view = await showLayout(workbench(), 'cat.maps');
    const strip = view.getByRole('slider', { name: /^Overview/ });
    const inView = async (): Promise<string> => (await strip.getAttribute('aria-valuetext')) ?? '';
    const changed = (from: string): Promise<string> =>
      until(`another view than ${from}`, async () => {
        const now = await inView();
        return now !== from && now;
      });
    assert.equal(await inView(), 'all in view');
    await focusPicture(workbench(), view);
    await page.keyboard.press('Home');
    await waitForSpoken(view, / 1 of 24$/);
    await view.getByRole('button', { name: /^cat$/ }).click();
    const object = await changed('all in view');
    assert.match(object, /^[0-9a-f]+ to [0-9a-f]+, [\d.]+ % in view$/);
    await strip.focus();
    await page.keyboard.press('End');
    const end = await changed(object);
    await page.keyboard.press('Home');
    await changed(end);
    const box = await strip.boundingBox();
    assert.ok(box);
    await page.mouse.click(box.x + box.width * 0.6, box.y + box.height / 2);
    const clicked = await until('the view that was clicked', async () => (await inView()).startsWith('7f') && inView());
    await page.keyboard.press('Alt+ArrowLeft');
    await changed(clicked);
    await page.keyboard.press('Alt+ArrowRight');
    await until('the view that was left', async () => (await inView()) === clicked);
    await view.getByRole('button', { name: 'Whole space' }).click();
    await until('all', async () => (await inView()) === 'all in view');
  });

  it('keeps bookmarks to go to', async () => {
    const { page } = workbench();
    await openFile(workbench(), 'cat.maps');
    await goToLine(workbench(), 2);
    const view = await showLayoutOfEditor(workbench());
    // The text's cursor selects a region too, when its place has come.
    await waitForSpoken(view, / 2 of 24$/);
    await focusPicture(workbench(), view);
    await page.keyboard.press('Home');
    await page.keyboard.press('b');
    await page.keyboard.press('End');
    await waitForSpoken(view, / 24 of 24$/);
    await page.keyboard.press('b');
    await view.getByRole('button', { name: 'Bookmarks, 2' }).waitFor();
    // Held down, which comes as the same key again.
    for (let i = 0; i < 3; i++) await page.keyboard.down('b');
    await page.keyboard.up('b');
    await view.getByRole('button', { name: 'Bookmarks, 1' }).waitFor();
    await page.keyboard.press('b');
    await view.getByRole('button', { name: 'Bookmarks, 2' }).waitFor();
    await page.keyboard.press('n');
    await waitForSpoken(view, / 1 of 24$/);
    await view.getByRole('button', { name: 'Bookmarks, 2' }).click();
    const entries = view.getByRole('menuitem');
    assert.deepEqual(await entries.locator('.more').allTextContents(), ['b', '56027010b000', 'ffffffffff600000']);
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await waitForSpoken(view, /^\[vsyscall\]/);
    await view.getByRole('button', { name: 'Bookmarks, 2' }).click();
    await entries.first().waitFor();
    await page.keyboard.press('End');
    await page.keyboard.press('Delete');
    await view.getByRole('button', { name: 'Bookmarks, 1' }).waitFor();
  });
});
