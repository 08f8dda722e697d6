/** The layout for people who see it in another theme, use no mouse, or hear it. */
import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { violations } from './axe.ts';
import { closeEditors, cursorOnLine, fixture, openFile, until, useWorkbench, webview } from './driver.ts';
import { focusPicture, runByKeys, showLayout, waitForSpoken } from './layout-view.ts';

/** The region that somebody looks for is on line 4. */
const jit = [
  '00400000-00452000 r-xp 00000000 08:02 173521 /opt/demo/bin/demo',
  '00651000-00652000 rw-p 00051000 08:02 173521 /opt/demo/bin/demo',
  '00e03000-00e24000 rw-p 00000000 00:00 0 [heap]',
  '7f2c10000000-7f2c10021000 rwxp 00000000 00:00 0',
  '7f2c20000000-7f2c201b3000 r-xp 00000000 08:02 135522 /usr/lib/libc.so.6',
  '7fffb2c0d000-7fffb2c2e000 rw-p 00000000 00:00 0 [stack]',
  '',
].join('\n');

describe('the layout by keyboard alone', () => {
  const workbench = useWorkbench({ files: { 'jit.maps': jit } });
  afterEach(() => closeEditors(workbench()));

  /** Opens the layout of the file without the mouse, and goes to it. */
  async function openByKeyboard(): Promise<Frame> {
    await openFile(workbench(), 'jit.maps');
    await runByKeys(workbench(), 'Memory Maps: Show Layout');
    const view = await webview(workbench(), '.canvas');
    await runByKeys(workbench(), 'View: Focus Right Editor Group');
    await until('the view to have the keyboard', () =>
      view.evaluate(() => document.hasFocus() && document.activeElement !== document.body),
    );
    return view;
  }

  it('finds the writable and executable region, opens its explanation and goes to its line', async () => {
    const { page } = workbench();
    const view = await openByKeyboard();
    await page.keyboard.press('/');
    await page.keyboard.type('perms:w+x');
    await view.locator('.found', { hasText: '1 of 6 regions' }).waitFor();
    await page.keyboard.press('Enter');
    await waitForSpoken(view, /read, write, execute.*writable and executable.*line 4/);
    await page.keyboard.press('e');
    const explanation = view.getByRole('region', { name: 'Explanation' });
    await explanation.getByText('Writable and executable', { exact: true }).waitFor();
    const show = explanation.getByRole('button', { name: 'Show line 4' });
    await until('the button to have the keyboard', () => show.evaluate((button) => button === document.activeElement));
    await page.keyboard.press('Enter');
    await cursorOnLine(workbench(), 4);
  });

  it('does so for somebody who has nothing but the accessibility tree', async () => {
    const { page } = workbench();
    const view = await openByKeyboard();
    const tree = (): Promise<string> => view.locator('body').ariaSnapshot({ mode: 'ai' });
    const sees = (what: RegExp): Promise<RegExpExecArray> =>
      until(`${what} in the accessibility tree`, async () => what.exec(await tree()) ?? undefined);
    /** The first key that the sheet of keys gives for something. */
    const keyFor = (sheet: string, what: RegExp): string => {
      const key = new RegExp(`rowheader "([^\\s"]+)[^"]*"[^]*?cell "([^"]*)"`, 'g');
      const found = [...sheet.matchAll(key)].find(([, , words = '']) => what.test(words))?.[1];
      assert.ok(found !== undefined, `no key for ${what}`);
      return found;
    };
    const [, help = ''] = await sees(/button "Keys \((.)\)"/);
    await page.keyboard.press(help);
    await sees(/dialog "Keys"/);
    const sheet = await tree();
    await page.keyboard.press('Escape');
    await sees(/^(?![^]*dialog)/);
    await page.keyboard.press(keyFor(sheet, /go to the filter/));
    await sees(/combobox "Filter".*\[active\]/);
    await page.keyboard.type('perms:w+x');
    await sees(/status[^\n]*: 1 of 6 regions/);
    await page.keyboard.press(keyFor(sheet, /go to the first region found/));
    const [, line = ''] = await sees(/status[^\n]*writable and executable[^\n]* line (\d+)/);
    await page.keyboard.press(keyFor(sheet, /explain the selected region/));
    await sees(/region "Explanation"[^]*Writable and executable/);
    await sees(new RegExp(`button "Show line ${line}"[^\\n]*\\[active\\]`));
    await page.keyboard.press('Enter');
    await cursorOnLine(workbench(), 4);
  });
});

/** The views of the composition, and what is seen of each. */
const COMPOSITION = [
  ['treemap', '.tiles [role=option]'],
  ['flame', '.tiles [role=option]'],
  ['totals', '.totals .row'],
  ['fragmentation', '.report table'],
] as const;

for (const theme of ['dark', 'light', 'hc-dark', 'hc-light'] as const) {
  describe(`the layout in ${theme}, as axe sees it`, () => {
    const workbench = useWorkbench({ theme, files: { 'sensord.smaps': fixture('sensord.smaps') } });
    afterEach(() => closeEditors(workbench()));

    it('has no violation, whatever is open', async () => {
      const { page } = workbench();
      const view = await showLayout(workbench(), 'sensord.smaps');
      await view.locator('.grid').waitFor();
      const complaints: string[] = [];
      const look = async (what: string): Promise<void> => {
        complaints.push(...(await violations(view)).map((each) => `${what}: ${each}`));
      };
      await look('nothing selected');
      await focusPicture(workbench(), view);
      await page.keyboard.press('End');
      await page.keyboard.press('b');
      await view.getByRole('button', { name: 'Bookmarks, 1' }).click();
      await view.getByRole('menuitem').nth(1).waitFor();
      await look('a region and the bookmarks');
      await page.keyboard.press('Escape');
      await page.keyboard.press('/');
      await page.keyboard.type('kind:x');
      await view.locator('.errors .error').first().waitFor();
      await page.keyboard.type(' k');
      await view.locator('[role=option]').first().waitFor();
      await look('the filter');
      for (let i = 0; i < 2; i++) await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await page.keyboard.press('?');
      await view.getByRole('dialog').waitFor();
      await look('the keys');
      await page.keyboard.press('Escape');
      await page.keyboard.press('e');
      await view.getByText('What it is').waitFor();
      await look('the explanation');
      // Two themes stand for four: what differs between them is looked at above.
      if (theme === 'dark' || theme === 'hc-light') {
        await view.locator('[data-choice=composition]').click();
        for (const [part, shows] of COMPOSITION) {
          await view.locator(`[data-choice=${part}]`).click();
          await view.locator(shows).first().waitFor();
          await look(part);
        }
        await view.locator('[data-choice=treemap]').click();
        await view.locator('#filter').fill('"no such region"');
        await view.locator('.tiles .none').waitFor();
        await look('a treemap of nothing');
      }
      assert.deepEqual(complaints, []);
    });
  });
}
