/** What the row of a container looks like. */
import * as vscode from 'vscode';
import { printable } from '../../core/memory-map/printable.ts';
import { formatCount } from '../../core/memory-map/size.ts';
import { shortId } from '../../sources/container.ts';
import { escapeMarkdown } from '../language/markdown.ts';
import type { ContainerNode } from './nodes.ts';

/** The item of a container: `Container 3f2a91c0d4e5`, `nginx · docker · 12 processes`. */
export function containerItem({ container, count, main, standsOpen }: ContainerNode): vscode.TreeItem {
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const { runtime, pod } = container;
  const label = vscode.l10n.t('Container {0}', shortId(container));
  const item = new vscode.TreeItem(label, standsOpen ? Expanded : Collapsed);
  const processes = count === 1 ? vscode.l10n.t('1 process') : vscode.l10n.t('{0} processes', formatCount(count));
  const kind = runtime ?? (pod === undefined ? undefined : 'Kubernetes');
  item.description = [printable(main), kind, processes].filter(Boolean).join(' · ');
  item.iconPath = new vscode.ThemeIcon('package');
  return item;
}

/** The tooltip of a container: what its control group tells. */
export function containerTooltip({ container }: ContainerNode): vscode.MarkdownString {
  const { id, runtime, pod } = container;
  const tooltip = new vscode.MarkdownString();
  const fact = (label: string, value: string): void => {
    tooltip.appendMarkdown(`${escapeMarkdown(`${label}: ${value}`)}  \n`);
  };
  fact(vscode.l10n.t('Container'), id);
  fact(vscode.l10n.t('Runtime'), runtime ?? vscode.l10n.t('unknown'));
  if (pod !== undefined) fact(vscode.l10n.t('Kubernetes pod'), pod);
  return tooltip;
}
