/** The Processes view in the workbench: the view and its commands. */
import * as vscode from 'vscode';
import { addressAt } from '../../core/memory-map/address.ts';
import { fieldOf, textOf } from '../../sources/debug/values.ts';
import { parseProcessFilter } from '../../sources/process-filter.ts';
import { SORT_KEYS, type SortKey } from '../../sources/process-tree.ts';
import type { MapFile, ProcessInfo } from '../../sources/process.ts';
import { LOCAL, type SourceSpec } from '../../sources/source-spec.ts';
import { failureSentences } from '../documents/open-failures.ts';
import { openProcessFile, showRegion } from '../documents/show-process.ts';
import type { PickProcess } from '../origins/register.ts';
import type { Services } from '../platform/services.ts';
import { readExactMemory } from './exact-memory.ts';
import { explainProcess } from './explain-process.ts';
import { isRow, type RegionNode } from './nodes.ts';
import { ProcessesView } from './view.ts';

/** Registers the view and its commands. @param pickProcess asks for the process where a command was not started from a row */
export function registerProcesses(
  context: vscode.ExtensionContext,
  services: Services,
  pickProcess: PickProcess,
): ProcessesView {
  const view = new ProcessesView(services, context.globalState);
  const commands: Readonly<Record<string, (argument: unknown) => unknown>> = {
    'memoryMaps.refreshProcesses': () => view.refresh(true),
    'memoryMaps.filterProcesses': () => askFilter(view),
    'memoryMaps.clearProcessFilter': () => view.change({ filter: '' }),
    'memoryMaps.sortProcesses': () => askSort(view),
    'memoryMaps.showProcessesAsTree': () => view.change({ hierarchy: true }),
    'memoryMaps.showProcessesAsList': () => view.change({ hierarchy: false }),
    'memoryMaps.openMaps': (node: unknown) => openFile(pickProcess, services, node, 'maps'),
    'memoryMaps.openSmaps': (node: unknown) => openFile(pickProcess, services, node, 'smaps'),
    'memoryMaps.readExactMemory': (node: unknown) => readSmaps(pickProcess, services, node),
    'memoryMaps.explainProcess': (node: unknown) =>
      isRow(node, 'process') ? explainProcess(services, node) : undefined,
    'memoryMaps.showMemory': (node: unknown) => (isRow(node, 'process') ? view.showMemory(node) : undefined),
    'memoryMaps.copyPid': (node: unknown) =>
      isRow(node, 'process') ? vscode.env.clipboard.writeText(String(node.pid)) : undefined,
    'memoryMaps.captureProcess': async (argument: unknown) => {
      const { captureProcess, readCapture } = await import('./capture.ts');
      const process = readCapture(argument ?? (await pickProcess(vscode.l10n.t('Save Snapshot of Process'))));
      return process && captureProcess(process, versionOf(context), services);
    },
    'memoryMaps.openRegion': (node: unknown) => (isRow(node, 'region') ? openRegion(services, node) : undefined),
    'memoryMaps.showMoreRows': (node: unknown) => (isRow(node, 'more') ? view.showMore(node) : undefined),
    'memoryMaps.refreshSource': (node: unknown) =>
      isRow(node, 'source') ? view.refreshSource(node) : view.refresh(true),
  };
  context.subscriptions.push(
    view,
    ...Object.entries(commands).map(([id, run]) => vscode.commands.registerCommand(id, run)),
  );
  return view;
}

function versionOf({ extension }: vscode.ExtensionContext): string {
  return textOf(fieldOf(extension.packageJSON, 'version')) ?? 'unknown';
}

/**
 * Asks for the filter and applies it as it is typed; Escape brings the former one back. While something is wrong with it, the
 * last one that was fine stays in force.
 */
function askFilter(view: ProcessesView): void {
  const before = view.filter;
  const input = vscode.window.createInputBox();
  input.title = vscode.l10n.t('Filter Processes');
  input.placeholder = vscode.l10n.t('Words of the name, PID, user or command line');
  input.prompt = vscode.l10n.t(
    'Fields narrow it down, for example: {0}',
    'node rss>100M threads>10 -user:root state:Z',
  );
  input.value = before;
  let accepted = false;
  input.onDidChangeValue((filter) => {
    const [error] = parseProcessFilter(filter).errors;
    input.validationMessage = error?.message;
    if (!error) view.change({ filter: filter.trim() });
  });
  input.onDidAccept(() => {
    if (input.validationMessage !== undefined) return;
    accepted = true;
    input.hide();
  });
  input.onDidHide(() => {
    if (!accepted) view.change({ filter: before });
    input.dispose();
  });
  input.show();
}

async function askSort(view: ProcessesView): Promise<void> {
  const labels: Readonly<Record<SortKey, string>> = {
    pid: vscode.l10n.t('PID'),
    name: vscode.l10n.t('Name'),
    rss: vscode.l10n.t('Resident memory (RSS), largest first'),
    threads: vscode.l10n.t('Threads, most first'),
    user: vscode.l10n.t('User'),
  };
  const picks = SORT_KEYS.map((key) => ({
    key,
    label: labels[key],
    ...(key === view.sort && { description: vscode.l10n.t('in force') }),
  }));
  const picked = await vscode.window.showQuickPick(picks, { title: vscode.l10n.t('Sort Processes') });
  if (picked) view.change({ sort: picked.key });
}

async function openFile(pick: PickProcess, services: Services, node: unknown, file: MapFile): Promise<void> {
  const chosen = await chosenProcess(pick, node, vscode.l10n.t('Open {0}', file));
  if (chosen) await openProcessFile(chosen.process, file, services, chosen.source);
}

async function readSmaps(pick: PickProcess, services: Services, node: unknown): Promise<void> {
  const chosen = await chosenProcess(pick, node, vscode.l10n.t('Read Exact Memory (smaps)'));
  if (!chosen) return;
  const { source, process } = chosen;
  await readExactMemory(services, source, process, () => openProcessFile(process, 'smaps', services, source));
}

/** A process, and where it runs. */
interface Chosen {
  readonly source: SourceSpec;
  readonly process: ProcessInfo;
}

/** The process of a row; without a row the one that the user picks. */
async function chosenProcess(pick: PickProcess, node: unknown, title: string): Promise<Chosen | undefined> {
  if (isRow(node, 'process')) return node;
  const process = await pick(title);
  return process && { source: LOCAL, process };
}

/** Opens the live document where the region stands now, or says why it cannot be read: the workbench would say less. */
async function openRegion({ worker }: Services, { parent, read, row }: RegionNode): Promise<void> {
  const { regions } = read.map;
  const { source } = parent.parent.parent;
  const { pid, startTime } = read.process;
  try {
    await showRegion(read.process, addressAt(regions.start, row), regions.line[row] ?? 1, { source });
  } catch (error) {
    const failure = await worker.explainAccess(source, { pid, file: 'maps', startTime });
    if (!failure) throw error;
    void vscode.window.showWarningMessage(failureSentences(failure));
  }
}
