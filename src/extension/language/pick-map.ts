/** Which map of a document a command is about. */
import * as vscode from 'vscode';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import { chooseMap } from '../convert/choose.ts';
import { isInside } from '../../core/memory-map/map-at-line.ts';

/**
 * The map that a line (from 1) belongs to, or the only one. Where several have the line (a trace of several processes), or none
 * does, the user chooses; undefined when there is none or the user does not.
 */
export async function pickMap(maps: readonly MemoryMap[], line: number): Promise<MemoryMap | undefined> {
  const filled = maps.filter(({ regions }) => regions.count > 0);
  const here = filled.filter((map) => isInside(map, line));
  return chooseMap(here.length > 0 ? here : filled, vscode.l10n.t('Choose a Memory Map'));
}
