/** How many regions, in words. */
import * as vscode from 'vscode';
import { formatCount } from '../../core/memory-map/size.ts';

/** `1 region`, `65,530 regions`. */
export function regionCount(count: number): string {
  return count === 1 ? vscode.l10n.t('1 region') : vscode.l10n.t('{0} regions', formatCount(count));
}
