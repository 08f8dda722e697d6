/** The command that saves a process as a snapshot. */
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { formatCount, formatKilobytes } from '../../core/memory-map/size.ts';
import { Cancelled } from '../../sources/cancelled.ts';
import type { Captured } from '../../sources/capture/capture.ts';
import { formOf, snapshotName } from '../../sources/capture/names.ts';
import { fieldOf } from '../../sources/debug/values.ts';
import { amountOf } from '../../sources/figures/figure.ts';
import { SourceFailure } from '../../sources/source.ts';
import { isSource, LOCAL, sourceLabel, type SourceSpec } from '../../sources/source-spec.ts';
import { failureSentences } from '../documents/open-failures.ts';
import { plainMessage } from '../platform/plain-message.ts';
import { reasonOf } from '../platform/reason-of.ts';
import type { Services } from '../platform/services.ts';

/** A process to save: a row of the Processes view, or what another command names. */
export interface ToCapture {
  readonly source: SourceSpec;
  readonly pid: number;
  readonly startTime: string | undefined;
  readonly name: string;
  /** Resident memory in kB; undefined when it is not known. */
  readonly rss?: number | undefined;
  /** Where to, without asking. */
  readonly saveTo?: vscode.Uri | undefined;
  /** Whether to read what makes the process wait, without asking. */
  readonly smaps?: boolean | undefined;
}

/** The process that a command's argument names; undefined when it names none. */
export function readCapture(argument: unknown): ToCapture | undefined {
  const pid = fieldOf(argument, 'pid');
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0) return undefined;
  const [source, startTime, saveTo, smaps, process = argument] = [
    'source',
    'startTime',
    'saveTo',
    'smaps',
    'process',
  ].map((name) => fieldOf(argument, name));
  const [name, rss] = [fieldOf(process, 'name'), fieldOf(process, 'rss')];
  return {
    source: isSource(source) ? source : LOCAL,
    pid,
    startTime: typeof startTime === 'string' ? startTime : undefined,
    name: typeof name === 'string' ? name : '',
    rss: typeof rss === 'number' ? rss : undefined,
    saveTo: saveTo instanceof vscode.Uri ? saveTo : undefined,
    smaps: typeof smaps === 'boolean' ? smaps : undefined,
  };
}

/**
 * Saves a process. Returns when the snapshot is there; undefined when there is none, which the user was told or has chosen.
 * @param version of Memory Maps
 */
export async function captureProcess(
  process: ToCapture,
  version: string,
  services: Services,
): Promise<Captured | undefined> {
  const { source, pid, startTime } = process;
  if (source.kind === 'saved') {
    const message = vscode.l10n.t('{0} is a snapshot already: copy it instead.', plainMessage(sourceLabel(source)));
    void vscode.window.showWarningMessage(message);
    return undefined;
  }
  try {
    // Reading maps costs the process nothing, and tells what the rest will cost.
    const read = await services.worker.readProcess(source, { pid, file: 'maps', startTime });
    if (!read.ok) {
      void vscode.window.showWarningMessage(failureSentences(read));
      return undefined;
    }
    const { rss = await residentOf(process, services) } = process;
    const named = { ...process, rss, name: read.process.name, startTime: read.process.startTime ?? startTime };
    const smaps = process.smaps ?? (await askForSmaps(named, read.map.regions.count));
    const to = smaps === undefined ? undefined : (process.saveTo ?? (await askWhere(named)));
    if (smaps === undefined || !to) return undefined;
    if (to.scheme !== 'file') {
      void vscode.window.showErrorMessage(
        vscode.l10n.t('A snapshot is saved on the machine that reads the process: {0} is not there.', to.toString()),
      );
      return undefined;
    }
    return await save(named, smaps, to.fsPath, version, services);
  } catch (error) {
    if (error instanceof Cancelled) return undefined;
    services.log.error(`Saving process ${pid}`, error);
    void vscode.window.showErrorMessage(
      error instanceof SourceFailure ? failureSentences(error) : plainMessage(reasonOf(error)),
    );
    return undefined;
  }
}

/**
 * What the kernel takes to print smaps, smaps_rollup and numa_maps on a PC, in milliseconds: it walks each region, and the page
 * tables of what is resident in small pages.
 */
const MS_PER_REGION = 0.0032;
const MS_PER_KB = 36 / 2 ** 20;
/** Below this nobody notices. */
const WORTH_ASKING = 30;

/** Resident memory in kB, where the list does not tell it: of a process whose main thread has ended it says nothing. */
async function residentOf(
  { source, pid, startTime, smaps }: ToCapture,
  { worker }: Services,
): Promise<number | undefined> {
  if (smaps !== undefined) return undefined; // Nobody is asked what it will cost.
  const figures = await worker.readFigures(source, { pid, startTime }, { rollup: false, regions: false });
  return figures.ok ? amountOf(figures.values.rss) : undefined;
}

/** Whether to read what makes the process wait; undefined when the user changed their mind. */
async function askForSmaps({ name, pid, rss }: ToCapture, regions: number): Promise<boolean | undefined> {
  const ms = Math.ceil(regions * MS_PER_REGION + (rss ?? 0) * MS_PER_KB);
  if (rss !== undefined && ms < WORTH_ASKING) return true;
  const memory =
    rss === undefined
      ? vscode.l10n.t(
          '{0} regions and resident memory of unknown size, which is not counted here',
          formatCount(regions),
        )
      : vscode.l10n.t('{0} regions and {1} of resident memory', formatCount(regions), formatKilobytes(rss));
  const detail = vscode.l10n.t(
    'It has {0}: to print smaps, smaps_rollup and numa_maps once takes the kernel about {1} ms on a PC, and many times that on a small board. Meanwhile the process waits whenever it maps or unmaps memory. Without them the snapshot has the regions, but not how much of each is resident.',
    memory,
    formatCount(ms),
  );
  const withSmaps = vscode.l10n.t('Save with smaps');
  const without = vscode.l10n.t('Save without smaps');
  const message = vscode.l10n.t('Save a snapshot of {0} ({1})?', plainMessage(name), pid);
  const chosen = await vscode.window.showWarningMessage(message, { modal: true, detail }, withSmaps, without);
  return chosen === undefined ? undefined : chosen === withSmaps;
}

function askWhere({ name, pid }: ToCapture): Thenable<vscode.Uri | undefined> {
  const folder =
    vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri ?? vscode.Uri.file(homedir());
  return vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save Snapshot of Process'),
    saveLabel: vscode.l10n.t('Save Snapshot'),
    defaultUri: vscode.Uri.joinPath(folder, snapshotName(name, pid, new Date(), 'folder')),
    filters: {
      [vscode.l10n.t('Snapshot folder')]: ['procsnap'],
      [vscode.l10n.t('Snapshot archive')]: ['procsnap.tar', 'procsnap.tar.gz'],
    },
  });
}

async function save(
  { source, pid, startTime, name }: ToCapture,
  smaps: boolean,
  path: string,
  version: string,
  services: Services,
): Promise<Captured | undefined> {
  const title = vscode.l10n.t('Saving a snapshot of {0} ({1})', plainMessage(name), pid);
  const options = { location: vscode.ProgressLocation.Notification, cancellable: true, title };
  const request = {
    what: [{ pid, startTime }],
    smaps,
    to: { path },
    form: formOf(path),
    label: sourceLabel(source),
    version,
  };
  const captured = await vscode.window.withProgress(options, async (_, token) => {
    const controller = new AbortController();
    const listener = token.onCancellationRequested(() => controller.abort());
    try {
      return await services.worker.capture(source, request, controller.signal);
    } finally {
      listener.dispose();
    }
  });
  if (!captured.ok) {
    void vscode.window.showWarningMessage(failureSentences(captured));
    return undefined;
  }
  void tell(captured, name, pid, services);
  return captured;
}

/** Says that the snapshot is there and what is missing in it, and offers to open it. */
async function tell({ path, notes }: Captured, name: string, pid: number, { log }: Services): Promise<void> {
  for (const note of notes) log.info(`${path}: ${note}`);
  const saved = vscode.l10n.t('Saved a snapshot of {0} ({1}).', plainMessage(name), pid);
  const [only] = notes.map(plainMessage);
  const message =
    only === undefined
      ? saved
      : notes.length === 1
        ? `${saved} ${only}`
        : `${saved} ${vscode.l10n.t('{0} things have to be known of it.', notes.length)}`;
  const open = vscode.l10n.t('Show Layout');
  const add = vscode.l10n.t('Add to Processes');
  const details = vscode.l10n.t('Show Details');
  const chosen = await vscode.window.showInformationMessage(message, open, add, ...(notes.length > 1 ? [details] : []));
  if (chosen === details) log.show();
  if (chosen === open) await vscode.commands.executeCommand('memoryMaps.showLayout', vscode.Uri.file(path));
  const source: SourceSpec = { kind: 'saved', path };
  if (chosen === add) await vscode.commands.executeCommand('memoryMaps.addSource', source);
}
