/** Lets the user choose a format. */
import * as vscode from 'vscode';
import type { FormatId, OfferedFormat } from '../../core/export/formats.ts';
import { plainLabel } from '../platform/plain-label.ts';

/**
 * The format that is meant: the one that was asked for, or the one that the user picks.
 * @returns undefined when the user picks none, or the map cannot be in the one that was asked for, which is told
 */
export async function chooseFormat(
  offered: readonly OfferedFormat[],
  asked: FormatId | undefined,
  title: string,
): Promise<OfferedFormat | undefined> {
  if (asked !== undefined) {
    const format = offered.find(({ id }) => id === asked);
    if (format?.refusal === undefined) return format;
    void vscode.window.showInformationMessage(format.refusal);
    return undefined;
  }
  const possible = offered.filter(({ refusal }) => refusal === undefined);
  const picks = possible.map((format) => ({
    format,
    label: format.label,
    description: format.extension,
    detail:
      format.notes.length === 0
        ? vscode.l10n.t('Holds all that the source tells.')
        : plainLabel(format.notes.join(' ')),
  }));
  return (await vscode.window.showQuickPick(picks, { title }))?.format;
}
