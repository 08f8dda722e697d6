/** Which of the debug sessions a command is for. */
import * as vscode from 'vscode';
import { fieldOf } from '../../sources/debug/values.ts';
import { plainLabel } from '../platform/plain-label.ts';
import type { DebugSessions, KnownSession } from './debug-sessions.ts';

/**
 * The session that an argument names (`{ sessionId }`, or its id), the only one there is, or the one that the user picks, with the active one
 * first. Undefined after saying that there is none, and when the user picks none.
 */
export async function chooseSession(sessions: DebugSessions, argument?: unknown): Promise<KnownSession | undefined> {
  // The call stack gives the id itself.
  const id = typeof argument === 'string' ? argument : fieldOf(argument, 'sessionId');
  const named = typeof id === 'string' ? sessions.find(id) : undefined;
  if (named) return named;
  const candidates = sessions.candidates();
  if (candidates.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Nothing is being debugged that is known to be a process of this machine.'),
    );
    return undefined;
  }
  if (candidates.length === 1) return candidates[0];
  const active = vscode.debug.activeDebugSession?.id;
  const picked = await vscode.window.showQuickPick(
    candidates.map((known) => ({
      known,
      label: plainLabel(known.session.name),
      description: [
        known.process?.pid,
        plainLabel(known.session.type),
        known.session.id === active ? vscode.l10n.t('active') : undefined,
      ]
        .filter((fact) => fact !== undefined)
        .join(' · '),
      detail: plainLabel(known.process?.name ?? ''),
    })),
    { title: vscode.l10n.t('Debug Session'), matchOnDescription: true, matchOnDetail: true },
  );
  return picked?.known;
}
