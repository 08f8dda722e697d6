/** The status bar while lines of a map are selected: how many regions, and their size, Rss and Pss together. */
import * as vscode from 'vscode';
import type { Services } from '../platform/services.ts';
import { selectionWords } from './selection-words.ts';

/** Registers the item. It says nothing while one region at most is selected. */
export function registerSelectionStatus(context: vscode.ExtensionContext, { documents }: Services): void {
  const item = vscode.window.createStatusBarItem('memoryMaps.selection', vscode.StatusBarAlignment.Right, 101);
  item.name = vscode.l10n.t('Selected Regions');
  const show = (editor: vscode.TextEditor | undefined): void => {
    const maps = editor && documents.known(editor.document);
    const text = editor && maps ? selectionWords(maps, editor.selections) : undefined;
    if (text === undefined) {
      item.hide();
      return;
    }
    item.text = text;
    item.tooltip = vscode.l10n.t('The regions on the selected lines, together');
    item.show();
  };
  context.subscriptions.push(
    item,
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
      if (textEditor === vscode.window.activeTextEditor) show(textEditor);
    }),
    vscode.window.onDidChangeActiveTextEditor(show),
    documents.onDidRead(({ document }) => {
      const editor = vscode.window.activeTextEditor;
      if (editor?.document === document) show(editor);
    }),
  );
}
