/** The table of regions as a person uses it: sorting, filtering, completing, copying, by mouse and by keyboard. */
import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import {
  closeEditors,
  cursorOnLine,
  fixture,
  goToLine,
  goToTab,
  openFile,
  until,
  useWorkbench,
  webview,
} from './driver.ts';
import { showLayout } from './layout-view.ts';
import type { Workbench } from './person.ts';

/** Opens a file and its layout, and gives the view's frame once the table stands. */
const showTable = (workbench: Workbench, file: string): Promise<Frame> =>
  showLayout(workbench, file, '.grid [data-index]');

/** The texts of a column in the rows that are in the page, from the top. */
function column(view: Frame, id: string): Promise<string[]> {
  return view.evaluate((wanted) => {
    const heads = [...document.querySelectorAll('[role=columnheader]')];
    const index = heads.findIndex((head) => head.getAttribute('data-column') === wanted);
    const rows = [...document.querySelectorAll('.rows [role=row]')];
    const place = (row: Element): number => Number(row.getAttribute('data-index'));
    rows.sort((a, b) => place(a) - place(b));
    return rows.map((row) => row.querySelectorAll('[role=gridcell]')[index]?.textContent ?? '');
  }, id);
}

async function waitForColumn(view: Frame, id: string, check: (texts: string[]) => boolean): Promise<string[]> {
  return until(`column ${id}`, async () => {
    const texts = await column(view, id);
    return texts.length > 0 && check(texts) && texts;
  });
}

/** How many rows the table has, without its heading. */
async function rowCount(view: Frame): Promise<number> {
  return Number(await view.locator('.grid').getAttribute('aria-rowcount')) - 1;
}

async function waitForSpoken(view: Frame, text: RegExp): Promise<void> {
  await until(`the view to say ${text}`, async () =>
    text.test((await view.locator('[aria-live]').textContent()) ?? ''),
  );
}

/** What screen readers are told has the keyboard in the table. */
function activeCell(view: Frame): Promise<string> {
  return view.evaluate(() => {
    const id = document.querySelector('.grid')?.getAttribute('aria-activedescendant');
    return (id && document.getElementById(id)?.textContent) || '';
  });
}

async function type(workbench: Workbench, view: Frame, text: string): Promise<void> {
  await view.locator('#filter').click();
  await workbench.page.keyboard.insertText(text);
}

/** A number of bytes as the table shows it. */
function bytes(text: string): number {
  const [number = '', unit = ''] = text.split(' ');
  return Number(number) * 1024 ** ['', 'KiB', 'MiB', 'GiB'].indexOf(unit);
}

function descends(texts: readonly string[]): boolean {
  return texts.every((text, i) => i === 0 || bytes(texts[i - 1] ?? '') >= bytes(text));
}

describe('the table of regions', () => {
  const workbench = useWorkbench({
    files: {
      'cat.maps': fixture('cat.maps'),
      'sensord.smaps': fixture('sensord.smaps'),
      'several.maps': `first\n${fixture('cat.maps')}\n\n\nsecond\n${fixture('sensord.maps')}`,
    },
  });
  afterEach(() => closeEditors(workbench()));

  it('lists the regions with what the source tells of them', async () => {
    const view = await showTable(workbench(), 'sensord.smaps');
    assert.equal(await rowCount(view), 53);
    const [name] = await column(view, 'name');
    assert.match(name ?? '', /sensord$/);
    assert.equal((await column(view, 'perms'))[0], 'r--p');
    assert.match((await column(view, 'kind'))[0] ?? '', /^Program/);
    assert.match((await column(view, 'Rss'))[0] ?? '', / KiB$/);
  });

  it('is sorted by the heading that is clicked, the largest first, and then the other way round', async () => {
    const view = await showTable(workbench(), 'sensord.smaps');
    const heading = view.locator('[data-column=size]');
    await heading.click();
    await waitForColumn(view, 'size', ([first]) => first === '1 GiB');
    assert.ok(descends(await column(view, 'size')));
    assert.equal(await heading.getAttribute('aria-sort'), 'descending');
    await heading.click();
    await waitForColumn(view, 'size', ([first]) => first === '4 KiB');
    assert.equal(await heading.getAttribute('aria-sort'), 'ascending');
  });

  it('is used by keyboard: rows, ends, headings, sorting, and the line in the text', async () => {
    const { page } = workbench();
    const view = await showTable(workbench(), 'cat.maps');
    await view.locator('[data-index="1"]').click();
    await waitForSpoken(view, / 2 of 24$/);
    await page.keyboard.press('ArrowDown');
    await waitForSpoken(view, / 3 of 24$/);
    await page.keyboard.press('End');
    await waitForSpoken(view, /^\[vsyscall\]/);
    await page.keyboard.press('Home');
    await waitForSpoken(view, / 1 of 24$/);
    await page.keyboard.press('ArrowUp');
    await until('the heading', async () => (await activeCell(view)) === 'Start');
    await page.keyboard.press('ArrowRight');
    await until('the next heading', async () => (await activeCell(view)) === 'Size');
    await page.keyboard.press('Enter');
    await waitForColumn(view, 'size', ([first]) => first === '1.3 MiB');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Home');
    await waitForSpoken(view, /^libc\.so\.6, 1\.3 MiB/);
    await page.keyboard.press('Enter');
    await page.locator('.editor-group-container.active .monaco-editor.focused').waitFor();
    await cursorOnLine(workbench(), 9);
  });

  it('selects what picture and text select, and they what it selects', async () => {
    const { page } = workbench();
    const view = await showTable(workbench(), 'cat.maps');
    await goToLine(workbench(), 6);
    await view.locator('[data-index="5"][aria-selected=true]').waitFor();
    await view.locator('.canvas').focus();
    await page.keyboard.press('ArrowRight');
    await view.locator('[data-index="6"][aria-selected=true]').waitFor();
    await view.locator('[data-index="3"]').click();
    await waitForSpoken(view, / 4 of 24$/);
    await page.locator('.monaco-editor .selected-text').first().waitFor();
    assert.equal(await view.locator('[aria-selected=true][data-index]').count(), 1);
  });

  it('shows what passes the filter that is typed, and counts it; the legend filters as well', async () => {
    const view = await showTable(workbench(), 'sensord.smaps');
    await type(workbench(), view, 'size>=1M');
    await until('the count', async () => /^\d+ of 53 regions, /.test(await view.locator('.found').innerText()));
    const all = await rowCount(view);
    const sizes = await column(view, 'size');
    assert.ok(all > 5 && all < 30 && sizes.every((size) => /[MG]iB$/.test(size)), sizes.join());
    await view.locator('.chip[data-group=reserved]').click();
    await until('fewer rows', async () => (await rowCount(view)) < all);
    await view.locator('.search .clear').click();
    await until('the rows that the legend shows', async () => (await rowCount(view)) > all);
  });

  it('says what is wrong with a filter, and marks the place', async () => {
    const view = await showTable(workbench(), 'cat.maps');
    await type(workbench(), view, 'heap size>>1M');
    await view.locator('.error mark').waitFor();
    assert.match(await view.locator('.error').innerText(), /heap size>/);
    assert.equal(await view.locator('#filter').getAttribute('aria-invalid'), 'true');
    // What is understood of it is applied.
    assert.equal(await rowCount(view), 1);
    await view.locator('#filter').fill('rss>1M');
    await view.getByText('No region of this map has rss').waitFor();
  });

  it('completes the filter, by keyboard and by mouse', async () => {
    const { page } = workbench();
    const view = await showTable(workbench(), 'sensord.smaps');
    await type(workbench(), view, 'kin');
    await view.locator('.completions [role=option]', { hasText: /^kind/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await view.locator('[role=option][aria-selected=true]').waitFor();
    await page.keyboard.press('Enter');
    await until('the field', async () => (await view.locator('#filter').inputValue()) === 'kind:');
    await view.locator('[role=option]', { hasText: /thread-stack/ }).click();
    await until('the kind', async () => (await rowCount(view)) === 3);
    assert.equal(await view.locator('#filter').inputValue(), 'kind:thread-stack');
    await view.locator('.completions').waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await until('an empty box', async () => (await view.locator('#filter').inputValue()) === '');
    await until('all rows', async () => (await rowCount(view)) === 53);
    await page.keyboard.press('ArrowDown');
    await view.locator('.completions').waitFor();
    await page.keyboard.press('Escape');
    await view.locator('.completions').waitFor({ state: 'detached' });
  });

  it('copies the selected rows as lines of maps', async () => {
    const { page } = workbench();
    const view = await showTable(workbench(), 'cat.maps');
    await view.locator('[data-index="4"]').click();
    await view.locator('[data-index="4"][aria-selected=true]').waitFor();
    await page.keyboard.press('Shift+ArrowDown');
    await view.locator('.sums', { hasText: '2 regions selected, 136 KiB' }).waitFor();
    const expected = fixture('cat.maps').split('\n').slice(4, 6);
    // The page of the workbench has the clipboard, which the extension host writes to when it likes; a key that is pressed while
    // the text is revealed may be lost.
    await until('the lines in the clipboard', async () => {
      await page.keyboard.press('Control+C');
      const text = await page.evaluate(() => navigator.clipboard.readText());
      return text === [...expected, ''].join('\n');
    });
    await view.getByText('2 lines copied').waitFor();
    await page.keyboard.press('Control+A');
    await view.locator('.sums', { hasText: '24 regions selected' }).waitFor();
    await page.keyboard.press('Escape');
    await view.locator('.sums', { hasText: '24 regions selected' }).waitFor({ state: 'detached' });
  });

  it('takes the place of the picture, or leaves it to it, and stays so', async () => {
    const { page } = workbench();
    const before = await showTable(workbench(), 'cat.maps');
    await before.getByRole('radio', { name: 'Table' }).click();
    await before.locator('.canvas').waitFor({ state: 'hidden' });
    await type(workbench(), before, 'path:libc');
    await until('the rows of libc', async () => (await rowCount(before)) === 5);
    await before.locator('[data-column=size]').click();
    // The table has the keyboard: the file opens in its column and hides it.
    await goToTab(workbench(), 'Layout of cat.maps');
    await openFile(workbench(), 'sensord.smaps');
    await until('the layout to be hidden', async () => before.isDetached());
    await page.locator('.tab', { hasText: 'Layout of cat.maps' }).click();
    const after = await webview(workbench(), '.grid [data-index]');
    assert.equal(await rowCount(after), 5);
    await waitForColumn(after, 'size', ([first]) => first === '1.3 MiB');
    await after.locator('.canvas').waitFor({ state: 'hidden' });
    await after.getByRole('radio', { name: 'Table' }).focus();
    await page.keyboard.press('ArrowLeft');
    await after.locator('.canvas').waitFor();
    await after.locator('.grid').waitFor({ state: 'detached' });
  });

  it('is of the map that is chosen where a file holds several', async () => {
    const { page } = workbench();
    const before = await showTable(workbench(), 'several.maps');
    const picker = before.locator('.about select.maps');
    assert.equal(await picker.locator('option').count(), 2);
    assert.equal(await rowCount(before), 24);
    await picker.selectOption({ index: 1 });
    await until('the second map', async () => (await rowCount(before)) === 53);
    await before.locator('[data-index="0"]').click();
    await before.getByRole('button', { name: 'Show line 30' }).click();
    await cursorOnLine(workbench(), 30);
    await page.locator('.tab', { hasText: 'Layout of several.maps' }).click();
    await (await webview(workbench(), '.grid')).locator('.grid').focus();
    await goToTab(workbench(), 'Layout of several.maps');
    await openFile(workbench(), 'cat.maps');
    await until('the layout to be hidden', async () => before.isDetached());
    await page.locator('.tab', { hasText: 'Layout of several.maps' }).click();
    const after = await webview(workbench(), '.grid [data-index]');
    assert.equal(await rowCount(after), 53);
  });

  it('is one tab stop, and what is typed in it goes to the filter after a slash', async () => {
    const { page } = workbench();
    const view = await showTable(workbench(), 'cat.maps');
    await view.locator('[data-index="1"]').click();
    await page.keyboard.press('Tab');
    assert.match((await view.evaluate(() => document.activeElement?.textContent)) ?? '', /^Show line/);
    await page.keyboard.press('Shift+Tab');
    assert.equal(await view.evaluate(() => document.activeElement?.getAttribute('role')), 'grid');
    await page.keyboard.press('/');
    assert.equal(await view.evaluate(() => document.activeElement?.id), 'filter');
  });

  it('runs under its content security policy', () => {
    assert.deepEqual(
      workbench().console.filter((line) => /Content Security Policy|uncaught/.test(line)),
      [],
    );
  });
});
