// Debuggers for tests: lldb-dap as Debian installs it, and adapters that a test makes itself. VS Code takes an adapter only from
// the extension that contributes its type, so this one hands on what the test puts into `make`.
const vscode = require('vscode');

exports.activate = (/** @type {import('vscode').ExtensionContext} */ context) => {
  /** @type {{ make: ((session: import('vscode').DebugSession) => import('vscode').DebugAdapter) | undefined }} */
  const api = { make: undefined };
  for (const type of ['made', 'lldb']) {
    context.subscriptions.push(
      vscode.debug.registerDebugAdapterDescriptorFactory(type, {
        createDebugAdapterDescriptor: (session) =>
          api.make && new vscode.DebugAdapterInlineImplementation(api.make(session)),
      }),
    );
  }
  return api;
};
