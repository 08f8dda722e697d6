/** The command that copies regions to the clipboard in another format. */
import * as vscode from 'vscode';
import { printable } from '../../core/memory-map/printable.ts';
import { selectedRows } from '../language/selected-rows.ts';
import { regionCount } from '../platform/region-count.ts';
import type { Services } from '../platform/services.ts';
import { chooseMap, chooseMapAt } from '../documents/choose-map.ts';
import { chooseFormat } from './choose-format.ts';
import { readRequest } from './request.ts';

/** How long the status bar says what was copied, in milliseconds. */
const TOLD = 5000;

/** What was copied. */
export interface Copied {
  readonly regions: number;
  readonly notes: readonly string[];
}

/**
 * Copies the regions of the selected lines, or all when nothing is selected. Returns when they are in the clipboard; undefined when
 * there is nothing to copy, or the user changed their mind.
 * @param argument see `readRequest`; the document must be the active editor's
 */
export async function copyAs(argument: unknown, services: Services): Promise<Copied | undefined> {
  const editor = vscode.window.activeTextEditor;
  const maps = ((editor && (await services.documents.all(editor.document))) ?? []).filter(
    ({ regions }) => regions.count > 0,
  );
  if (!editor || maps.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open a file with a memory map to copy its regions.'));
    return undefined;
  }
  const { selections } = editor;
  const hasSelection = selections.some(({ isEmpty }) => !isEmpty);
  const selected = maps.filter((each) => selectedRows(each, selections));
  if (hasSelection && selected.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('The selected lines have no region of a memory map.'));
    return undefined;
  }
  // Where lines of several are selected, the user says of which.
  const map =
    selected.length > 1
      ? await chooseMap(selected, vscode.l10n.t('Choose a Memory Map'))
      : await chooseMapAt(hasSelection ? selected : maps, editor.selection.start.line + 1);
  if (!map) return undefined;
  const mask = selectedRows(map, selections);
  const regions = mask ? mask.reduce((sum, chosen) => sum + chosen, 0) : map.regions.count;
  const title = mask
    ? vscode.l10n.t('Copy the Selection ({0}) As', regionCount(regions))
    : vscode.l10n.t('Copy the Whole Map ({0}) As', regionCount(regions));
  const offered = await services.worker.formatsOf(map, mask);
  const format = await chooseFormat(offered, readRequest(argument)?.format, title);
  if (!format) return undefined;
  const bytes = await services.worker.write(map, format.id, mask);
  await vscode.env.clipboard.writeText(new TextDecoder().decode(bytes));
  const told = vscode.l10n.t('Copied {0} as {1}', regionCount(regions), format.label);
  vscode.window.setStatusBarMessage(told, TOLD);
  for (const note of format.notes) services.log.info(`${told}: ${printable(note)}`);
  return { regions, notes: format.notes };
}
