/** The row of a process's figures. */
import * as vscode from 'vscode';
import { formatBytes, formatCount, formatKilobytes, formatShare } from '../../core/memory-map/size.ts';
import type { Figure } from '../../sources/figures/figure.ts';
import type { Limit, LimitUse } from '../../sources/figures/limits.ts';
import type { FigureName } from '../../sources/figures/names.ts';
import type { Figures } from '../../sources/figures/read-figures.ts';
import { escapeMarkdown } from '../language/markdown.ts';
import { timeOfDay } from '../platform/time-of-day.ts';
import { amountText } from './columns.ts';
import type { FiguresNode } from './nodes.ts';

/** What the row itself shows. */
const SHOWN: readonly [name: FigureName, label: string][] = [
  ['rss', 'RSS'],
  ['pss', 'PSS'],
  ['uss', 'USS'],
  ['swap', vscode.l10n.t('swap')],
];

type Told = readonly [name: FigureName, label: string, show: (amount: number) => string];

/** What its tooltip shows, a line each. */
const TOLD: readonly (readonly [heading: string, figures: readonly Told[]])[] = [
  [
    vscode.l10n.t('Resident'),
    [
      ['rss', 'RSS', formatKilobytes],
      ['rssAnon', vscode.l10n.t('anonymous'), formatKilobytes],
      ['rssFile', vscode.l10n.t('files'), formatKilobytes],
      ['rssShmem', vscode.l10n.t('shared memory'), formatKilobytes],
      ['peakRss', vscode.l10n.t('at most so far'), formatKilobytes],
    ],
  ],
  [
    vscode.l10n.t('Counted page by page'),
    [
      ['exactRss', 'RSS', formatKilobytes],
      ['pss', vscode.l10n.t('PSS (its share)'), formatKilobytes],
      ['uss', vscode.l10n.t('USS (in it alone)'), formatKilobytes],
      ['lockedPss', vscode.l10n.t('locked (its share)'), formatKilobytes],
      ['privateHugetlb', vscode.l10n.t('hugetlbfs (in it alone, beside these)'), formatKilobytes],
    ],
  ],
  [
    vscode.l10n.t('Swapped out'),
    [
      ['swap', vscode.l10n.t('private'), formatKilobytes],
      ['exactSwap', vscode.l10n.t('with shared memory'), formatKilobytes],
      ['swapPss', vscode.l10n.t('its share'), formatKilobytes],
    ],
  ],
  [
    vscode.l10n.t('Address space'),
    [
      ['size', vscode.l10n.t('all'), formatKilobytes],
      ['peakSize', vscode.l10n.t('at most so far'), formatKilobytes],
      ['data', vscode.l10n.t('private and writable'), formatKilobytes],
      ['stack', vscode.l10n.t('stack'), formatKilobytes],
      ['locked', vscode.l10n.t('locked'), formatKilobytes],
      ['pinned', vscode.l10n.t('pinned'), formatKilobytes],
      ['pageTables', vscode.l10n.t('page tables'), formatKilobytes],
    ],
  ],
  [
    vscode.l10n.t('Counts'),
    [
      ['regions', vscode.l10n.t('regions'), formatCount],
      ['threads', vscode.l10n.t('threads'), formatCount],
      ['oomScore', vscode.l10n.t('score of the out-of-memory killer'), formatCount],
    ],
  ],
];

export function figuresItem(node: FiguresNode): vscode.TreeItem {
  const { read, parent } = node;
  const item = new vscode.TreeItem(labelOf(node), vscode.TreeItemCollapsibleState.None);
  item.iconPath = new vscode.ThemeIcon('graph');
  item.contextValue = 'figures;';
  if (!read) {
    item.description = vscode.l10n.t('reading…');
    return item;
  }
  if (!read.ok) {
    item.description = read.title;
    item.tooltip = read.message;
    return item;
  }
  if (isBare(read)) item.description = reasonOf(read.values.rss);
  item.tooltip = figuresTooltip(read, parent.process.name);
  return item;
}

function labelOf({ read, parent }: FiguresNode): string {
  if (!read) return `RSS ${amountText(parent.process.rss ?? { unknown: '' })}`;
  if (!read.ok || isBare(read)) return vscode.l10n.t('Figures unknown');
  return SHOWN.map(([name, label]) => `${label} ${amountText(read.values[name])}`).join(' · ');
}

/** True when there is nothing at all to be told: it has no memory. */
function isBare({ values }: Figures): boolean {
  return SHOWN.every(([name]) => typeof values[name] !== 'number');
}

function reasonOf(figure: Figure): string {
  return typeof figure === 'number' ? '' : figure.unknown;
}

/** What the tooltip of the process says of them: a label and a value each; nothing while nobody looked. */
export function figureFacts({ read }: FiguresNode): [label: string, value: string][] {
  if (!read?.ok) return [];
  const amounts = SHOWN.slice(1).map(([name, label]): [string, string] => [label, amountText(read.values[name])]);
  const { regions } = read.values;
  const count = typeof regions === 'number' ? formatCount(regions) : vscode.l10n.t('unknown');
  return [...amounts, [vscode.l10n.t('Regions'), count]];
}

/** All that is known, and why the rest is not. */
function figuresTooltip({ values, limits, readAt }: Figures, name: string): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString();
  const line = (text: string): unknown => tooltip.appendMarkdown(`${escapeMarkdown(text)}  \n`);
  tooltip.appendMarkdown(`**${escapeMarkdown(vscode.l10n.t('Memory of {0}', name))}**\n\n`);
  /** Labels of what is not known, by the reason. */
  const unknown = new Map<string, string[]>();
  const miss = (label: string, reason: string): unknown => unknown.set(reason, [...(unknown.get(reason) ?? []), label]);
  for (const [heading, figures] of TOLD) {
    const known = figures.flatMap(([figure, label, show]) => {
      const value = values[figure];
      if (typeof value === 'number') return [`${label} ${show(value)}`];
      miss(`${heading}, ${label}`, value.unknown);
      return [];
    });
    if (known.length > 0) line(`${heading}: ${known.join(' · ')}`);
  }
  tooltip.appendMarkdown(`\n**${escapeMarkdown(vscode.l10n.t('Limits'))}**\n\n`);
  for (const use of limits) {
    if (typeof use.used === 'number') line(limitText(use, use.used));
    else miss(use.name, use.used.unknown);
    for (const limit of new Set([use.soft, use.hard])) if (typeof limit === 'object') miss(use.name, limit.unknown);
  }
  if (unknown.size > 0) tooltip.appendMarkdown(`\n**${escapeMarkdown(vscode.l10n.t('Unknown'))}**\n\n`);
  for (const [reason, labels] of unknown) line(`${[...new Set(labels)].join('; ')}: ${reason}`);
  line(vscode.l10n.t('Read at {0}.', timeOfDay(readAt)));
  return tooltip;
}

function limitText({ name, soft, hard }: LimitUse, used: number): string {
  const show = name === 'vm.max_map_count' ? formatCount : formatBytes;
  const word = (limit: Limit): string => {
    if (typeof limit === 'object') return vscode.l10n.t('unknown');
    return limit === 'unlimited' ? vscode.l10n.t('no limit') : show(limit);
  };
  const share = typeof soft === 'number' ? formatShare(used, soft) : undefined;
  const of = vscode.l10n.t('{0}: {1} of {2}', name, show(used), word(soft));
  const raised = soft === hard ? '' : vscode.l10n.t(', which it may raise to {0}', word(hard));
  return `${of}${share === undefined ? '' : ` (${share})`}${raised}`;
}
