/** The pick list of processes. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as vscode from 'vscode';
import { DebugSessions } from '../../src/extension/origins/debug-sessions.ts';
import { pickProcess } from '../../src/extension/origins/pick-process.ts';
import { OriginRoots } from '../../src/extension/origins/roots.ts';
import { skip } from '../runner/report.mjs';
import { until } from './documents.ts';
import { makeServices, type OwnServices } from './services.ts';

describe('the pick list of processes', () => {
  const create = vscode.window.createQuickPick;
  let pick: vscode.QuickPick<vscode.QuickPickItem> | undefined;

  beforeEach(() => {
    pick = undefined;
    const make = <Item extends vscode.QuickPickItem>(): vscode.QuickPick<Item> => {
      const made = create<Item>();
      pick = made;
      return made;
    };
    Object.defineProperty(vscode.window, 'createQuickPick', { value: make, configurable: true });
  });
  afterEach(() => {
    Object.defineProperty(vscode.window, 'createQuickPick', { value: create, configurable: true });
  });

  it('does not wait for a terminal that never starts', async () => {
    const sessions = new DebugSessions();
    const roots = new OriginRoots(sessions);
    const terminals = Object.getOwnPropertyDescriptor(vscode.window, 'terminals');
    assert.ok(terminals);
    // As VS Code has one whose shell is not there: it is listed, and its process never told.
    const value = [
      { name: 'never', processId: new Promise(() => undefined) },
      { name: 'starts', processId: Promise.resolve(42) },
    ];
    Object.defineProperty(vscode.window, 'terminals', { value, configurable: true });
    try {
      assert.deepEqual(await roots.list(), [{ origin: 'terminal', pid: 42, label: 'starts' }]);
    } finally {
      Object.defineProperty(vscode.window, 'terminals', terminals);
      for (const each of [roots, sessions]) each.dispose();
    }
  });

  /** Shows the list, and gives it to a function. @param change makes the services of it other ones */
  const withPick = async (
    context: Mocha.Context,
    change: (services: OwnServices) => void,
    use: (shown: vscode.QuickPick<vscode.QuickPickItem>) => Promise<void>,
  ): Promise<void> => {
    if (process.platform !== 'linux') skip(context, 'needs Linux');
    const extension = vscode.extensions.getExtension('memory-maps.memory-maps');
    assert.ok(extension);
    const services = makeServices(extension);
    change(services);
    try {
      const roots = { list: () => Promise.resolve([]) };
      const picked = pickProcess(roots, services, { title: 'Processes', mapsButton: false });
      const shown = await until(() => (pick && pick.items.length > 0 ? pick : undefined));
      await use(shown);
      shown.hide();
      assert.equal(await picked, undefined);
    } finally {
      services.dispose();
    }
  };

  it('offers nothing to Enter while it looks who listens on a port', async function () {
    let asked = 0;
    const slow = ({ worker }: OwnServices): void => {
      worker.portOwners = () => {
        asked++;
        return new Promise(() => undefined);
      };
    };
    await withPick(this, slow, async (shown) => {
      shown.value = ':8080';
      await until(() => asked > 0 || undefined);
      assert.deepEqual(shown.items, []);
    });
  });

  it('finds who listens on a port also when the process started after the list was made', async function () {
    const listens = `require('node:net').createServer().listen(0, '127.0.0.1', function () { console.log(this.address().port) })`;
    await withPick(
      this,
      () => undefined,
      async (shown) => {
        const server = spawn(process.execPath, ['-e', listens], { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } });
        try {
          const [port] = (await once(server.stdout, 'data')) as [Buffer];
          shown.value = `:${String(port).trim()}`;
          const rows = await until(() => (shown.items.length === 1 ? shown.items : undefined));
          assert.match(rows[0]?.description ?? rows[0]?.label ?? '', new RegExp(`^${server.pid} `));
        } finally {
          server.kill('SIGKILL');
        }
      },
    );
  });

  for (const [command, title] of [
    ['openMaps', 'Open maps'],
    ['openSmaps', 'Open smaps'],
    ['readExactMemory', 'Read Exact Memory (smaps)'],
    ['captureProcess', 'Save Snapshot of Process'],
  ] as const) {
    it(`says that it is there to “${title}”`, async () => {
      const done = vscode.commands.executeCommand(`memoryMaps.${command}`);
      const shown = await until(() => pick);
      assert.equal(shown.title, title);
      shown.hide();
      await done;
    });
  }
});
