/**
 * What is told of a live document where it does not disturb: in the language status, by context keys for the buttons in its
 * title, and by the colour of its tab.
 */
import * as vscode from 'vscode';
import { paceWords } from '../live/words.ts';
import { plainMessage } from '../platform/plain-message.ts';
import { timeOfDay } from '../platform/time-of-day.ts';
import { isLiveUri, type LiveTexts } from './live-texts.ts';
import { tabUri } from './open-failures.ts';
import { SCHEME } from './process-uri.ts';
import type { Snapshot } from './snapshots.ts';

type Shown = Pick<vscode.LanguageStatusItem, 'text' | 'detail' | 'severity' | 'command'>;

/** The live document in front of the user, in whichever editor. */
export function activeLiveUri(): vscode.Uri | undefined {
  const { activeTab } = vscode.window.tabGroups.activeTabGroup;
  const uri = (activeTab && tabUri(activeTab)) ?? vscode.window.activeTextEditor?.document.uri;
  return isLiveUri(uri) ? uri : undefined;
}

export class LiveStatus implements vscode.Disposable {
  private readonly texts: LiveTexts;
  private readonly map = vscode.languages.createLanguageStatusItem('memoryMaps.live', { scheme: SCHEME });
  private readonly pace = vscode.languages.createLanguageStatusItem('memoryMaps.livePace', { scheme: SCHEME });
  private readonly subscriptions: vscode.Disposable[];

  constructor(texts: LiveTexts) {
    this.texts = texts;
    this.map.name = vscode.l10n.t('Live Map');
    this.pace.name = vscode.l10n.t('Live Map Pace');
    const show = (): void => this.show();
    this.subscriptions = [
      this.map,
      this.pace,
      texts.onDidChangeState(show),
      vscode.window.onDidChangeActiveTextEditor(show),
      vscode.workspace.onDidOpenTextDocument(show),
      vscode.window.tabGroups.onDidChangeTabs(show),
    ];
    show();
  }

  /** Shows what is known of the active document. */
  show(): void {
    const uri = activeLiveUri();
    const snapshot = uri && this.texts.peek(uri);
    const state = uri && this.texts.readerOf(uri)?.state;
    void vscode.commands.executeCommand(
      'setContext',
      'memoryMaps.live',
      state ? (state.stopped === undefined ? 'running' : state.stopped === 'ended' ? 'ended' : 'stopped') : '',
    );
    if (!snapshot || !state) return;
    Object.assign(this.map, statusOf(snapshot, state.stopped === undefined));
    this.pace.text = vscode.l10n.t('Live: {0}', paceWords(state));
    this.pace.command =
      state.stopped === 'ended' || state.stopped === 'not-live'
        ? undefined
        : { title: vscode.l10n.t('Change'), command: 'memoryMaps.setLivePace' };
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

/** Dims the tabs of processes that have ended. */
export class EndedDecorations implements vscode.FileDecorationProvider, vscode.Disposable {
  private readonly texts: LiveTexts;
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly subscription: vscode.Disposable;
  readonly onDidChangeFileDecorations = this.changed.event;

  constructor(texts: LiveTexts) {
    this.texts = texts;
    this.subscription = texts.onDidChangeState((uri) => this.changed.fire(uri));
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    const ended = isLiveUri(uri) ? this.texts.peek(uri)?.ended : undefined;
    return ended === undefined
      ? undefined
      : new vscode.FileDecoration('✕', ended, new vscode.ThemeColor('disabledForeground'));
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }
}

/** What the language status says of a document. Icons and links in it are drawn: a process writes none. */
export function statusOf(snapshot: Snapshot, isLive: boolean): Shown {
  const { pid } = snapshot.process;
  const name = plainMessage(snapshot.process.name);
  const at = timeOfDay(isLive ? snapshot.modified : snapshot.readAt);
  const command = { title: vscode.l10n.t('Refresh'), command: 'memoryMaps.refreshDocument' };
  if (snapshot.ended !== undefined) {
    return {
      text: vscode.l10n.t('Process {0} has ended', pid),
      detail: vscode.l10n.t('last map of {0}, read at {1}', name, timeOfDay(snapshot.readAt)),
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
    detail: isLive ? vscode.l10n.t('as it has been since {0}', at) : vscode.l10n.t('read at {0}', at),
    severity: vscode.LanguageStatusSeverity.Information,
    command,
  };
}

/** The sentence for who asked for a refresh of a process that has ended. */
export function endedSentence({ ended = '', readAt }: Snapshot): string {
  return vscode.l10n.t('{0} The text is its last map, read at {1}.', ended, timeOfDay(readAt));
}
