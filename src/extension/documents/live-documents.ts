/**
 * Live documents in the workbench: the file system, the commands that refresh and pace them, and what tells that a process has
 * ended. That is told where it does not disturb; only who asked for a refresh gets a message.
 */
import * as vscode from 'vscode';
import { isPace } from '../../sources/pace.ts';
import { choosePace, setPace, toggleLive } from '../live/choose-pace.ts';
import type { LiveReader } from '../live/reader.ts';
import { plainMessage } from '../platform/plain-message.ts';
import { reasonOf } from '../platform/reason-of.ts';
import type { Services } from '../platform/services.ts';
import { ChangeMarks } from './change-marks.ts';
import { keepPlaces } from './keep-place.ts';
import { activeLiveUri, EndedDecorations, endedSentence, LiveStatus } from './live-status.ts';
import { isLiveUri } from './live-texts.ts';
import { failureSentences, OpenFailures } from './open-failures.ts';
import { SCHEME } from './process-uri.ts';
import { ProcfsFileSystem } from './procfs-file-system.ts';

/** Registers the scheme `procmaps` and its commands. */
export function registerLiveDocuments(context: vscode.ExtensionContext, services: Services): void {
  const { log, liveTexts } = services;
  const failures = new OpenFailures();
  const marks = new ChangeMarks(liveTexts);
  const places = keepPlaces(liveTexts);
  const files = new ProcfsFileSystem(services, failures);
  const decorations = new EndedDecorations(liveTexts);
  const status = new LiveStatus(liveTexts);

  const uriOf = (argument: unknown): vscode.Uri | undefined => {
    const uri = argument instanceof vscode.Uri ? argument : activeLiveUri();
    return isLiveUri(uri) ? uri : undefined;
  };
  const readerOf = (argument: unknown): LiveReader | undefined => {
    const uri = uriOf(argument);
    return uri && liveTexts.readerOf(uri);
  };

  const refresh = async (argument: unknown): Promise<void> => {
    const uri = uriOf(argument);
    if (!uri) return;
    try {
      const refreshed = await liveTexts.refresh(uri);
      if (refreshed?.outcome === 'failed') {
        void vscode.window.showWarningMessage(failureSentences(refreshed.failure));
      } else if (refreshed?.outcome === 'ended') {
        void vscode.window.showInformationMessage(endedSentence(refreshed.snapshot));
      }
    } catch (error) {
      log.error(`Refreshing ${uri.path}`, error);
      void vscode.window.showErrorMessage(plainMessage(reasonOf(error)));
    }
    status.show();
  };

  const isReadonly = new vscode.MarkdownString(
    vscode.l10n.t(
      'This is the memory map of a live process: it is read, and cannot be edited. Refresh reads it again.',
    ),
  );
  const commands: Readonly<Record<string, (...args: readonly unknown[]) => unknown>> = {
    'memoryMaps.refreshDocument': refresh,
    'memoryMaps.setLivePace': (argument, pace) => {
      const reader = readerOf(argument);
      return reader && (isPace(pace) ? setPace(reader, pace) : choosePace(reader));
    },
    'memoryMaps.pauseLive': (argument) => readerOf(argument)?.choose('off'),
    'memoryMaps.resumeLive': (argument) => {
      const reader = readerOf(argument);
      return reader && toggleLive(reader);
    },
    'memoryMaps.clearLiveMarks': (argument) => {
      const uri = uriOf(argument);
      if (uri) marks.clear(uri);
    },
  };
  context.subscriptions.push(
    status,
    failures,
    decorations,
    marks,
    places,
    files,
    vscode.workspace.registerFileSystemProvider(SCHEME, files, { isReadonly, isCaseSensitive: true }),
    vscode.window.registerFileDecorationProvider(decorations),
    ...Object.entries(commands).map(([id, run]) => vscode.commands.registerCommand(id, run)),
  );
}
