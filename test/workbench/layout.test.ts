/** The picture of an address space as a person uses it: with the mouse, by keyboard, beside its text. */
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
import { focusPicture, point, showLayout, spoken, waitForSpoken } from './layout-view.ts';

const hostile = [
  '00400000-00410000 r-xp 00000000 08:01 4711 /t/<img src=x onerror=alert(1)>.so',
  '00500000-00510000 rwxp 00000000 00:00 0 ',
  'this line is no region',
  '00600000-00610000 r--p 00000000 08:01 4712 /t/gone (deleted)',
  '',
].join('\n');

/** The line that the button of the selected region names. */
async function offeredLine(view: Frame): Promise<number> {
  const label = await view.getByRole('button', { name: /^Show line/ }).textContent();
  return Number(/\d+/.exec(label ?? '')?.[0]);
}

/** Waits until a group of the legend is shown or hidden. */
async function waitForGroup(view: Frame, group: string, shown: boolean): Promise<void> {
  await view.locator(`.chip[data-group=${group}][aria-pressed=${shown}]`).waitFor();
}

describe('the layout', () => {
  const workbench = useWorkbench({
    files: {
      'cat.maps': fixture('cat.maps'),
      'sensord.smaps': fixture('sensord.smaps'),
      'sums.smaps_rollup': fixture('sensord.smaps_rollup'),
      'hostile.maps': hostile,
      'a\u202eb.maps': fixture('cat.maps'),
      'empty.maps': '',
      'nodes.numa_maps': '00400000 default anon=2 dirty=2 N0=2\n00600000 default anon=3 dirty=3 N1=3\n',
    },
  });
  afterEach(() => closeEditors(workbench()));

  it('draws a document beside its text, with totals and a legend', async () => {
    const view = await showLayout(workbench(), 'cat.maps');
    assert.equal(await view.locator('h1').textContent(), 'cat.maps');
    assert.match((await view.locator('.summary').textContent()) ?? '', /^24 regions · .* mapped · 6 holes$/);
    const legend = await view.locator('.chip .name').allTextContents();
    assert.deepEqual(legend, ['Libraries', 'Anonymous', 'Heap', 'Main stack', 'Program', 'Kernel']);
    const colors = await view
      .locator('.canvas canvas')
      .first()
      .evaluate((canvas: HTMLCanvasElement) => {
        const { width, height } = canvas;
        const data = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray();
        return new Set(new Uint32Array(data.buffer)).size;
      });
    assert.ok(colors > 20, `${colors} colours`);
  });

  it('marks in the text the line of the region that is clicked, and goes there on Enter', async () => {
    const { page } = workbench();
    const view = await showLayout(workbench(), 'cat.maps');
    const { x, y } = await point(view, 0.6, 0.5);
    await page.mouse.click(x, y);
    await waitForSpoken(view, /libc\.so\.6/);
    const line = await offeredLine(view);
    assert.ok(line >= 8 && line <= 12, `line ${line}`);
    await page.locator('.monaco-editor .selected-text').first().waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.editor-group-container.active .monaco-editor.focused').waitFor();
    await cursorOnLine(workbench(), line);
  });

  it('follows the cursor of the text', async () => {
    const view = await showLayout(workbench(), 'cat.maps');
    await goToLine(workbench(), 6);
    await waitForSpoken(view, /^\[heap\], 132 KiB, read, write, private, Heap/);
    await goToLine(workbench(), 24);
    await waitForSpoken(view, /^\[vsyscall\]/);
  });

  it('follows the cursor inside a record of smaps to its region', async () => {
    const view = await showLayout(workbench(), 'sensord.smaps');
    await goToLine(workbench(), 30);
    await waitForSpoken(view, /line 26,.* 2 of 53$/);
  });

  it('is used by keyboard: regions, objects, ends, zoom, clearing', async () => {
    const { page } = workbench();
    const view = await showLayout(workbench(), 'cat.maps');
    await focusPicture(workbench(), view);
    await page.keyboard.press('Home');
    await waitForSpoken(view, /^cat, .* 1 of 24$/);
    await page.keyboard.press('ArrowRight');
    await waitForSpoken(view, / 2 of 24$/);
    await page.keyboard.press('Control+ArrowRight');
    await waitForSpoken(view, /^\[heap\]/);
    await page.keyboard.press('Control+ArrowLeft');
    await waitForSpoken(view, /^cat, .* 1 of 24$/);
    await page.keyboard.press('End');
    await waitForSpoken(view, /^\[vsyscall\].* 24 of 24$/);
    await page.keyboard.press('+');
    await view.getByText('% in view').waitFor();
    await page.keyboard.press('0');
    await view.getByText('% in view').waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await waitForSpoken(view, /^$/);
    await view.getByText('press an arrow key').waitFor();
  });

  it('hides and shows groups from the legend, and one alone', async () => {
    const { page } = workbench();
    const view = await showLayout(workbench(), 'cat.maps');
    await view.locator('.chip[data-group=library]').click();
    await waitForGroup(view, 'library', false);
    await focusPicture(workbench(), view);
    await page.keyboard.press('Home');
    await page.keyboard.press('Control+ArrowRight');
    await page.keyboard.press('Control+ArrowRight');
    await waitForSpoken(view, /^Anonymous/);
    await page.keyboard.press('Control+ArrowRight');
    await waitForSpoken(view, /^(?!libc).*of 24$/);

    await view.locator('.chip[data-group=heap]').dblclick();
    await waitForGroup(view, 'kernel', false);
    await waitForGroup(view, 'heap', true);
    await focusPicture(workbench(), view);
    for (const key of ['Home', 'End']) {
      await page.keyboard.press(key);
      await waitForSpoken(view, /^\[heap\]/);
    }
  });

  it('has one tab stop for the legend, in which the arrow keys move', async () => {
    const { page } = workbench();
    const view = await showLayout(workbench(), 'cat.maps');
    const focused = () => view.evaluate(() => document.activeElement?.getAttribute('data-group'));
    await focusPicture(workbench(), view);
    await until('Shift+Tab to come to the legend', async () => {
      await page.keyboard.press('Shift+Tab');
      return (await focused()) === 'library';
    });
    await page.keyboard.press('ArrowRight');
    assert.equal(await focused(), 'anonymous');
    await page.keyboard.press('Space');
    await waitForGroup(view, 'anonymous', false);
    await page.keyboard.press('End');
    assert.equal(await focused(), 'kernel');
    await page.keyboard.press('Tab');
    assert.notEqual(await view.evaluate(() => document.activeElement?.classList.contains('chip')), true);
    assert.equal(await view.locator('.chip[tabindex="0"]').count(), 1);
  });

  it('says at the pointer what lies there', async () => {
    const { page } = workbench();
    const view = await showLayout(workbench(), 'cat.maps');
    const { x, y } = await point(view, 0.6, 0.5);
    await page.mouse.move(x, y);
    const card = view.locator('.card');
    await card.waitFor();
    assert.match((await card.textContent()) ?? '', /libc\.so\.6.*Library .*r--p.*offset 0x[0-9a-f]+.*line \d+/);
  });

  it('is drawn anew when the text is edited', async () => {
    const { page } = workbench();
    const view = await showLayout(workbench(), 'cat.maps');
    await goToLine(workbench(), 1);
    await page.keyboard.press('Control+Shift+K');
    await view.getByText('23 regions').waitFor();
    await page.keyboard.press('Control+Z');
    await view.getByText('24 regions').waitFor();
  });

  it('keeps filter, selection and zoom while another tab hides it', async () => {
    const { page } = workbench();
    const before = await showLayout(workbench(), 'cat.maps');
    await before.locator('.chip[data-group=kernel]').click();
    await focusPicture(workbench(), before);
    await page.keyboard.press('Home');
    await page.keyboard.press('z');
    await before.getByText('% in view').waitFor();
    await waitForSpoken(before, / 1 of 24$/);
    const said = await spoken(before);
    // The picture has the keyboard: the file opens in its column and hides it.
    await goToTab(workbench(), 'Layout of cat.maps');
    await openFile(workbench(), 'sensord.smaps');
    await until('the layout to be hidden', async () => before.isDetached());
    await page.locator('.tab', { hasText: 'Layout of cat.maps' }).click();
    const after = await webview(workbench(), '.canvas');
    await after.getByText('% in view').waitFor();
    await until('the selection to be back', async () => (await spoken(after)) === said);
    await waitForGroup(after, 'kernel', false);
  });

  it('shows names from files as text, marks what is rare, and lists what it could not read', async () => {
    const { page } = workbench();
    const view = await showLayout(workbench(), 'hostile.maps');
    await focusPicture(workbench(), view);
    await page.keyboard.press('Home');
    await waitForSpoken(view, /^<img src=x onerror=alert\(1\)>\.so/);
    assert.equal(await view.locator('img').count(), 0);
    assert.deepEqual(await view.locator('.chip.trait .name').allTextContents(), ['w+x', 'deleted']);
    await view.locator('.chip.wx[aria-pressed=false]').click();
    await view.locator('.chip.wx[aria-pressed=true]').waitFor();
    await focusPicture(workbench(), view);
    await page.keyboard.press('Home');
    await waitForSpoken(view, /writable and executable/);
    await view.getByText('1 problem in the text').click();
    await view.getByRole('button', { name: 'Line 3' }).click();
    await page.locator('.editor-group-container.active .monaco-editor.focused').waitFor();
    await cursorOnLine(workbench(), 3);
  });

  it('tells the marks in the name of a file that turn the direction of writing', async () => {
    const view = await showLayout(workbench(), 'a\u202eb.maps');
    assert.equal(await view.locator('h1').textContent(), String.raw`a\u202eb.maps`);
    await view.getByLabel(String.raw`Memory layout of a\u202eb.maps`).waitFor();
  });

  it('says why there is no picture', async () => {
    const empty = await showLayout(workbench(), 'empty.maps', '.message h2');
    await empty.locator('.message', { hasText: /is empty/ }).waitFor();
    await closeEditors(workbench());
    const rollup = await showLayout(workbench(), 'sums.smaps_rollup', '.message h2');
    await rollup.getByText('holds sums over the whole process').waitFor();
    assert.equal(await rollup.locator('.summary').innerText(), '', 'the one range of it is no region');
  });

  it('lists the regions of a source that cannot be drawn, says why, and offers no picture', async () => {
    const { page } = workbench();
    const view = await showLayout(workbench(), 'nodes.numa_maps', '.no-picture');
    const choice = view.getByRole('radio', { name: /^Picture: this source does not tell/ });
    assert.equal(await choice.getAttribute('aria-disabled'), 'true');
    await view.locator('#filter').fill('N1>0');
    await view.locator('.found', { hasText: '1 of 2 regions' }).waitFor();
    await page.keyboard.press('Enter');
    await until('the table to have the keyboard', () =>
      view.evaluate(() => document.activeElement?.getAttribute('role') === 'grid'),
    );
    await waitForSpoken(view, / 2 of 2$/);
    assert.doesNotMatch(await spoken(view), /unmapped/, 'where the region before ends nobody told');
  });

  it('runs under its content security policy', () => {
    assert.deepEqual(
      workbench().console.filter((line) => /Content Security Policy|uncaught/.test(line)),
      [],
    );
  });
});

describe('the layout in high contrast', () => {
  const workbench = useWorkbench({ theme: 'hc-dark', files: { 'sensord.maps': fixture('sensord.maps') } });

  it('tells groups apart by pattern too', async () => {
    const view = await showLayout(workbench(), 'sensord.maps');
    await until('the theme', () => view.evaluate(() => document.body.classList.contains('vscode-high-contrast')));
    const swatches = await view.locator('.chip[data-group] canvas').evaluateAll((canvases) =>
      canvases.map((canvas) => {
        if (!(canvas instanceof HTMLCanvasElement)) return '';
        const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
        const words = new Uint32Array(Uint8Array.from(data).buffer);
        // The shape alone: which pixels have the colour of the first one.
        return Array.from(words, (word) => (word === words[0] ? 1 : 0)).join('');
      }),
    );
    assert.ok(swatches.length > 8);
    assert.equal(new Set(swatches).size, swatches.length);
  });
});
