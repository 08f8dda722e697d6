/** Lets the user choose a map of a document. */
import * as vscode from 'vscode';
import { DIALECT_LABELS } from '../../core/memory-map/dialect-names.ts';
import { isInside } from '../../core/memory-map/map-at-line.ts';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import { plainLabel } from '../platform/plain-label.ts';
import { regionCount } from '../platform/region-count.ts';

/** The map that is meant: the only one, or the one that the user picks; undefined when the user picks none. */
export async function chooseMap(maps: readonly MemoryMap[], title: string): Promise<MemoryMap | undefined> {
  if (maps.length <= 1) return maps[0];
  const picks = maps.map((map, i) => ({
    map,
    label: plainLabel(map.title ?? vscode.l10n.t('Map {0}', i + 1)),
    description: [
      map.dialect && DIALECT_LABELS[map.dialect],
      regionCount(map.regions.count),
      map.range && vscode.l10n.t('lines {0} to {1}', map.range.first, map.range.last),
    ]
      .filter(Boolean)
      .join(' · '),
  }));
  return (await vscode.window.showQuickPick(picks, { title, matchOnDescription: true }))?.map;
}

/**
 * The map that a line (from 1) belongs to, or the only one. Where several have the line (a trace of several processes), or none
 * does, the user chooses; undefined when there is none or the user does not.
 */
export async function chooseMapAt(maps: readonly MemoryMap[], line: number): Promise<MemoryMap | undefined> {
  const filled = maps.filter(({ regions }) => regions.count > 0);
  const here = filled.filter((map) => isInside(map, line));
  return chooseMap(here.length > 0 ? here : filled, vscode.l10n.t('Choose a Memory Map'));
}
