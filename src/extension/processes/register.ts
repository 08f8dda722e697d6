/** The Processes view in the workbench: the view and its commands. */
import * as vscode from 'vscode';
import { addressAt, formatAddress } from '../../core/memory-map/address.ts';
import { formatKilobytes } from '../../core/memory-map/size.ts';
import { parseProcessFilter } from '../../sources/process-filter.ts';
import type { SortKey } from '../../sources/process-tree.ts';
import type { MapFile, ProcessInfo } from '../../sources/process.ts';
import { LOCAL, type SourceSpec } from '../../sources/source-spec.ts';
import { failureSentences } from '../documents/open-failures.ts';
import { processUri } from '../documents/process-uri.ts';
import { plainLabel } from '../platform/plain-label.ts';
import type { Services } from '../platform/services.ts';
import { captureProcess, readCapture } from './capture.ts';
import { readExactMemory } from './exact-memory.ts';
import { explainProcess } from './explain-process.ts';
import { type MoreNode, ProcessNode, type RegionNode, type SourceNode } from './nodes.ts';
import { ProcessesView, SORT_KEYS } from './view.ts';

/** Registers the view and its commands. */
export function registerProcesses(context: vscode.ExtensionContext, services: Services): ProcessesView {
  const view = new ProcessesView(services, context.globalState);
  const commands: Readonly<Record<string, (...args: never[]) => unknown>> = {
    'memoryMaps.refreshProcesses': () => view.refresh(true),
    'memoryMaps.filterProcesses': () => askFilter(view),
    'memoryMaps.clearProcessFilter': () => view.change({ filter: '' }),
    'memoryMaps.sortProcesses': () => askSort(view),
    'memoryMaps.showProcessesAsTree': () => view.change({ hierarchy: true }),
    'memoryMaps.showProcessesAsList': () => view.change({ hierarchy: false }),
    'memoryMaps.openMaps': (node: unknown) => openFile(view, services, node, 'maps'),
    'memoryMaps.openSmaps': (node: unknown) => openFile(view, services, node, 'smaps'),
    'memoryMaps.readExactMemory': (node: unknown) => readSmaps(view, services, node),
    'memoryMaps.explainProcess': (node: unknown) =>
      node instanceof ProcessNode ? explainProcess(services, node) : undefined,
    'memoryMaps.showMemory': (node: ProcessNode) => view.showMemory(node),
    'memoryMaps.copyPid': (node: unknown) =>
      node instanceof ProcessNode ? vscode.env.clipboard.writeText(String(node.pid)) : undefined,
    'memoryMaps.captureProcess': async (argument: unknown) => {
      const process = readCapture(argument ?? (await pickProcess(view)));
      return process && captureProcess(process, versionOf(context), services);
    },
    'memoryMaps.openRegion': openRegion,
    'memoryMaps.showMoreRows': (node: MoreNode) => view.showMore(node),
    'memoryMaps.refreshSource': (node: SourceNode) => view.refreshSource(node),
  };
  context.subscriptions.push(
    view,
    ...Object.entries(commands).map(([id, run]) => vscode.commands.registerCommand(id, run)),
  );
  return view;
}

function versionOf({ extension }: vscode.ExtensionContext): string {
  const manifest: unknown = extension.packageJSON;
  const version: unknown =
    typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, 'version') : undefined;
  return typeof version === 'string' ? version : 'unknown';
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

async function openFile(view: ProcessesView, services: Services, node: unknown, file: MapFile): Promise<void> {
  const chosen = await chosenProcess(view, node);
  if (chosen) await openRead(services, chosen, file);
}

async function readSmaps(view: ProcessesView, services: Services, node: unknown): Promise<void> {
  const chosen = await chosenProcess(view, node);
  if (!chosen) return;
  await readExactMemory(services, chosen.source, chosen.process, () => openRead(services, chosen, 'smaps'));
}

/** A process, and where it runs. */
interface Chosen {
  readonly source: SourceSpec;
  readonly process: ProcessInfo;
}

/** The process of a row; without a row the one that the user picks. */
async function chosenProcess(view: ProcessesView, node: unknown): Promise<Chosen | undefined> {
  if (node instanceof ProcessNode) return node;
  const process = await pickProcess(view);
  return process && { source: LOCAL, process };
}

async function openRead({ worker }: Services, { source, process }: Chosen, file: MapFile): Promise<void> {
  const { pid, startTime } = process;
  // An editor for what cannot be read would say less than a message.
  const failure = await worker.explainAccess(source, { pid, file, startTime });
  if (failure) void vscode.window.showWarningMessage(failureSentences(failure));
  else await vscode.commands.executeCommand('vscode.open', processUri(source, process, file));
}

/** Lets the user choose a process, for commands that were not started from a row. */
async function pickProcess(view: ProcessesView): Promise<ProcessInfo | undefined> {
  const picks = view.processes().then((processes) =>
    processes
      .filter(({ access }) => access !== 'no-memory')
      .map((process) => ({
        process,
        label: plainLabel(process.name),
        description: [process.pid, process.user, process.rss && formatKilobytes(process.rss)]
          .filter(Boolean)
          .join(' · '),
        detail: plainLabel(process.command),
      })),
  );
  const picked = await vscode.window.showQuickPick(picks, {
    title: vscode.l10n.t('Process'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.process;
}

/** Opens the live document where the region stands now: lines move when the map changes, addresses stay. */
async function openRegion({ parent, read, row }: RegionNode): Promise<void> {
  const { regions } = read.map;
  const document = await vscode.workspace.openTextDocument(
    processUri(parent.parent.parent.source, read.process, 'maps'),
  );
  const start = `${formatAddress(addressAt(regions.start, row))}-`;
  const told = (regions.line[row] ?? 1) - 1;
  const line = lineThatStarts(document, start, told);
  // The address range is selected: it is seen, and the long row of blanks before a name is not.
  const selection = new vscode.Range(line, 0, line, document.lineAt(line).text.indexOf(' '));
  await vscode.window.showTextDocument(document, { selection, preview: true });
}

/** The line that starts so, looked for outwards from where it was. */
function lineThatStarts(document: vscode.TextDocument, start: string, near: number): number {
  for (let away = 0; away < document.lineCount; away++) {
    for (const line of [near - away, near + away]) {
      if (line >= 0 && line < document.lineCount && document.lineAt(line).text.startsWith(start)) return line;
    }
  }
  return Math.max(0, Math.min(near, document.lineCount - 1));
}
