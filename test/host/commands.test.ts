import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { readFileSync } from 'node:fs';

interface Manifest {
  readonly contributes: {
    readonly commands?: readonly { command: string }[];
    readonly views?: Readonly<Record<string, readonly { id: string }[]>>;
  };
}

describe('commands', () => {
  const path = new URL('../../package.json', import.meta.url);
  const { contributes } = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  const views = Object.values(contributes.views ?? {}).flatMap((each) => each.map(({ id }) => id));

  it('are registered exactly when they are contributed', async () => {
    await vscode.extensions.getExtension('memory-maps.memory-maps')?.activate();
    const registered = (await vscode.commands.getCommands(true)).filter((id) => id.startsWith('memoryMaps.'));
    // VS Code makes commands such as `VIEW.focus` for every view.
    const ours = registered.filter((id) => !views.some((view) => id.startsWith(`${view}.`)));
    const contributed = (contributes.commands ?? []).map(({ command }) => command);
    assert.deepEqual(ours.toSorted(), contributed.toSorted());
  });

  it('of rows do no harm when they are called without one', async () => {
    for (const name of ['showMemory', 'openRegion', 'showMoreRows', 'refreshSource', 'copyPid', 'explainProcess']) {
      for (const argument of [undefined, null, 42, 'x', {}, []]) {
        await vscode.commands.executeCommand(`memoryMaps.${name}`, argument);
      }
    }
  });

  it('of a place are about the active editor when they are called with what is no place', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const name of ['goToRegion', 'openAsMaps', 'openMapAtLine']) {
      await vscode.commands.executeCommand(`memoryMaps.${name}`, { uri: 'x', line: -1 });
    }
  });
});
