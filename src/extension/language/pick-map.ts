/** Which map of a document a command is about. */
import * as vscode from 'vscode';
import { DIALECT_LABELS } from '../../core/memory-map/dialect-names.ts';
import { visible } from '../../core/fields/text.ts';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import { formatCount } from '../../core/memory-map/size.ts';
import { isInside } from '../documents/document-maps.ts';

/**
 * The map that a line (from 1) belongs to, or the only one. Where several have the line (a trace of several processes), or none
 * does, the user chooses; undefined when there is none or the user does not.
 */
export async function pickMap(maps: readonly MemoryMap[], line: number): Promise<MemoryMap | undefined> {
  const filled = maps.filter(({ regions }) => regions.count > 0);
  const here = filled.filter((map) => isInside(map, line));
  const choices = here.length > 0 ? here : filled;
  if (choices.length <= 1) return choices[0];
  const picked = await vscode.window.showQuickPick(
    choices.map((map) => ({
      label: visible(map.title ?? (map.dialect ? DIALECT_LABELS[map.dialect] : '')),
      description: describe(map),
      map,
    })),
    { title: vscode.l10n.t('Choose a Memory Map'), matchOnDescription: true },
  );
  return picked?.map;
}

function describe({ range, regions }: MemoryMap): string {
  const count = vscode.l10n.t('{0} regions', formatCount(regions.count));
  return range ? vscode.l10n.t('lines {0} to {1}, {2}', range.first, range.last, count) : count;
}
