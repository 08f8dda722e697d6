/** The language status of a document with maps: dialect, regions, sizes, problems, and what had to be assumed. */
import * as vscode from 'vscode';
import { counterColumn, counterNumber } from '../../core/memory-map/counters.ts';
import { DIALECT_LABELS, isReplayed } from '../../core/memory-map/dialect-names.ts';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import { sizeNumberAt } from '../../core/memory-map/region-table.ts';
import { formatBytes, formatCount, formatKilobytes } from '../../core/memory-map/size.ts';
import { mapAtLine } from '../../core/memory-map/map-at-line.ts';
import { plainMessage } from '../platform/plain-message.ts';
import { regionCount } from '../platform/region-count.ts';
import type { Services } from '../platform/services.ts';
import { documentPattern } from './document-pattern.ts';

/** Registers the status; it follows the active editor and its cursor, as a log can hold several maps. */
export function registerStatus(context: vscode.ExtensionContext, { documents }: Services): void {
  const status = vscode.languages.createLanguageStatusItem('memoryMaps.status', []);
  status.name = vscode.l10n.t('Memory Map');
  const show = (): void => {
    const editor = vscode.window.activeTextEditor;
    const maps = (editor && documents.known(editor.document)) ?? [];
    const mapped = maps.length > 0;
    const replayed = maps.some(isReplayed);
    void vscode.commands.executeCommand('setContext', 'memoryMaps.editorHasMaps', mapped);
    void vscode.commands.executeCommand('setContext', 'memoryMaps.editorHasEvents', replayed);
    status.selector =
      editor && mapped ? { scheme: editor.document.uri.scheme, pattern: documentPattern(editor.document.uri) } : [];
    if (!editor || !mapped) return;
    const line = editor.selection.active.line + 1;
    const map = mapAtLine(maps, line) ?? maps[0];
    if (map) describe(status, map, maps);
  };
  context.subscriptions.push(
    status,
    vscode.window.onDidChangeActiveTextEditor(show),
    documents.onDidRead(show),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
      // Where there is one map, the cursor changes nothing.
      if ((documents.known(textEditor.document)?.length ?? 0) > 1) show();
    }),
  );
  show();
}

function describe(status: vscode.LanguageStatusItem, map: MemoryMap, maps: readonly MemoryMap[]): void {
  const { regions, problems, dialect, assumptions } = map;
  let size = 0;
  for (let row = 0; row < regions.count; row++) size += sizeNumberAt(regions, row);
  const dialectName = dialect === undefined ? vscode.l10n.t('no memory map') : DIALECT_LABELS[dialect];
  status.text = [
    dialectName,
    regionCount(regions.count),
    ...(size > 0 && dialect !== 'smaps_rollup' ? [formatBytes(size)] : []),
    ...sums(map),
  ].join(' · ');
  const problemText =
    problems.length === 1 ? vscode.l10n.t('1 problem.') : vscode.l10n.t('{0} problems.', formatCount(problems.length));
  status.detail = [
    ...(maps.length > 1 ? [vscode.l10n.t('Map {0} of {1} in this document.', maps.indexOf(map) + 1, maps.length)] : []),
    ...(problems.length > 0 ? [problemText] : []),
    ...assumptions.map(plainMessage),
  ].join(' ');
  status.severity =
    problems.length > 0 ? vscode.LanguageStatusSeverity.Warning : vscode.LanguageStatusSeverity.Information;
  status.command =
    problems.length > 0
      ? { command: 'workbench.actions.view.problems', title: vscode.l10n.t('Show Problems') }
      : { command: 'memoryMaps.showLayout', title: vscode.l10n.t('Show Layout') };
}

/** Rss and Pss of the whole map, where it counts them. */
function sums({ counters, regions }: MemoryMap): readonly string[] {
  if (!counters) return [];
  return ['Rss', 'Pss'].flatMap((key) => {
    if (!counterColumn(counters, key)) return [];
    let sum = 0;
    for (let row = 0; row < regions.count; row++) sum += counterNumber(counters, key, row) ?? 0;
    return [`${key} ${formatKilobytes(sum)}`];
  });
}
