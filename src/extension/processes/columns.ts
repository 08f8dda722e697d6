/** What the description of a process's row shows: the columns that the user chose, as far as they are known of the row. */
import * as vscode from 'vscode';
import { formatCount, formatKilobytes } from '../../core/memory-map/size.ts';
import { amountOf, type Figure } from '../../sources/figures/figure.ts';
import type { FigureName } from '../../sources/figures/names.ts';
import type { ProcessNode } from './nodes.ts';

/** The columns, in the words of the setting. */
export type Column = (typeof COLUMNS)[number];

const COLUMNS = ['pid', 'rss', 'pss', 'uss', 'swap', 'regions', 'user', 'state', 'threads'] as const;

/** What costs a read of its own: those of a row that is looked at. */
const LOOKED_AT: readonly Column[] = ['pss', 'uss', 'swap', 'regions'];

/** The setting, as the manifest contributes it. */
export const COLUMNS_SETTING = 'memoryMaps.processes.columns';

/** A narrow side bar cuts the end off: what tells most stands first. */
const USUAL: readonly Column[] = ['pid', 'rss', 'user', 'state', 'threads'];

/** The columns that are chosen; what is no column is left out. */
export function chosenColumns(): readonly Column[] {
  const chosen = vscode.workspace.getConfiguration().get<unknown>(COLUMNS_SETTING);
  return Array.isArray(chosen) ? knownColumns(chosen) : USUAL;
}

function knownColumns(words: readonly unknown[]): Column[] {
  return words.flatMap((word) => COLUMNS.find((column) => column === word) ?? []);
}

/** Whether a row that is looked at has more to show than the list told. */
export function needsFigures(columns: readonly Column[]): boolean {
  return columns.some((column) => LOOKED_AT.includes(column));
}

/** The texts of a row, in the order of the columns. */
export function columnTexts(node: ProcessNode, columns: readonly Column[] = USUAL): string[] {
  // With others beside it, an amount must say which it is.
  const named = columns.includes('pss') || columns.includes('uss');
  return columns.flatMap((column) => CELLS[column](node, named) ?? []);
}

const CELLS: Readonly<Record<Column, (node: ProcessNode, named: boolean) => string | undefined>> = {
  pid: ({ pid }) => String(pid),
  rss: ({ process: { rss } }, named) => {
    const shown = rss === undefined ? undefined : formatKilobytes(rss);
    return named && shown !== undefined ? `RSS ${shown}` : shown;
  },
  pss: (node) => figureText(node, 'pss', 'PSS'),
  uss: (node) => figureText(node, 'uss', 'USS'),
  swap: (node) => figureText(node, 'swap', vscode.l10n.t('swap')),
  regions: (node) => {
    const figure = figureOf(node, 'regions');
    const count = amountOf(figure);
    if (count !== undefined) return vscode.l10n.t('{0} regions', formatCount(count));
    return figure === undefined ? undefined : vscode.l10n.t('regions unknown');
  },
  user: ({ process: { user } }) => user,
  state: ({ process: { state, access } }) =>
    state === 'Z' && access === 'no-memory' ? vscode.l10n.t('zombie') : state,
  threads: ({ process: { threads = 0 } }) =>
    threads > 1 ? vscode.l10n.t('{0} threads', formatCount(threads)) : undefined,
};

/** The figure of a row; undefined while nobody looked at it. */
function figureOf({ figures }: ProcessNode, name: FigureName): Figure | undefined {
  return figures.read?.ok ? figures.read.values[name] : figures.read && { unknown: figures.read.message };
}

function figureText(node: ProcessNode, name: FigureName, label: string): string | undefined {
  const figure = figureOf(node, name);
  return figure === undefined ? undefined : `${label} ${amountText(figure)}`;
}

/** An amount in kB as people read it, or that it is unknown. */
export function amountText(figure: Figure): string {
  return typeof figure === 'number' ? formatKilobytes(figure) : vscode.l10n.t('unknown');
}
