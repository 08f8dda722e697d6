/** The status bar while lines of a map are selected: how many regions, and their size, Rss and Pss together. */
import * as vscode from 'vscode';
import { counterColumn, counterNumber } from '../../core/memory-map/counters.ts';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import { sizeNumberAt } from '../../core/memory-map/region-table.ts';
import { formatBytes, formatCount, formatKilobytes } from '../../core/memory-map/size.ts';
import type { Services } from '../platform/services.ts';
import { selectedRows } from './selected-rows.ts';

/** Registers the item. It says nothing while one region at most is selected. */
export function registerSelectionStatus(context: vscode.ExtensionContext, { documents }: Services): void {
  const item = vscode.window.createStatusBarItem('memoryMaps.selection', vscode.StatusBarAlignment.Right, 101);
  item.name = vscode.l10n.t('Selected Regions');
  const show = (editor: vscode.TextEditor | undefined): void => {
    const maps = editor && documents.known(editor.document);
    const text = editor && maps ? selectionText(maps, editor.selections) : undefined;
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

function selectionText(maps: readonly MemoryMap[], selections: readonly vscode.Selection[]): string | undefined {
  let count = 0;
  let size = 0;
  const sums = new Map<string, number>();
  for (const map of maps) {
    const { regions, counters } = map;
    const mask = map.dialect === 'smaps_rollup' ? undefined : selectedRows(map, selections);
    if (!mask) continue;
    const keys = counters ? ['Rss', 'Pss'].filter((key) => counterColumn(counters, key)) : [];
    for (let row = 0; row < regions.count; row++) {
      if (mask[row] !== 1) continue;
      count++;
      size += sizeNumberAt(regions, row);
      for (const key of keys) sums.set(key, (sums.get(key) ?? 0) + (counterNumber(counters, key, row) ?? 0));
    }
  }
  if (count < 2) return undefined;
  const parts = [...sums].map(([key, sum]) => `${key} ${formatKilobytes(sum)}`);
  return [vscode.l10n.t('{0} regions', formatCount(count)), ...(size > 0 ? [formatBytes(size)] : []), ...parts].join(
    ' · ',
  );
}
