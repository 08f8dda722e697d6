/** What a filter left of the lists of processes, in words. */
import * as vscode from 'vscode';
import type { SourceNode } from './nodes.ts';
import type { Shown } from './tree.ts';

/** What is shown of one source. */
export interface ShownList {
  readonly node: Pick<SourceNode, 'failure'>;
  readonly shown: Shown;
  /** More of the list is still to come. */
  readonly isPart: boolean;
}

/** Whether all lists are empty for a filter, and what stands above them; undefined while nothing can be said yet. */
export function filtered(
  filter: string,
  lists: readonly ShownList[],
): { readonly isEmpty: boolean; readonly message: string } | undefined {
  if (filter === '') return { isEmpty: false, message: '' };
  const matching = lists.reduce((sum, { shown }) => sum + shown.matching, 0);
  const total = lists.reduce((sum, { shown }) => sum + shown.total, 0);
  // What the first processes lack the others may have.
  if (matching === 0 && lists.some(({ isPart }) => isPart)) return undefined;
  const isEmpty = matching === 0 && lists.every(({ node }) => !node.failure);
  return { isEmpty, message: isEmpty ? '' : vscode.l10n.t('“{0}”: {1} of {2} processes', filter, matching, total) };
}
