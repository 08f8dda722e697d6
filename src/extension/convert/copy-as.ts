/** The command that copies regions to the clipboard in another format. */
import * as vscode from 'vscode';
import { lastRowAtOrBefore, type RegionTable } from '../../core/memory-map/region-table.ts';
import { printable } from '../../core/memory-map/printable.ts';
import { formatCount } from '../../core/memory-map/size.ts';
import type { Services } from '../platform/services.ts';
import { chooseFormat } from './choose.ts';
import { mapAt } from './maps-of.ts';
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
  const map = editor && (await mapAt(editor.document, editor.selection.start.line + 1, services));
  if (!editor || !map || map.regions.count === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open a file with a memory map to copy its regions.'));
    return undefined;
  }
  const mask = selectedRows(map.regions, editor.selections);
  const regions = mask ? mask.reduce((sum, chosen) => sum + chosen, 0) : map.regions.count;
  const title = mask
    ? vscode.l10n.t('Copy {0} Selected Regions As', formatCount(regions))
    : vscode.l10n.t('Copy All {0} Regions As', formatCount(regions));
  const offered = await services.worker.formatsOf(map, mask);
  const format = await chooseFormat(offered, readRequest(argument)?.format, title);
  if (!format) return undefined;
  const bytes = await services.worker.write(map, format.id, mask);
  await vscode.env.clipboard.writeText(new TextDecoder().decode(bytes));
  const told = vscode.l10n.t('Copied {0} regions as {1}', formatCount(regions), format.label);
  vscode.window.setStatusBarMessage(told, TOLD);
  for (const note of format.notes) services.log.info(`${told}: ${printable(note)}`);
  return { regions, notes: format.notes };
}

/** By row 1 for the regions whose lines are selected; undefined when nothing is. */
function selectedRows(regions: RegionTable, selections: readonly vscode.Selection[]): Uint8Array | undefined {
  const selected = selections.filter(({ isEmpty }) => !isEmpty);
  if (selected.length === 0) return undefined;
  const mask = new Uint8Array(regions.count);
  for (const { start, end } of selected) {
    // A selection up to the start of a line does not show on it.
    const last = end.character === 0 ? end.line : end.line + 1;
    const from = lastRowAtOrBefore(regions, start.line + 1) ?? 0;
    const to = lastRowAtOrBefore(regions, last);
    if (to !== undefined) mask.fill(1, from, to + 1);
  }
  return mask;
}
