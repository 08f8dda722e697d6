/**
 * Says why a live document does not open. The text editor itself shows only that there was an error, whatever the file
 * system says, so the sentence is told beside it: once, and only for a document that is in front of the user.
 */
import * as vscode from 'vscode';
import type { ReadFailure } from '../../sources/process.ts';
import { plainMessage } from '../platform/plain-message.ts';

export class OpenFailures implements vscode.Disposable {
  private readonly untold = new Map<string, ReadFailure>();
  private readonly subscription: vscode.Disposable;

  constructor() {
    // The editor may have asked for the text before its tab is known here.
    this.subscription = vscode.window.tabGroups.onDidChangeTabs(() => this.tell());
  }

  /** Takes note of a document that could not be read. */
  add(uri: vscode.Uri, failure: ReadFailure): void {
    this.untold.set(uri.toString(), failure);
    this.tell();
  }

  /** Forgets what kept a document from being read: it is read now. */
  forget(uri: vscode.Uri): void {
    this.untold.delete(uri.toString());
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private tell(): void {
    for (const { activeTab } of vscode.window.tabGroups.all) {
      const key = activeTab && tabUri(activeTab)?.toString();
      const failure = key === undefined ? undefined : this.untold.get(key);
      if (key === undefined || !failure) continue;
      this.untold.delete(key);
      void vscode.window.showWarningMessage(failureSentences(failure));
    }
  }
}

/** A failure in full, for a message: other machines and their tools are quoted in it. */
export function failureSentences({ message, advice }: Pick<ReadFailure, 'message' | 'advice'>): string {
  return plainMessage(advice === '' ? message : `${message} ${advice}`);
}

/** The document of a tab, whichever editor shows it. */
export function tabUri({ input }: vscode.Tab): vscode.Uri | undefined {
  return input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom ? input.uri : undefined;
}
