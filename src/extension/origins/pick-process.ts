/** The pick list of processes: what is debugged, tasks, terminals and all others; `:8080` finds who listens on the port. */
import * as vscode from 'vscode';
import { Cancelled } from '../../sources/cancelled.ts';
import { byOrigin, type OriginProcess } from '../../sources/process-origins.ts';
import type { ProcessInfo } from '../../sources/process.ts';
import { LOCAL } from '../../sources/source-spec.ts';
import { openProcessFile } from '../documents/show-process.ts';
import { plainMessage } from '../platform/plain-message.ts';
import { reasonOf } from '../platform/reason-of.ts';
import type { Services } from '../platform/services.ts';
import { portPicks, processPicks, typedPort, type ProcessPick } from './process-picks.ts';
import type { OriginRoots } from './roots.ts';

/** How the list is shown. */
export interface PickOptions {
  readonly title: string;
  /** Rows have a button that opens the maps text, for a list that is for something else. */
  readonly mapsButton: boolean;
}

/** Lets the user choose a process; undefined when none was chosen, or when a button of a row did what was wanted. */
export function pickProcess(
  roots: Pick<OriginRoots, 'list'>,
  services: Services,
  { title, mapsButton }: PickOptions,
): Promise<ProcessInfo | undefined> {
  const pick = vscode.window.createQuickPick<ProcessPick>();
  const buttons = mapsButton
    ? [{ iconPath: new vscode.ThemeIcon('go-to-file'), tooltip: vscode.l10n.t('Open Maps') }]
    : [];
  let all: readonly OriginProcess[] = [];
  let looking: AbortController | undefined;

  const list = async (): Promise<void> => {
    const [{ processes, unavailable }, known] = await Promise.all([services.worker.listProcesses(LOCAL), roots.list()]);
    if (unavailable !== undefined) throw new Error(unavailable);
    all = byOrigin(
      processes.filter(({ access }) => access !== 'no-memory'),
      known,
    );
  };
  const show = async (): Promise<void> => {
    looking?.abort();
    const port = typedPort(pick.value);
    if (port === undefined) {
      pick.items = processPicks(all, pick.value, buttons);
      return;
    }
    const search = new AbortController();
    looking = search;
    pick.busy = true;
    // Enter must not choose what stood there before.
    pick.items = [];
    try {
      const owners = await services.worker.portOwners(port, search.signal);
      // Who listens may have started after the list was made.
      if (owners.holders.some(({ pid }) => !all.some(({ process }) => process.pid === pid))) await list();
      if (!search.signal.aborted) pick.items = portPicks(owners, all, buttons);
    } finally {
      if (looking === search) pick.busy = false;
    }
  };
  const failed = (error: unknown): void => {
    if (error instanceof Cancelled) return;
    services.log.error('Looking for a process', error);
    pick.hide();
    void vscode.window.showErrorMessage(plainMessage(reasonOf(error)));
  };
  const load = async (): Promise<void> => {
    pick.busy = true;
    await list();
    pick.busy = false;
    await show();
  };

  pick.title = title;
  pick.placeholder = vscode.l10n.t('Name, PID or words of the command line; a port as :8080');
  return new Promise((resolve) => {
    pick.onDidChangeValue(() => void show().catch(failed));
    pick.onDidAccept(() => {
      const [row] = pick.selectedItems;
      // A sentence cannot be chosen.
      if (!row?.process) return;
      resolve(row.process);
      pick.hide();
    });
    pick.onDidTriggerItemButton(({ item }) => {
      pick.hide();
      if (item.process) openProcessFile(item.process, 'maps', services).catch(failed);
    });
    pick.onDidHide(() => {
      looking?.abort();
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
    load().catch(failed);
  });
}
