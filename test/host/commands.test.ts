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
});
