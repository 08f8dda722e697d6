// Gives an open window the settings of the next suite: a file of settings that changes is not noticed in every workbench.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const vscode = require('vscode');

/** @type {Set<string>} Names of the settings that are not the window's first ones. */
const taken = new Set();

exports.activate = (/** @type {vscode.ExtensionContext} */ { subscriptions }) => {
  // Tells the test that they are there.
  const sign = vscode.window.createStatusBarItem('settings');
  sign.name = 'Settings of a test suite';
  const take = async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    /** @type {{ settings: Record<string, unknown>, sign: string }} */
    const wanted = JSON.parse(readFileSync(join(folder, '.settings.json'), 'utf8'));
    const configuration = vscode.workspace.getConfiguration();
    for (const name of new Set([...taken, ...Object.keys(wanted.settings)])) {
      taken.add(name);
      const value = wanted.settings[name];
      // Each change takes a second.
      if (JSON.stringify(configuration.inspect(name)?.globalValue) === JSON.stringify(value)) continue;
      await configuration.update(name, value, vscode.ConfigurationTarget.Global);
    }
    sign.text = wanted.sign;
    sign.show();
  };
  subscriptions.push(sign, vscode.commands.registerCommand('memoryMapsTests.takeSettings', take));
};
