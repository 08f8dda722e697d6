// Going to the region of an address: what the input box says of it, and where it leads.
import assert from 'node:assert/strict';
import { clickText, cursorOnLine, openFile, runCommand, until, useWorkbench } from './driver.ts';

const HOSTILE = '/tmp/[click me](command:workbench.action.quit)$(zap)';
const LOG = [
  'pc 0x600010',
  `00400000-00401000 r-xp 00000000 08:01 11 ${HOSTILE}`,
  '00600000-00601000 rw-p 00000000 08:01 12 /bin/a',
  '',
].join('\n');

describe('Go to Region…', () => {
  const workbench = useWorkbench({ files: { 'crash.log': LOG, 'plain.log': 'pc 0x600010 of nothing\n' } });

  it('tells the region of an address as it is typed, with nothing drawn from its name', async () => {
    const { page } = workbench();
    await openFile(workbench(), 'crash.log');
    await runCommand(workbench(), 'Memory Maps: Go to Region…');
    const input = page.locator('.quick-input-widget input[type=text]');
    await input.fill('0x400010');
    const message = page.locator('.quick-input-message', { hasText: 'click me' });
    await message.waitFor();
    assert.equal((await message.textContent())?.replaceAll('\u200b', ''), `0x00400010: Program code, ${HOSTILE}`);
    assert.equal(await message.locator('a, .codicon').count(), 0);
    await input.fill('0x600010');
    await page.keyboard.press('Enter');
    await cursorOnLine(workbench(), 3);
  });

  it('is offered in the menu of a text that holds a map, and of no other', async () => {
    const { page } = workbench();
    const menu = page.locator('.monaco-menu');
    const item = menu.locator('.action-label[aria-label="Go to Definition"]');
    for (const [name, offered] of [
      ['crash.log', true],
      ['plain.log', false],
    ] as const) {
      await openFile(workbench(), name);
      await until(`the menu of ${name}`, async () => {
        await clickText(workbench(), { line: 1, text: '0x600010' });
        await page.keyboard.press('Shift+F10');
        await menu.locator('.action-label[aria-label^="Command Palette"]').waitFor();
        const isThere = (await item.count()) > 0;
        await page.keyboard.press('Escape');
        await menu.waitFor({ state: 'hidden' });
        return isThere === offered;
      });
    }
  });
});
