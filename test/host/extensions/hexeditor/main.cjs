// Stands in for the Hex Editor, which no package registry has: the same identifiers, and memory read in the same way, a range of
// the document's address at a time, from the offset on that `baseAddress` in the query names (the real one counts its rows from
// there). What it read last is in `last`.
const vscode = require('vscode');

exports.activate = (/** @type {import('vscode').ExtensionContext} */ context) => {
  /** @type {{ last: { offset: number, uri: string, bytes: Uint8Array } | undefined }} */
  const api = { last: undefined };
  context.subscriptions.push(
    vscode.window.registerCustomEditorProvider('hexEditor.hexedit', {
      openCustomDocument: async (/** @type {import('vscode').Uri} */ uri) => {
        const offset = Number(new URLSearchParams(uri.query).get('baseAddress') ?? 0);
        const bytes = await vscode.workspace.fs.readFile(uri.with({ query: `?range=${offset}:${offset + 16}` }));
        api.last = { offset, uri: uri.toString(true), bytes };
        return { uri, dispose: () => undefined };
      },
      resolveCustomEditor: () => undefined,
    }),
  );
  return api;
};
