/** What the row of a source looks like. */
import * as vscode from 'vscode';
import { printable } from '../../core/memory-map/printable.ts';
import { formatCount } from '../../core/memory-map/size.ts';
import { type SourceKind, sourceLabel } from '../../sources/source-spec.ts';
import { escapeMarkdown } from '../language/markdown.ts';
import type { SourceNode } from './nodes.ts';

const ICONS: Readonly<Record<SourceKind, string>> = {
  local: 'device-desktop',
  ssh: 'remote-explorer',
  adb: 'device-mobile',
  docker: 'package',
  podman: 'package',
  kubectl: 'server-environment',
  saved: 'archive',
};

/** The kinds in a word, as the tooltip has them. */
const KINDS: Readonly<Record<SourceKind, string>> = {
  local: vscode.l10n.t('the machine that the extension runs on'),
  ssh: vscode.l10n.t('over SSH'),
  adb: vscode.l10n.t('Android device, over adb'),
  docker: vscode.l10n.t('Docker container'),
  podman: vscode.l10n.t('Podman container'),
  kubectl: vscode.l10n.t('Kubernetes pod, through kubectl'),
  saved: vscode.l10n.t('saved files of /proc'),
};

/** The item of a source. */
export function sourceItem({ spec, list, failure, listedAt, isOpen }: SourceNode): vscode.TreeItem {
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const label = spec.kind === 'local' ? vscode.l10n.t('This Machine') : printable(sourceLabel(spec));
  const item = new vscode.TreeItem(label, isOpen ? Expanded : Collapsed);
  item.contextValue = `source;${spec.kind === 'local' ? 'local' : 'added'};`;
  item.iconPath = failure
    ? new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'))
    : new vscode.ThemeIcon(ICONS[spec.kind]);
  if (failure) item.description = vscode.l10n.t('not reached');
  else if (list && list.unavailable === undefined) {
    const { length } = list.processes;
    item.description = length === 1 ? vscode.l10n.t('1 process') : vscode.l10n.t('{0} processes', formatCount(length));
  }
  const tooltip = new vscode.MarkdownString(`**${escapeMarkdown(label)}**  \n${escapeMarkdown(KINDS[spec.kind])}`);
  const say = (sentence: string): void => void tooltip.appendMarkdown(`\n\n${escapeMarkdown(sentence)}`);
  if (failure) say(failure.message);
  if (list && listedAt > 0) say(vscode.l10n.t('Listed at {0}.', new Date(listedAt).toLocaleTimeString()));
  if (list?.hidden !== undefined) say(list.hidden);
  item.tooltip = tooltip;
  return item;
}
