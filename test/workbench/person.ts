// What a person does at the workbench: opens files, runs commands, hovers, looks into webviews. Every function waits for
// what it needs to see and fails with what it waited for; none sleeps. How to write a test: test/vscode/README.md.
import type { Frame, Locator, Page } from 'playwright-core';
import { succeeds, until } from './waiting.ts';

export * from './waiting.ts';

/** A workbench that is open in a page. */
export interface Workbench {
  readonly page: Page;
  /** Warnings and errors of the page's console so far, as `type: text`, and uncaught errors; CSP violations are here. */
  readonly console: readonly string[];
}

/** Where a word is in the active text editor: `text` on `line` (from 1), its first occurrence. */
export interface Place {
  readonly line: number;
  readonly text: string;
}

/** Opens a file of the folder by quick open (Ctrl+P) and waits until its tab is active. */
export async function openFile({ page }: Workbench, name: string): Promise<void> {
  const tab = page.locator(`.tab.active[data-resource-name="${name}"]`);
  await until(`${name} in the active tab`, async () => {
    await pick(page, 'Control+P', name, name);
    return succeeds(tab.waitFor({ timeout: 5000 }));
  });
}

/** Runs a command of the palette (F1) by its whole title as the palette shows it, such as `Memory Maps: Show Layout`. */
export async function runCommand({ page }: Workbench, title: string): Promise<void> {
  await pick(page, 'F1', title, title);
}

/** Opens a quick pick by a key, types, and accepts the entry with that label. */
async function pick(page: Page, key: string, text: string, label: string): Promise<void> {
  const entry = entryLabelled(page, label);
  // The palette does not learn of commands that are contributed while it is open, so it is opened again.
  await until(`"${label}" in the list of ${key}`, async () => {
    await page.keyboard.press(key);
    // A window that has just got the keyboard may not hear the key; and what had it may take it again, which closes the list:
    // so what is typed goes to the list's own input, and to nothing else.
    const whole = key === 'F1' ? `>${text}` : text;
    if (!(await succeeds(quickInput(page).fill(whole, { timeout: 3000 })))) return false;
    const found = await succeeds(entry.waitFor({ timeout: 3000 }));
    if (!found && (await quickInput(page).isVisible())) await page.keyboard.press('Escape');
    return found;
  });
  await entry.click();
}

function quickInput(page: Page): Locator {
  return page.locator('.quick-input-widget:visible input[type=text]');
}

/** The entry of the open quick pick with that label. */
export function entryLabelled(page: Page, label: string): Locator {
  const exact = page.locator('.label-name', { hasText: new RegExp(`^${escapeRegExp(label)}$`) });
  return page.locator('.quick-input-widget:visible .monaco-list-row').filter({ has: exact }).first();
}

/** The entries of the open quick pick, by label, when there is one. */
export function quickPickEntries({ page }: Workbench): Locator {
  return page.locator('.quick-input-widget:visible .monaco-list-row');
}

/** Chooses an entry of the quick pick that a command has opened, by its whole label. */
export async function choose({ page }: Workbench, label: string): Promise<void> {
  await entryLabelled(page, label).click();
}

/** Types into the input box that a command has opened (one without a list), and accepts it. */
export async function answer({ page }: Workbench, text: string): Promise<void> {
  const list = page.locator('.quick-input-widget:visible .quick-input-list');
  await until('an input box', async () => (await quickInput(page).isVisible()) && !(await list.isVisible()));
  await quickInput(page).fill(text);
  await page.keyboard.press('Enter');
  await quickInput(page).waitFor({ state: 'hidden' });
}

/** Moves the cursor of the active text editor to a line (Ctrl+G), which also scrolls it into view. */
export async function goToLine(workbench: Workbench, line: number): Promise<void> {
  const { page } = workbench;
  await page.keyboard.press('Control+G');
  await quickInput(page).waitFor();
  await page.keyboard.insertText(String(line));
  await page.locator('.quick-input-widget:visible .monaco-list-row', { hasText: `line ${line}` }).click();
  await cursorOnLine(workbench, line);
}

/** The language of the active text editor, as the status bar tells it. */
export async function languageMode({ page }: Workbench): Promise<string> {
  return (await page.locator('#status\\.editor\\.mode').innerText()).trim();
}

/** Waits until the text is on screen in the active text editor, and gives its middle and colour on the page. */
async function locate({ page }: Workbench, place: Place): Promise<{ x: number; y: number; color: string }> {
  return until(`"${place.text}" on line ${place.line}`, () =>
    page.evaluate(({ line, text }) => {
      const editor = document.querySelector('.editor-group-container.active .monaco-editor');
      const number = [...(editor?.querySelectorAll('.margin-view-overlays .line-numbers') ?? [])].find(
        (each) => each.textContent?.trim() === String(line),
      );
      const top = number?.getBoundingClientRect().top;
      const row = [...(editor?.querySelectorAll('.view-line') ?? [])].find(
        (each) => top !== undefined && Math.abs(each.getBoundingClientRect().top - top) < 3,
      );
      // The editor shows spaces as no-break spaces.
      const at = row?.textContent?.replaceAll('\u00a0', ' ').indexOf(text) ?? -1;
      if (!row || at < 0) return undefined;
      const range = document.createRange();
      const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
      let position = 0;
      let color = '';
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const length = node.textContent?.length ?? 0;
        if (at >= position && at < position + length) {
          range.setStart(node, at - position);
          color = node.parentElement ? getComputedStyle(node.parentElement).color : '';
        }
        if (at + text.length <= position + length) {
          range.setEnd(node, at + text.length - position);
          break;
        }
        position += length;
      }
      const box = range.getBoundingClientRect();
      return { x: box.left + box.width / 2, y: box.top + box.height / 2, color };
    }, place),
  );
}

/** The colour in which the active editor shows the first letter of a text, as `rgb(r, g, b)`. */
export async function colorOf(workbench: Workbench, place: Place): Promise<string> {
  return (await locate(workbench, place)).color;
}

/** Clicks on a text of the active editor, and waits until the cursor is on its line. */
export async function clickText(workbench: Workbench, place: Place): Promise<void> {
  const { x, y } = await locate(workbench, place);
  await workbench.page.mouse.click(x, y);
  await cursorOnLine(workbench, place.line);
}

/** Waits until the cursor is on a line (from 1), such as after a click into a picture of the text. */
export async function cursorOnLine({ page }: Workbench, line: number): Promise<void> {
  await page.locator('#status\\.editor\\.selection', { hasText: `Ln ${line},` }).waitFor();
}

/**
 * Scrolls to the line, rests the mouse on a text of the active editor and gives what the hover says, as plain text.
 * The hover stays open for looking at `.monaco-hover` itself.
 */
export async function hover(workbench: Workbench, place: Place): Promise<string> {
  const { page } = workbench;
  const shown = page.locator('.monaco-hover:not(.hidden) .hover-contents');
  await goToLine(workbench, place.line);
  await page.mouse.move(640, 2);
  await until('the last hover to go', async () => (await shown.count()) === 0);
  const { x, y } = await locate(workbench, place);
  await page.mouse.move(x - 1, y);
  await page.mouse.move(x, y);
  return until(`a hover on "${place.text}" of line ${place.line}`, async () => {
    const texts = await shown.allInnerTexts();
    const text = texts.join('\n').trim();
    return text !== '' && !text.startsWith('Loading') && text;
  });
}

/** The rows of a tree view by its title, such as `Processes`; a row's text is its label and description. */
export function treeRows({ page }: Workbench, view: string): Locator {
  return page.locator(`.pane:has(.pane-header[aria-label^="${view}"]) .monaco-list-row`);
}

/** Filters the Processes view by the command, typing, Enter. */
export async function filterProcesses(workbench: Workbench, text: string): Promise<void> {
  const { page } = workbench;
  const input = quickInput(page);
  // An editor that opens late takes the keyboard, which closes the box.
  await until(`the filter “${text}”`, async () => {
    await runCommand(workbench, 'Memory Maps: Filter Processes…');
    return succeeds(input.fill(text, { timeout: 3000 }).then(() => input.press('Enter', { timeout: 3000 })));
  });
  await input.waitFor({ state: 'hidden' });
  // The rows move down when the line above them comes, and a click would meet another one.
  if (text !== '')
    await page
      .getByText(new RegExp(`“${escapeRegExp(text)}”: |No process fits the filter`))
      .first()
      .waitFor();
}

/** Opens a view container by the name of its icon in the activity bar. */
export async function openContainer({ page }: Workbench, name: string): Promise<void> {
  const tab = page.locator(`.activitybar .action-item:has(.action-label[aria-label^="${name}"])`);
  if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
  // Away from the icon, whose tooltip would cover the view.
  await page.mouse.move(640, 2);
}

/**
 * The frame inside a webview (the inner `fake.html` of its two) that shows an element matching `selector`.
 * Several webviews may be open: the element tells which is meant.
 */
export async function webview({ page }: Workbench, selector: string): Promise<Frame> {
  return until(`a webview that shows ${selector}`, async () => {
    for (const frame of page.frames()) {
      if (!frame.url().includes('fake.html')) continue;
      // A frame may go while it is looked at.
      if (
        await frame
          .locator(selector)
          .first()
          .isVisible()
          .catch(() => false)
      )
        return frame;
    }
    return undefined;
  });
}

/**
 * Waits for a notification with that text and gives the whole of it. The automated workbench shows no toasts, so it is
 * looked up in the notification centre, which is closed again.
 */
export async function notification({ page }: Workbench, text: string): Promise<string> {
  const center = page.locator('.notifications-center.visible');
  if ((await center.count()) === 0) await page.locator('#status\\.notifications').click();
  const found = center.locator('.notification-list-item-message', { hasText: text }).first();
  await found.waitFor();
  const whole = await found.innerText();
  await page.keyboard.press('Escape');
  return whole;
}

/** Goes to an editor by its tab, so that the next file opens in its column: a webview tells late that it has the keyboard. */
export async function goToTab({ page }: Workbench, title: string): Promise<void> {
  await page.locator('.tab', { hasText: title }).click();
  await page.locator('.editor-group-container.active .tab.active', { hasText: title }).waitFor();
}

/** Closes all editors, so that a test starts from an empty workbench. */
export async function closeEditors(workbench: Workbench): Promise<void> {
  const tabs = workbench.page.locator('.tabs-container .tab');
  await until('all editors to close', async () => {
    if ((await tabs.count()) === 0) return true;
    await workbench.page.keyboard.press('Control+K');
    await workbench.page.keyboard.press('Control+W');
    return false;
  });
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Waits until a row stays where it is: rows that come or go above it would lead a click to another one. */
export async function standsStill(row: Locator): Promise<void> {
  let last = '';
  let still = 0;
  await until('the row to stand still', async () => {
    const box = JSON.stringify(await row.boundingBox());
    still = box === last ? still + 1 : 0;
    last = box;
    return still > 10;
  });
}

/** Opens a row of a tree, until what stands below it is seen. A click on a row that is being drawn anew is lost, as a person sees. */
export async function expandRow(row: Locator, shows: Locator): Promise<void> {
  await until('the row to open', async () => {
    if (await shows.isVisible()) return true;
    await standsStill(row);
    if ((await row.getAttribute('aria-expanded')) === 'false') await row.click();
    return false;
  });
}
