/** What is debugged as a person sees it: the button in the debug tool bar, stepping on, and the pick list of processes. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import type { Frame } from 'playwright-core';
import { buildDebuggee, missingDebugger } from '../debuggee.ts';
import { skip } from '../runner/report.mjs';
import { choose, patience, quickPickEntries, runCommand, until, useWorkbench, webview } from './driver.ts';

describe('debugging in the workbench', function () {
  // A debugger starts besides the workbench.
  this.timeout(120_000);
  const missing = missingDebugger();
  let built: ReturnType<typeof buildDebuggee> | undefined;
  let program = '';
  before(function () {
    if (missing !== undefined) skip(this, missing);
  });
  after(() => {
    if (built) rmSync(built.folder, { recursive: true });
  });
  // The workbench is opened by whichever suite comes first.
  const launch = (): string => {
    if (missing === undefined) program = (built ??= buildDebuggee()).program;
    const preRunCommands = ['breakpoint set --name stop_here'];
    const configuration = { type: 'lldb-dap', request: 'launch', name: 'Debuggee', program, preRunCommands };
    return JSON.stringify({ version: '0.2.0', configurations: [configuration] });
  };
  const workbench = useWorkbench({
    files: { '.vscode/launch.json': launch },
    settings: { 'debug.internalConsoleOptions': 'neverOpen', 'debug.openDebug': 'neverOpen' },
  });
  const toolBar = (action: string): Promise<void> =>
    workbench().page.locator(`.debug-toolbar .action-label[aria-label^="${action}"]`).click();
  const regions = async (view: Frame): Promise<number> => {
    const text = (await view.locator('.summary').textContent()) ?? '';
    return Number(/^([\d,]+) regions/.exec(text)?.[1]?.replace(',', ''));
  };

  it('finds who listens on a port, and says so when nobody does', async () => {
    const entries = quickPickEntries(workbench());
    const { page } = workbench();
    const search = async (text: string): Promise<void> => {
      await page.keyboard.press('Control+A');
      await page.keyboard.insertText(text);
    };
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await runCommand(workbench(), 'Memory Maps: Show Layout of a Process…');
    await entries.nth(1).waitFor();
    await search(`:${port}`);
    await entries.filter({ hasText: `listens on 127.0.0.1:${port}` }).waitFor();
    await entries.filter({ hasText: `${process.pid} · ` }).waitFor();
    server.close();
    await once(server, 'close');
    await search(`pid:${process.pid}`);
    await until('the row of this process', async () => (await entries.count()) === 1);
    await search(`:${port}`);
    await entries.filter({ hasText: `Nothing listens on TCP port ${port} here.` }).waitFor();
    await page.keyboard.press('Escape');
  });

  it('shows the layout by a button of the debug tool bar and anew at every stop, lists the debuggee first, and leaves none', async () => {
    await runCommand(workbench(), 'Debug: Start Debugging');
    // There is a tool bar before there is a process; it stands still when it can go on.
    await workbench()
      .page.locator('.debug-toolbar .codicon-debug-continue')
      .waitFor({ timeout: 2 * patience });
    await toolBar('Show Layout of the Debuggee');
    const view = await webview(workbench(), '.summary:has-text("regions")');
    const first = await regions(view);
    assert.ok(first > 10, `${first} regions`);
    for (const more of [1, 2]) {
      await toolBar('Continue');
      await until(`${more} regions more`, async () => (await regions(view)) === first + more);
      // The source takes the keyboard after that, and closes what is open above it.
      await workbench().page.locator('.debug-toolbar .codicon-debug-continue').waitFor();
      await workbench().page.locator('.debug-top-stack-frame-line').first().waitFor();
    }
    const entries = quickPickEntries(workbench());
    const offered = entries.first();
    await runCommand(workbench(), 'Memory Maps: Show Layout of a Process…');
    await until('the debuggee as the first row', async () => (await offered.innerText()).includes(program));
    assert.match(await offered.innerText(), /Debuggee/);
    await workbench().page.keyboard.press('Escape');
    await toolBar('Stop');
    await workbench().page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
    await runCommand(workbench(), 'Memory Maps: Show Layout of a Process…');
    await entries.nth(1).waitFor();
    await workbench().page.keyboard.insertText(program);
    await entries.filter({ hasText: 'No process fits.' }).waitFor();
    await choose(workbench(), 'No process fits.');
    assert.ok(await offered.isVisible(), 'a sentence was chosen');
    await workbench().page.keyboard.press('Escape');
  });
});
