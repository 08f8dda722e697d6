/** Figures, the cost of smaps and the permission doctor as a person meets them in the Processes view. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Locator } from 'playwright-core';
import { skip } from '../runner/report.mjs';
import { LEAVES_ZOMBIE } from '../unit/sources/proc-root.ts';
import {
  expandRow,
  filterProcesses,
  openContainer,
  runCommand,
  standsStill,
  treeRows,
  until,
  useWorkbench,
} from './driver.ts';

describe('figures in the workbench', function () {
  before(function () {
    if (process.platform !== 'linux') skip(this, 'needs Linux');
  });
  const workbench = useWorkbench({
    settings: { 'memoryMaps.processes.columns': ['pid', 'pss', 'regions'], 'memoryMaps.processes.refreshInterval': 0 },
    leave: (open) => filterProcesses(open, ''),
  });

  const children: ChildProcess[] = [];
  const start = async (script: string): Promise<{ pid: number; said: string }> => {
    const child = spawn('sh', ['-c', script], { stdio: ['pipe', 'pipe', 'ignore'] });
    children.push(child);
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    return { pid: child.pid ?? 0, said: String(said) };
  };
  afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));

  const row = (text: string | RegExp): Locator => treeRows(workbench(), 'Processes').filter({ hasText: text }).first();
  /** The row of a process that may be newer than the list. */
  const rowOf = async (pid: number): Promise<Locator> => {
    await openContainer(workbench(), 'Memory Maps');
    await runCommand(workbench(), 'Memory Maps: Refresh Processes');
    await filterProcesses(workbench(), `pid:${pid}`);
    const own = row(new RegExp(`^sh\\s*${pid}`));
    await own.waitFor();
    return own;
  };
  const fromMenu = async (on: Locator, title: string, done: () => Promise<boolean>): Promise<void> => {
    const item = workbench().page.locator(`.monaco-menu .action-item:has(.action-label[aria-label="${title}"])`);
    await standsStill(on);
    await on.click({ button: 'right' });
    await until(title, async () => {
      // A menu takes no click in the moment after it opened.
      if (await item.isVisible()) await item.click();
      return done();
    });
  };

  it('come with the first look at a process, in its row and below it', async () => {
    const { pid } = await start('echo ready; read line');
    const own = await rowOf(pid);
    assert.doesNotMatch(await own.innerText(), /PSS/);
    await expandRow(own, row(/^RSS .*iB · PSS .*iB · USS .*iB · swap 0 bytes/));
    await row(new RegExp(`^sh\\s*${pid} · PSS .*iB · \\d+ regions`)).waitFor();
  });

  it('of smaps are opened after their cost was told', async () => {
    const { page } = workbench();
    const { pid } = await start('echo ready; read line');
    const tab = page.locator(`.tab.active[aria-label*="smaps of sh (${pid})"]`);
    await fromMenu(await rowOf(pid), 'Read Exact Memory (smaps)…', () => tab.isVisible());
    await page.locator('.statusbar', { hasText: /sh: \d+ regions: about (less than 1|\d+) ms/ }).waitFor();
  });

  it('give way to the reason where there is no memory, in a dialog that the keyboard closes', async () => {
    const { page } = workbench();
    const zombie = Number((await start(LEAVES_ZOMBIE)).said);
    const dialog = page.locator('.monaco-dialog-box');
    await fromMenu(await rowOf(zombie), 'Why Can This Process Not Be Read?', () => dialog.isVisible());
    const told = await dialog.innerText();
    assert.match(told, /It is a zombie/);
    assert.match(told, new RegExp(`/proc/${zombie}/status: State: Z \\(zombie\\)`));
    assert.ok(await dialog.locator('.monaco-button', { hasText: 'Copy Report' }).isVisible());
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  });

  it('have caused no error in the workbench', () => {
    assert.deepEqual(
      workbench().console.filter((line) => line.startsWith('uncaught')),
      [],
    );
  });
});
