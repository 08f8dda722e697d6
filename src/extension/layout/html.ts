/** The page of the layout view. Nothing of a map is in it: maps come as messages. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** The folder that pages may load from, and the only one. */
export function pageFolder(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, 'dist');
}

/** The page, in which only our script with its nonce runs and nothing is loaded from elsewhere. */
export function layoutPage(webview: vscode.Webview, extension: vscode.Uri): string {
  const nonce = randomBytes(18).toString('base64');
  const asset = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(pageFolder(extension), name)).toString();
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource}`;
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="stylesheet" href="${asset('layout.css')}" />
    <title>Layout</title>
  </head>
  <body>
    <div id="layout"></div>
    <script nonce="${nonce}" src="${asset('layout.js')}"></script>
  </body>
</html>`;
}
