/** The rows of the pick list of processes. Names come from processes: nothing of them is taken for markup. */
import * as vscode from 'vscode';
import { formatKilobytes } from '../../core/memory-map/size.ts';
import { parseProcessFilter, processMatcher } from '../../sources/process-filter.ts';
import type { Origin, OriginProcess } from '../../sources/process-origins.ts';
import type { PortOwners, ProcessInfo } from '../../sources/process.ts';
import { plainLabel } from '../platform/plain-label.ts';

/** A row: a process, a heading, or a sentence that cannot be chosen. */
export interface ProcessPick extends vscode.QuickPickItem {
  readonly process?: ProcessInfo;
}

const HEADINGS: Readonly<Record<Origin, string>> = {
  debuggee: vscode.l10n.t('Debuggee'),
  task: vscode.l10n.t('Tasks'),
  terminal: vscode.l10n.t('Terminals'),
  other: vscode.l10n.t('All Others'),
};

/** A port as it is typed: `:8080`. */
export function typedPort(text: string): number | undefined {
  const digits = /^:(\d{1,5})$/.exec(text.trim())?.[1];
  const port = Number(digits);
  return digits !== undefined && port >= 1 && port <= 65535 ? port : undefined;
}

/**
 * The rows of the processes that fit, under a heading for each origin.
 * @param filter in the language of the Processes view: words of name, PID, user and command line, and fields
 */
export function processPicks(
  all: readonly OriginProcess[],
  filter: string,
  buttons: readonly vscode.QuickInputButton[],
): ProcessPick[] {
  const fits = processMatcher(
    parseProcessFilter(filter).query,
    all.map(({ process }) => process),
  );
  const shown = all.filter(({ process }) => fits(process));
  if (shown.length === 0) return [sentencePick(vscode.l10n.t('No process fits.'))];
  return withHeadings(
    shown.map((each) => ({ heading: HEADINGS[each.origin], pick: processPick(each.process, each.label, buttons) })),
  );
}

/** The rows of the processes that listen on a port, and of what is known when they cannot be seen. */
export function portPicks(
  owners: PortOwners,
  all: readonly OriginProcess[],
  buttons: readonly vscode.QuickInputButton[],
): ProcessPick[] {
  const byPid = new Map(all.map(({ process }) => [process.pid, process]));
  const picks = owners.holders.flatMap(({ pid, address }) => {
    const process = byPid.get(pid);
    return process ? [processPick(process, listens(address, owners.port), buttons)] : [];
  });
  return [...picks, ...portSentences(owners, picks.length).map(sentencePick)];
}

/** What there is to say of a port beside the processes that were found. @param found how many */
function portSentences({ port, isReadable, unseen, refused }: PortOwners, found: number): string[] {
  if (!isReadable) return [vscode.l10n.t('Which ports are listened on cannot be read: /proc/net/tcp is not there.')];
  const sentences = unseen.map(({ uid, user, address }) =>
    refused > 0
      ? vscode.l10n.t(
          '{0} is listened on by a process of another user (uid {1}, {2}), whose open files may not be read.',
          place(address, port),
          uid,
          plainLabel(user),
        )
      : vscode.l10n.t(
          '{0} is listened on by a socket of uid {1} ({2}) that no process seen from here holds: the kernel itself does, or a process of another PID namespace.',
          place(address, port),
          uid,
          plainLabel(user),
        ),
  );
  if (found > 0 || sentences.length > 0) return sentences;
  return [vscode.l10n.t('Nothing listens on TCP port {0} here. Ports inside of containers are not seen.', port)];
}

function processPick(process: ProcessInfo, label: string, buttons: readonly vscode.QuickInputButton[]): ProcessPick {
  const { pid, user, rss, name, command, access } = process;
  const facts = [
    String(pid),
    user === undefined ? undefined : plainLabel(user),
    rss === undefined ? undefined : formatKilobytes(rss),
    access === 'denied' ? vscode.l10n.t('no access') : undefined,
    label === '' ? undefined : plainLabel(label),
  ];
  return {
    process,
    label: plainLabel(name),
    description: facts.filter((fact) => fact !== undefined).join(' · '),
    detail: plainLabel(command),
    buttons,
    // What fits is decided here, by the filter's language.
    alwaysShow: true,
  };
}

function sentencePick(text: string): ProcessPick {
  return { label: text, alwaysShow: true };
}

function withHeadings(rows: readonly { readonly heading: string; readonly pick: ProcessPick }[]): ProcessPick[] {
  return rows.flatMap(({ heading, pick }, i) =>
    heading === rows[i - 1]?.heading ? [pick] : [{ label: heading, kind: vscode.QuickPickItemKind.Separator }, pick],
  );
}

function listens(address: string, port: number): string {
  return vscode.l10n.t('listens on {0}', place(address, port));
}

function place(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
