/** The explanation of a region and the selection of several, as a person uses them. */
import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { closeEditors, cursorOnLine, fixture, goToLine, until, useWorkbench } from './driver.ts';
import { showLayout } from './layout-view.ts';

describe('the explanation of regions', () => {
  const workbench = useWorkbench({
    files: { 'cat.maps': fixture('cat.maps'), 'sensord.smaps': fixture('sensord.smaps') },
  });
  afterEach(() => closeEditors(workbench()));

  const explanation = (view: Frame) => view.getByRole('region', { name: 'Explanation' });

  it('is found, read, left and followed to the text by keyboard alone', async () => {
    const { page } = workbench();
    const view = await showLayout(workbench(), 'sensord.smaps');
    await view.locator('.grid').focus();
    await page.keyboard.press('/');
    await page.keyboard.insertText('finding:wx');
    await until('one region', async () => (await view.locator('.grid').getAttribute('aria-rowcount')) === '2');
    await page.keyboard.press('Escape');
    await until('an empty filter', async () => (await view.locator('#filter').inputValue()) === '');
    await page.keyboard.insertText('perms:w+x');
    await until('one region', async () => (await view.locator('.grid').getAttribute('aria-rowcount')) === '2');
    await view.locator('.canvas').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('e');
    const panel = explanation(view);
    await panel.getByText('Writable and executable', { exact: true }).waitFor();
    await panel.getByText('The permissions are rwxp.').waitFor();
    const rss = panel.locator('.field', { hasText: /^Rss/ });
    assert.match(await rss.locator('summary').innerText(), /^Rss\s+8 KiB\s+12\.5 %$/);
    await until('the panel to have the keyboard', () =>
      view.evaluate(() => document.activeElement?.closest('.details.open') !== null),
    );
    const inPanel = () => view.evaluate(() => document.activeElement?.textContent ?? '');
    assert.match(await inPanel(), /^Show line \d+$/);
    await page.keyboard.press('End');
    assert.doesNotMatch(await inPanel(), /^Show line/);
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.locator('.editor-group-container.active .monaco-editor.focused').waitFor();
    await cursorOnLine(workbench(), 501);
  });

  it('leads to the neighbours, tells what is unmapped between, and closes on Escape', async () => {
    const { page } = workbench();
    const view = await showLayout(workbench(), 'cat.maps');
    await view.locator('[data-index="5"]').click();
    await page.keyboard.press('e');
    const panel = explanation(view);
    await panel.getByText('unmapped between').first().waitFor();
    await panel.getByRole('button', { name: /^Before: / }).click();
    await view.locator('[data-index="4"][aria-selected=true]').waitFor();
    await panel.getByText('the file directly below [heap]').waitFor();
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    await until('the picture to have the keyboard', () =>
      view.evaluate(() => document.activeElement?.getAttribute('role') === 'application'),
    );
  });

  it('sums up the regions on the lines that are selected in the text, and marks in the text what is selected in the picture', async () => {
    const { page } = workbench();
    const view = await showLayout(workbench(), 'cat.maps');
    await goToLine(workbench(), 6);
    await view.locator('[data-index="5"][aria-selected=true]').waitFor();
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await view.locator('.sums', { hasText: /^3 regions selected, .*Rss, Pss and Swap unknown$/ }).waitFor();
    assert.equal(await view.locator('[aria-selected=true][data-index]').count(), 3);
    await view.locator('.canvas').focus();
    // What VS Code hears late would take the keyboard back from the text.
    await page.locator('.editor-group-container.active .tab.active', { hasText: 'Layout of cat.maps' }).waitFor();
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+ArrowRight');
    await view.locator('.sums', { hasText: /^2 regions selected/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.editor-group-container.active .monaco-editor.focused').waitFor();
    await page.locator('#status\\.editor\\.selection', { hasText: /Ln 2, Col \d+ \(\d+ selected\)/ }).waitFor();
    await view.locator('.sums', { hasText: /^2 regions selected/ }).waitFor();
  });
});
