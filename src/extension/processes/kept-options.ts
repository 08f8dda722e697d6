/** What the Processes view keeps of its options from session to session: all but the filter. */
import type * as vscode from 'vscode';
import { SORT_KEYS, type TreeOptions } from '../../sources/process-tree.ts';

const KEY = 'processes.options';

/** The options of the last session, as far as they make sense. */
export function keptOptions(memento: vscode.Memento): Partial<TreeOptions> {
  const told = memento.get<Partial<TreeOptions>>(KEY);
  const sort = SORT_KEYS.find((key) => key === told?.sort);
  return {
    ...(typeof told?.hierarchy === 'boolean' && { hierarchy: told.hierarchy }),
    ...(sort && { sort }),
  };
}

/** Keeps them for the next session. */
export function keepOptions(memento: vscode.Memento, { sort, hierarchy }: TreeOptions): void {
  void memento.update(KEY, { sort, hierarchy });
}
