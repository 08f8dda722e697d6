/** The Processes view as a person uses it. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { skip } from '../runner/report.mjs';
import {
  closeEditors,
  expandRow,
  filterProcesses,
  languageMode,
  notification,
  openContainer,
  runCommand,
  treeRows,
  until,
  useWorkbench,
} from './driver.ts';

describe('the Processes view in the workbench', function () {
  before(function () {
    if (process.platform !== 'linux') skip(this, 'needs Linux');
  });
  const workbench = useWorkbench({ leave: (open) => filterProcesses(open, '') });

  let folder = '';
  let child: ChildProcess;
  const others: ChildProcess[] = [];
  afterEach(() => others.splice(0).forEach((each) => each.kill('SIGKILL')));
  /** What the test's own process is called; it looks for icons and newlines in names as well. */
  const name = 'memmaps-$(zap)';
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'memory-maps-view-'));
    const program = join(folder, name);
    copyFileSync('/bin/sh', program);
    child = spawn(program, ['-c', 'echo ready; read line', 'an argument'], { stdio: ['pipe', 'pipe', 'ignore'] });
    await once(child.stdout ?? child, 'data');
  });
  after(() => {
    child?.kill('SIGKILL');
    if (folder !== '') rmSync(folder, { recursive: true });
  });
  /** Each test finds the row of that process alone in the view. */
  beforeEach(async () => {
    await openContainer(workbench(), 'Memory Maps');
    await filterBy(name);
    await row(name).waitFor();
  });

  const rows = (): Locator => treeRows(workbench(), 'Processes');
  const row = (text: string | RegExp): Locator => rows().filter({ hasText: text }).first();
  const filterBy = (text: string): Promise<void> => filterProcesses(workbench(), text);
  const inline = async (on: Locator, action: string): Promise<void> => {
    await on.hover();
    await on.locator(`.action-label[aria-label^="${action}"]`).click();
  };

  /** A process that a test may end, alone in the view. */
  const startOther = async (): Promise<{ readonly pid: number; readonly end: () => Promise<unknown> }> => {
    const other = spawn('sleep', ['1000'], { stdio: 'ignore' });
    others.push(other);
    await once(other, 'spawn');
    await runCommand(workbench(), 'Memory Maps: Refresh Processes');
    await filterBy(`pid:${other.pid}`);
    await row('sleep').waitFor();
    const end = (): Promise<unknown> => {
      const gone = once(other, 'exit');
      other.kill('SIGKILL');
      return gone;
    };
    return { pid: other.pid ?? 0, end };
  };

  it('opens from the activity bar and has the processes of this machine', async () => {
    await filterBy('');
    await until('more than a row', async () => (await rows().count()) > 1);
  });

  it('filters by name as it is typed, and says how many fit', async () => {
    assert.match(await row(name).innerText(), new RegExp(`${child.pid} · .*(MiB|KiB) · .+ · S`));
    await workbench()
      .page.getByText(new RegExp(`“${escaped(name)}”: 1 of \\d+ processes`))
      .waitFor();
    assert.equal(await row(name).locator('.codicon-zap').count(), 0, 'the name was drawn as an icon');
  });

  it('says what is wrong with a filter and keeps the last good one', async () => {
    const { page } = workbench();
    await runCommand(workbench(), 'Memory Maps: Filter Processes…');
    const input = page.locator('.quick-input-widget:visible input[type=text]');
    await input.waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(`pid:${child.pid}`);
    const shown = page.getByText(`“pid:${child.pid}”: 1 of`);
    await shown.waitFor();
    await page.keyboard.insertText(' usr:root');
    await page.locator('.quick-input-message', { hasText: 'unknown field "usr": did you mean user?' }).waitFor();
    await page.keyboard.press('Enter');
    assert.ok(await input.isVisible(), 'a wrong filter was taken');
    await shown.waitFor();
    await page.keyboard.press('Escape');
    await row(name).waitFor();
    await page.getByText(`“${name}”: 1 of`).waitFor();
  });

  it('shows its memory by kinds and its regions when it is opened', async () => {
    await expandRow(row(name), row('Main stack'));
    await row('Libraries').waitFor();
    assert.match(await row(/^Memory/).innerText(), /\d+ regions · .* mapped/);
    await expandRow(row('Main stack'), row('[stack]'));
  });

  it('goes to a region’s line in the live document', async () => {
    await expandRow(row(name), row('Main stack'));
    await expandRow(row('Main stack'), row('[stack]'));
    await row('[stack]').click();
    const { page } = workbench();
    await page.locator(`.tab.active[aria-label*="maps of ${name} (${child.pid})"]`).waitFor();
    await until('the region to be selected', async () => {
      const selection = await page.locator('#status\\.editor\\.selection').innerText();
      return /\(\d\d selected\)/.test(selection);
    });
    await until('the language', async () => /proc maps|memory map/i.test(await languageMode(workbench())));
  });

  it('opens maps and copies the PID', async () => {
    await closeEditors(workbench());
    await inline(row(name), 'Open Maps');
    const { page } = workbench();
    await page.locator(`.tab.active[aria-label*="maps of ${name}"]`).waitFor();
    await row(name).click({ button: 'right' });
    const item = page.locator('.monaco-menu .action-item:has(.action-label[aria-label="Copy PID"])');
    await until('the PID in the clipboard', async () => {
      // A menu takes no click in the moment after it opened.
      if (await item.isVisible()) await item.click();
      return (await page.evaluate(() => navigator.clipboard.readText())) === String(child.pid);
    });
  });

  it('shows a flat list when asked for', async () => {
    const { page } = workbench();
    const action = (title: string): Locator =>
      page
        .locator(
          `.pane-header .action-label[aria-label^="${title}"], .composite.title .action-label[aria-label^="${title}"]`,
        )
        .first();
    const level = (): Promise<string | null> => row(name).getAttribute('aria-level');
    assert.notEqual(await level(), '2');
    await action('Show Processes as List').click();
    await until('the row without parents', async () => (await level()) === '2');
    await action('Show Processes as Tree').click();
    await until('the parents to come back', async () => (await level()) !== '2');
  });

  it('says when no process fits, and brings all back', async () => {
    await filterBy('no such process anywhere');
    const { page } = workbench();
    await page.locator('.pane-body', { hasText: 'No process fits the filter.' }).first().waitFor();
    await page.locator('.pane-body .monaco-button', { hasText: 'Clear Filter' }).click();
    await until('all processes', async () => (await rows().count()) > 5);
  });

  it('keeps the text of a process that ends, and says so where it was asked', async () => {
    const { page } = workbench();
    const { pid, end } = await startOther();
    await inline(row('sleep'), 'Open Maps');
    await page.locator(`.tab.active[aria-label*="maps of sleep (${pid})"]`).waitFor();
    const firstLine = page.locator('.editor-group-container.active .view-line').first();
    const before = await firstLine.innerText();
    await end();
    await runCommand(workbench(), 'Memory Maps: Refresh Live Map');
    const told = await notification(workbench(), `Process ${pid} has ended. The text is its last map`);
    assert.ok(told);
    assert.equal(await firstLine.innerText(), before);
  });

  it('opens nothing for a process that has ended, says why, and drops it with the next refresh', async () => {
    const { pid, end } = await startOther();
    await closeEditors(workbench());
    await runCommand(workbench(), 'Notifications: Clear All Notifications');
    await end();
    await inline(row('sleep'), 'Open Maps');
    await notification(workbench(), `Process ${pid} has ended.`);
    assert.equal(await workbench().page.locator('.tabs-container .tab').count(), 0);
    await runCommand(workbench(), 'Memory Maps: Refresh Processes');
    await until('the row to go', async () => (await row('sleep').count()) === 0);
  });

  it('has caused no error in the workbench', () => {
    assert.deepEqual(
      workbench().console.filter((line) => line.startsWith('uncaught')),
      [],
    );
  });
});

describe('the Processes view that refreshes by itself', function () {
  before(function () {
    if (process.platform !== 'linux') skip(this, 'needs Linux');
  });
  const workbench = useWorkbench({
    settings: { 'memoryMaps.processes.refreshInterval': 1 },
    leave: (open) => filterProcesses(open, ''),
  });

  it('shows a process that starts, and drops it when it ends', async () => {
    await openContainer(workbench(), 'Memory Maps');
    await treeRows(workbench(), 'Processes').first().waitFor();
    const seconds = `1234.${process.pid}`;
    await filterProcesses(workbench(), `sleep ${seconds}`);
    const row = treeRows(workbench(), 'Processes').filter({ hasText: /^sleep/ });
    await until('the rows to go', async () => (await row.count()) === 0);
    const child = spawn('sleep', [seconds], { stdio: 'ignore' });
    try {
      await row.waitFor();
      assert.match(await row.innerText(), new RegExp(`^sleep\\s*${child.pid} · `));
      child.kill('SIGKILL');
      await until('the row to go', async () => (await row.count()) === 0);
    } finally {
      child.kill('SIGKILL');
    }
  });
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
