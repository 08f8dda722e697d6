/** The maps of a document whose reading is overtaken by edits. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { newText } from '../../src/extension/platform/new-text.ts';
import { makeServices, type OwnServices } from './services.ts';

describe('the maps of a document', () => {
  let services: OwnServices;

  before(() => {
    const extension = vscode.extensions.getExtension('memory-maps.memory-maps');
    assert.ok(extension);
    services = makeServices(extension);
  });
  after(async () => {
    services.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('are told to be gone also when another edit came before that was read', async () => {
    const { documents } = services;
    const content = '00400000-00401000 r-xp 00000000 08:01 11 /bin/a\n';
    const document = await newText({ language: 'log', content });
    const told: number[] = [];
    const listener = documents.onDidRead(({ maps }) => told.push(maps.length));
    await documents.all(document);
    const edit = async (text: string): Promise<void> => {
      const edits = new vscode.WorkspaceEdit();
      edits.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
      await vscode.workspace.applyEdit(edits);
    };
    const { worker } = services;
    const parse = worker.parseAll.bind(worker);
    let overtake = (): void => undefined;
    const overtaken = new Promise<void>((resolve) => {
      overtake = resolve;
    });
    worker.parseAll = async (...of) => {
      await overtaken;
      return parse(...of);
    };
    await edit('00400000-00401000 is no row of a map\n');
    const first = documents.all(document);
    await edit('nothing\n');
    assert.deepEqual(await documents.all(document), []);
    overtake();
    assert.equal(await first, undefined);
    listener.dispose();
    assert.deepEqual(told, [1, 0]);
  });
});
