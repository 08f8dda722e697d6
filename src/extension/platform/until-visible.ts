/** Bringing hidden panels to the front. */
import type * as vscode from 'vscode';

/** Shows a panel without taking the keyboard, and resolves when it is visible, or closed. */
export async function untilVisible(panel: vscode.WebviewPanel): Promise<void> {
  if (panel.visible) return;
  const subscriptions: vscode.Disposable[] = [];
  const shown = new Promise<void>((resolve) => {
    subscriptions.push(
      panel.onDidChangeViewState(() => panel.visible && resolve()),
      panel.onDidDispose(() => resolve()),
    );
  });
  panel.reveal(undefined, true);
  await shown;
  for (const subscription of subscriptions) subscription.dispose();
}
