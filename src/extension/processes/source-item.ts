/** What the row of a source looks like. */
import * as vscode from 'vscode';
import { printable } from '../../core/memory-map/printable.ts';
import { formatCount } from '../../core/memory-map/size.ts';
import type { ProcessList } from '../../sources/process.ts';
import { type SourceKind, sourceLabel, type SourceSpec } from '../../sources/source-spec.ts';
import { escapeMarkdown } from '../language/markdown.ts';
import { timeOfDay } from '../platform/time-of-day.ts';
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
export function sourceItem({ spec, list, failure, isOpen }: SourceNode): vscode.TreeItem {
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const label = labelOf(spec);
  const item = new vscode.TreeItem(label, isOpen ? Expanded : Collapsed);
  item.contextValue = `source;${spec.kind === 'local' ? 'local' : 'added'};`;
  item.iconPath = failure
    ? new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'))
    : new vscode.ThemeIcon(ICONS[spec.kind]);
  if (failure) item.description = vscode.l10n.t('not reached');
  else if (list && list.unavailable === undefined) {
    item.description = countText(list);
  }
  return item;
}

/**
 * How many processes a source has: `87 processes`. In thousands of processes some come and go all the time, and with this row
 * VS Code asks for all rows below it, so that their number stands in hundreds: `5,100+ processes`. The tooltip has all of it.
 */
export function countText({ processes: { length } }: ProcessList): string {
  if (length === 1) return vscode.l10n.t('1 process');
  return length < 1000
    ? vscode.l10n.t('{0} processes', formatCount(length))
    : vscode.l10n.t('{0}+ processes', formatCount(length - (length % 100)));
}

/** The tooltip of a source: how it is reached, and what came of the last list. */
export function sourceTooltip({ spec, list, failure, listedAt }: SourceNode): vscode.MarkdownString {
  const label = labelOf(spec);
  const tooltip = new vscode.MarkdownString(`**${escapeMarkdown(label)}**  \n${escapeMarkdown(KINDS[spec.kind])}`);
  const say = (sentence: string): void => void tooltip.appendMarkdown(`\n\n${escapeMarkdown(sentence)}`);
  if (failure) say(failure.message);
  if (list && listedAt > 0) {
    say(vscode.l10n.t('{0} processes, listed at {1}.', formatCount(list.processes.length), timeOfDay(listedAt)));
  }
  if (list?.hidden !== undefined) say(list.hidden);
  return tooltip;
}

function labelOf(spec: SourceSpec): string {
  return spec.kind === 'local' ? vscode.l10n.t('This Machine') : printable(sourceLabel(spec));
}
