/**
 * Live documents in the workbench: the file system, the command that refreshes, and what tells that a process has ended.
 * That is told where it does not disturb: the tab is dimmed, the language status says it, and only who asked for a refresh
 * gets a message.
 */
import * as vscode from 'vscode';
import type { Services } from '../platform/services.ts';
import { failureSentences, OpenFailures, tabUri } from './open-failures.ts';
import { SCHEME } from './process-uri.ts';
import { ProcfsFileSystem } from './procfs-file-system.ts';
import type { Snapshot } from './snapshots.ts';

/** Registers the scheme `procmaps` and its command. */
export function registerLiveDocuments(context: vscode.ExtensionContext, services: Services): void {
  const failures = new OpenFailures();
  const { log } = services;
  const files = new ProcfsFileSystem(services, failures);
  const decorations = new EndedDecorations(files);
  const status = vscode.languages.createLanguageStatusItem('memoryMaps.live', { scheme: SCHEME });
  status.name = vscode.l10n.t('Live Map');

  const showStatus = (): void => {
    const uri = vscode.window.activeTextEditor?.document.uri;
    const snapshot = uri?.scheme === SCHEME ? files.snapshot(uri) : undefined;
    if (snapshot) Object.assign(status, statusOf(snapshot));
  };

  const refresh = async (argument: unknown): Promise<void> => {
    const { activeTab } = vscode.window.tabGroups.activeTabGroup;
    const uri = argument instanceof vscode.Uri ? argument : activeTab && tabUri(activeTab);
    if (uri?.scheme !== SCHEME) return;
    try {
      const refreshed = await files.refresh(uri);
      if (refreshed?.outcome === 'failed') {
        void vscode.window.showWarningMessage(failureSentences(refreshed.failure));
      } else if (refreshed?.outcome === 'ended') {
        decorations.changed.fire(uri);
        void vscode.window.showInformationMessage(endedSentence(refreshed.snapshot));
      }
    } catch (error) {
      log.error(`Refreshing ${uri.path}`, error);
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    }
    showStatus();
  };

  const isReadonly = new vscode.MarkdownString(
    vscode.l10n.t(
      'This is the memory map of a live process: it is read, and cannot be edited. Refresh reads it again.',
    ),
  );
  context.subscriptions.push(
    status,
    failures,
    decorations,
    vscode.workspace.registerFileSystemProvider(SCHEME, files, { isReadonly, isCaseSensitive: true }),
    vscode.window.registerFileDecorationProvider(decorations),
    vscode.commands.registerCommand('memoryMaps.refreshDocument', refresh),
    vscode.window.onDidChangeActiveTextEditor(showStatus),
    vscode.workspace.onDidOpenTextDocument(showStatus),
    vscode.workspace.onDidChangeTextDocument(({ document }) => document.uri.scheme === SCHEME && showStatus()),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => uri.scheme === SCHEME && files.forget(uri)),
  );
}

/** Dims the tabs of processes that have ended. */
class EndedDecorations implements vscode.FileDecorationProvider, vscode.Disposable {
  private readonly files: ProcfsFileSystem;
  readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChangeFileDecorations = this.changed.event;

  constructor(files: ProcfsFileSystem) {
    this.files = files;
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    const ended = uri.scheme === SCHEME ? this.files.snapshot(uri)?.ended : undefined;
    return ended === undefined
      ? undefined
      : new vscode.FileDecoration('✕', ended, new vscode.ThemeColor('disabledForeground'));
  }

  dispose(): void {
    this.changed.dispose();
  }
}

/** What the language status says of a document. */
function statusOf(snapshot: Snapshot): Pick<vscode.LanguageStatusItem, 'text' | 'detail' | 'severity' | 'command'> {
  const { pid, name } = snapshot.process;
  const at = timeOfDay(snapshot.readAt);
  const command = { title: vscode.l10n.t('Refresh'), command: 'memoryMaps.refreshDocument' };
  if (snapshot.ended !== undefined) {
    return {
      text: vscode.l10n.t('Process {0} has ended', pid),
      detail: vscode.l10n.t('last map of {0}, read at {1}', name, at),
      severity: vscode.LanguageStatusSeverity.Warning,
      command: undefined,
    };
  }
  if (snapshot.torn) {
    return {
      text: vscode.l10n.t('The map of {0} changed while it was read', name),
      detail: vscode.l10n.t('regions can overlap or be out of order; read at {0}', at),
      severity: vscode.LanguageStatusSeverity.Warning,
      command,
    };
  }
  return {
    text: vscode.l10n.t('Live map of {0} ({1})', name, pid),
    detail: vscode.l10n.t('read at {0}', at),
    severity: vscode.LanguageStatusSeverity.Information,
    command,
  };
}

function endedSentence({ ended = '', readAt }: Snapshot): string {
  return vscode.l10n.t('{0} The text is its last map, read at {1}.', ended, timeOfDay(readAt));
}

function timeOfDay(milliseconds: number): string {
  return new Date(milliseconds).toLocaleTimeString();
}
