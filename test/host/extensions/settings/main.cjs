// Gives an open window the settings of the next suite: a file of settings that changes is not noticed in every workbench.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const vscode = require('vscode');

/** @type {Set<string>} Names of the settings that are not the window's first ones. */
const taken = new Set();

exports.activate = (/** @type {vscode.ExtensionContext} */ { subscriptions }) => {
  const take = async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    /** @type {Record<string, unknown>} */
    const wanted = JSON.parse(readFileSync(join(folder, '.settings.json'), 'utf8'));
    for (const name of new Set([...taken, ...Object.keys(wanted)])) {
      taken.add(name);
      await vscode.workspace.getConfiguration().update(name, wanted[name], vscode.ConfigurationTarget.Global);
    }
  };
  subscriptions.push(vscode.commands.registerCommand('memoryMapsTests.takeSettings', take));
};
