/** What a person does with a layout view: opens it, gives it the keyboard, hears what is selected. */
import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { entryLabelled, openFile, succeeds, until, webview, type Workbench } from './person.ts';

/** Opens a file and its layout, and gives the view's frame once the picture stands. */
export async function showLayout(workbench: Workbench, file: string, element = '.canvas'): Promise<Frame> {
  await openFile(workbench, file);
  return showLayoutOfEditor(workbench, element);
}

/** Shows the layout of what is open by the button above it: the palette takes ten times as long. */
export async function showLayoutOfEditor(workbench: Workbench, element = '.canvas'): Promise<Frame> {
  await workbench.page.locator('.editor-group-container.active .editor-actions [aria-label^="Show Layout"]').click();
  return webview(workbench, element);
}

/** Runs a command of the palette by keys. */
export async function runByKeys(workbench: Workbench, title: string): Promise<void> {
  const { page } = workbench;
  // What had the keyboard may take it again, which closes the palette at any moment before.
  await until(`"${title}" in the palette`, async () => {
    await page.keyboard.press('F1');
    return offers(workbench, title, 2000).catch(() => false);
  });
  await page.keyboard.press('Enter');
}

/** Runs a command that asks, and chooses an entry of its quick pick, by keys. */
export async function chooseByKeys(workbench: Workbench, command: string, label: string): Promise<void> {
  const { page } = workbench;
  const entry = entryLabelled(page, label);
  // What had the keyboard may take it again here, too, which closes the quick pick.
  await until(`"${label}" of "${command}"`, async () => {
    await runByKeys(workbench, command);
    return (await succeeds(entry.waitFor({ timeout: 3000 }))) && offers(workbench, label, 2000).catch(() => false);
  });
  await page.keyboard.press('Enter');
}

/** Compares the layout that has the keyboard with another file that is open, by key. */
export async function compareByKey({ page }: Workbench, file: string): Promise<void> {
  // What had the keyboard may take it again, which closes the quick pick.
  await until(`${file} to be offered`, async () => {
    await page.keyboard.press('c');
    const isThere = await succeeds(entryLabelled(page, file).waitFor({ timeout: 3000 }));
    await page.keyboard.press(isThere ? 'Enter' : 'Escape');
    return isThere;
  });
}

/** Types in the quick pick that opens, and goes to the entry with that label. @returns true, or rejects when it does not come to that */
async function offers({ page }: Workbench, label: string, timeout: number): Promise<true> {
  await page.locator('.quick-input-widget:visible input[type=text]').waitFor({ timeout });
  await page.keyboard.insertText(label);
  const entry = entryLabelled(page, label);
  await entry.waitFor({ timeout });
  // What was used last, and has the label in its own, stands above.
  await until(`"${label}" to be meant`, async () => {
    if (/\bfocused\b/.test((await entry.getAttribute('class', { timeout })) ?? '')) return true;
    await page.keyboard.press('ArrowDown');
    return false;
  });
  return true;
}

/** What the view reads out: the selected region. */
export async function spoken(view: Frame): Promise<string> {
  return (await view.locator('[aria-live]').textContent()) ?? '';
}

/** Waits until the view reads out a text. */
export async function waitForSpoken(view: Frame, text: RegExp): Promise<void> {
  await until(`the view to say ${text}`, async () => text.test(await spoken(view)));
}

/** A point of the picture, as parts of its width and height. */
export async function point(view: Frame, x: number, y: number): Promise<{ x: number; y: number }> {
  const box = await view.locator('.canvas').boundingBox();
  assert.ok(box);
  return { x: box.x + box.width * x, y: box.y + box.height * y };
}

/** Gives the picture the keyboard, by a click beside its lanes that selects nothing. */
export async function focusPicture({ page }: Workbench, view: Frame): Promise<void> {
  const { x, y } = await point(view, 0.01, 0.02);
  await page.mouse.click(x, y);
  await until('the picture to have the keyboard', () =>
    view.evaluate(() => document.hasFocus() && document.activeElement?.getAttribute('role') === 'application'),
  );
}
