/** What the rows of the Processes view look like. Names come from processes: nothing of them is taken for markup. */
import * as vscode from 'vscode';
import { GROUPS, groupOf, kindOf, type Group, type GroupId } from '../../core/kinds/kinds.ts';
import { addressAt, formatAddress } from '../../core/memory-map/address.ts';
import { printable } from '../../core/memory-map/printable.ts';
import { mappedFile } from '../../core/memory-map/file-table.ts';
import { formatPerms } from '../../core/memory-map/permissions.ts';
import { regionAt, sizeNumberAt } from '../../core/memory-map/region-table.ts';
import { formatBytes, formatCount, formatKilobytes } from '../../core/memory-map/size.ts';
import type { ProcessInfo } from '../../sources/process.ts';
import { escapeMarkdown } from '../language/markdown.ts';
import { regionCount } from '../platform/region-count.ts';
import { timeOfDay } from '../platform/time-of-day.ts';
import { containerItem } from './container-item.ts';
import { sourceItem } from './source-item.ts';
import { type Column, columnTexts } from './columns.ts';
import { figureFacts, figuresItem } from './figures-row.ts';
import type { GroupNode, MemoryNode, MoreNode, Node, NoteNode, ProcessNode, RegionNode } from './nodes.ts';

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

/** Texts of rows of which there are many. */
const TEXT = {
  showInMaps: vscode.l10n.t('Show in Maps'),
  noAccess: vscode.l10n.t('no access'),
};

/** The states of proc_pid_stat(5) in a word and as an icon. */
const STATES: Readonly<Record<string, { word: string; icon: string; color?: string }>> = {
  R: { word: vscode.l10n.t('running'), icon: 'play-circle', color: 'charts.green' },
  S: { word: vscode.l10n.t('sleeping'), icon: 'circle-outline' },
  D: { word: vscode.l10n.t('waiting for a device'), icon: 'watch', color: 'charts.orange' },
  Z: {
    word: vscode.l10n.t('zombie: ended, and not yet taken note of by its parent'),
    icon: 'error',
    color: 'charts.red',
  },
  T: { word: vscode.l10n.t('stopped'), icon: 'debug-pause', color: 'charts.yellow' },
  /** Not the kernel's: Z of a process whose other threads run on. */
  z: { word: vscode.l10n.t('its main thread has ended, others run on'), icon: 'circle-outline' },
  t: { word: vscode.l10n.t('stopped by a debugger'), icon: 'debug-pause', color: 'charts.yellow' },
  I: { word: vscode.l10n.t('idle'), icon: 'circle-outline' },
  X: { word: vscode.l10n.t('ending'), icon: 'error' },
};

/** The item of a row. Tooltips that take work are made when they are asked for. */
export function itemOf(node: Node, columns?: readonly Column[]): vscode.TreeItem {
  switch (node.kind) {
    case 'source':
      return withId(sourceItem(node), node);
    case 'process':
      return processItem(node, columns);
    case 'kernel-threads': {
      const item = new vscode.TreeItem(vscode.l10n.t('Kernel threads'), Collapsed);
      item.description = vscode.l10n.t('{0} · no memory of their own', formatCount(node.count));
      item.tooltip = vscode.l10n.t(
        'Threads of the kernel itself. They run in the memory of the kernel, so they have no memory map.',
      );
      item.iconPath = new vscode.ThemeIcon('server-process');
      return withId(item, node);
    }
    case 'figures':
      return withId(figuresItem(node), node);
    case 'container':
      return withId(containerItem(node), node);
    case 'memory':
      return memoryItem(node);
    case 'group':
      return groupItem(node);
    case 'region':
      return regionItem(node);
    case 'more':
      return moreItem(node);
    case 'note':
      return noteItem(node);
  }
}

/** What of a process is shown: when it stays the same, so does the row. */
export function sameFace(a: ProcessInfo, b: ProcessInfo): boolean {
  if (a === b) return true;
  return (
    a.name === b.name &&
    a.user === b.user &&
    a.state === b.state &&
    a.threads === b.threads &&
    a.access === b.access &&
    a.command === b.command &&
    (a.rss === b.rss || amount(a.rss) === amount(b.rss))
  );
}

/** The tooltip of a process: everything that is known of it. `why` tells why its memory cannot be read. */
export function processTooltip(
  { process, memory, figures }: ProcessNode,
  why: string | undefined,
): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString();
  const { pid, ppid, name, command, user, uid, rss, threads, state, container } = process;
  tooltip.appendMarkdown(`**${escapeMarkdown(name)}** (${pid})\n\n`);
  if (command !== '')
    tooltip.appendCodeblock(command.length > 600 ? `${command.slice(0, 600)}…` : command, 'plaintext');
  const fact = (label: string, value: string): void => {
    tooltip.appendMarkdown(`${escapeMarkdown(`${label}: ${value}`)}  \n`);
  };
  const unknown = vscode.l10n.t('unknown');
  fact(vscode.l10n.t('User'), user === undefined ? unknown : `${user} (${uid})`);
  fact(vscode.l10n.t('State'), STATES[stateKey(process)]?.word ?? state ?? unknown);
  fact(vscode.l10n.t('Parent'), ppid === undefined ? unknown : String(ppid));
  if (container !== undefined && container !== 'none') fact(vscode.l10n.t('Container'), container.id);
  fact(vscode.l10n.t('Resident memory (RSS)'), rss === undefined ? noRss(process) : formatKilobytes(rss));
  fact(vscode.l10n.t('Threads'), threads === undefined ? unknown : formatCount(threads));
  for (const [label, value] of figureFacts(figures)) fact(label, value);
  if (memory.read) fact(vscode.l10n.t('Map read at'), timeOfDay(memory.read.readAt));
  if (why !== undefined) tooltip.appendMarkdown(`\n${escapeMarkdown(why)}`);
  return tooltip;
}

function processItem(node: ProcessNode, columns: readonly Column[] | undefined): vscode.TreeItem {
  const { process, children, matches } = node;
  const { access, kernelThread } = process;
  // Parents stand open, so that the whole tree is seen at once, as far as it is not too large.
  const open = (children.length > 0 && node.standsOpen) || node.wantsMemory;
  const item = new vscode.TreeItem(process.name, kernelThread ? None : open ? Expanded : Collapsed);
  const facts = columnTexts(node, columns);
  if (access === 'denied') facts.push(TEXT.noAccess);
  item.description = facts.join(' · ');
  item.iconPath = processIcon(process, matches);
  // Commands ask for facts by regular expressions.
  item.contextValue = `process;${access === 'no-memory' || kernelThread ? 'bare' : 'memory'};${access};`;
  return withId(item, node);
}

function processIcon(process: ProcessInfo, matches: boolean): vscode.ThemeIcon {
  const { access, kernelThread } = process;
  if (!matches) return new vscode.ThemeIcon('circle-outline', new vscode.ThemeColor('disabledForeground'));
  if (kernelThread) return new vscode.ThemeIcon('gear');
  if (access === 'denied') return new vscode.ThemeIcon('lock');
  const { icon, color } = STATES[stateKey(process)] ?? { icon: 'circle-outline' };
  return new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
}

function memoryItem(node: MemoryNode): vscode.TreeItem {
  const { read } = node;
  const item = new vscode.TreeItem(vscode.l10n.t('Memory'), Expanded);
  item.iconPath = new vscode.ThemeIcon(read?.ok === false ? 'lock' : 'layers');
  item.contextValue = 'memory;';
  if (read?.ok) {
    const size = read.totals.reduce((sum, total) => sum + total.size, 0);
    item.description = vscode.l10n.t(
      '{0} regions · {1} mapped',
      formatCount(read.map.regions.count),
      formatBytes(size),
    );
    const at = timeOfDay(read.readAt);
    item.tooltip = read.torn
      ? vscode.l10n.t('Read at {0}. The map changed while it was read: regions can overlap or be out of order.', at)
      : vscode.l10n.t(
          'Address space that is mapped; how much of it is in memory is the RSS of the process. Read at {0}.',
          at,
        );
    if (read.torn) item.iconPath = new vscode.ThemeIcon('warning');
  } else if (read) {
    item.description = vscode.l10n.t('cannot be read');
    item.tooltip = read.message;
  }
  return withId(item, node);
}

function groupItem(node: GroupNode): vscode.TreeItem {
  const { regions, size, group } = node.total;
  const { id, label, description } = groupAt(group);
  const item = new vscode.TreeItem(label, Collapsed);
  item.description = `${formatBytes(size)} · ${regionCount(regions)}`;
  item.tooltip = description;
  item.iconPath = new vscode.ThemeIcon('circle-filled', new vscode.ThemeColor(colorOf(id)));
  return withId(item, node);
}

function groupAt(index: number): Group {
  return GROUPS[index] ?? groupOf('unknown');
}

/** The colour of a group as the manifest contributes it: `memoryMaps.kindThreadStack`. */
function colorOf(group: GroupId): string {
  const words = group.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `memoryMaps.kind${words.join('')}`;
}

/** Hundreds of regions are made into items at once: what takes time is left to the tooltip. */
function regionItem(node: RegionNode): vscode.TreeItem {
  const { regions } = node.read.map;
  const { row } = node;
  const start = formatAddress(addressAt(regions.start, row));
  // Start and size say what the range says, and leave room for the rest in a narrow side bar.
  const item = new vscode.TreeItem(start, None);
  const size = formatBytes(sizeNumberAt(regions, row));
  const perms = formatPerms(regions.perms[row] ?? 0);
  const { name } = mappedFile(regions.files, regions.file[row] ?? 0);
  const label = name === '' ? kindOf(regions.kind[row] ?? 0).label : shortName(printable(name));
  item.description = perms === undefined ? `${size} · ${label}` : `${size} · ${perms} · ${label}`;
  item.command = { command: 'memoryMaps.openRegion', title: TEXT.showInMaps, arguments: [node] };
  return withId(item, node);
}

/** The tooltip of a region: its range, what it is, and the whole name. */
export function regionTooltip({ read, row }: RegionNode): vscode.MarkdownString {
  const { start, end, file } = regionAt(read.map.regions, row);
  const { label, description } = kindOf(read.map.regions.kind[row] ?? 0);
  const tooltip = new vscode.MarkdownString();
  tooltip.appendMarkdown(`\`${formatAddress(start)}-${formatAddress(end)}\`\n\n`);
  tooltip.appendMarkdown(`**${escapeMarkdown(label)}**  \n${escapeMarkdown(description)}`);
  if (file.name !== '') tooltip.appendCodeblock(printable(file.name), 'plaintext');
  return tooltip;
}

/** The end of a path tells most; the whole of it is in the tooltip. */
function shortName(name: string): string {
  return name.startsWith('/') ? name.slice(name.lastIndexOf('/') + 1) : name;
}

function moreItem(node: MoreNode): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Show {0} more…', formatCount(node.next)), None);
  const left = formatCount(node.left);
  item.description =
    node.parent.kind === 'group'
      ? vscode.l10n.t('{0} regions are not shown', left)
      : vscode.l10n.t('{0} processes are not shown', left);
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.command = { command: 'memoryMaps.showMoreRows', title: vscode.l10n.t('Show More'), arguments: [node] };
  return withId(item, node);
}

function noteItem(node: NoteNode): vscode.TreeItem {
  const item = new vscode.TreeItem(node.text, None);
  item.description = node.detail;
  item.tooltip = node.detail === '' ? node.text : node.detail;
  item.iconPath = new vscode.ThemeIcon(node.icon);
  return withId(item, node);
}

/** The name and the description are what a screen reader says: left to itself it would say the tooltip alone. */
function withId(item: vscode.TreeItem, { id }: Node): vscode.TreeItem {
  item.id = id;
  const { label, description } = item;
  if (typeof label === 'string') {
    item.accessibilityInformation = { label: typeof description === 'string' ? `${label}, ${description}` : label };
  }
  return item;
}

function stateKey({ state = '', access }: ProcessInfo): string {
  return state === 'Z' && access !== 'no-memory' ? 'z' : state;
}

function noRss({ access }: ProcessInfo): string {
  return access === 'no-memory' ? vscode.l10n.t('none') : vscode.l10n.t('unknown');
}

/** The amount in steps as fine as it is shown, without the cost of showing it. */
function amount(rss: number | undefined): number {
  if (rss === undefined) return -1;
  const power = Math.floor(Math.log2(Math.max(rss, 1)) / 10);
  return Math.round((rss / 1024 ** power) * 10) + power * 100_000;
}
