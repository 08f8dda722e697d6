import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('the extension in its host', () => {
  it('activates', async () => {
    const extension = vscode.extensions.getExtension('memory-maps.memory-maps');
    assert.ok(extension, 'it is not loaded');
    await extension.activate();
    assert.ok(extension.isActive);
  });
});
