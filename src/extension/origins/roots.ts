/** The processes that the workbench started or debugs: roots of the pick list's sections. */
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { OriginRoot } from '../../sources/process-origins.ts';
import { type DebugSessions, pidOfSession } from './debug-sessions.ts';

/** So long terminals may take to tell their processes, in milliseconds. One whose shell cannot be started never does. */
const PATIENCE = 300;

/** Remembers the processes of tasks: VS Code tells of them only when they start. */
export class OriginRoots implements vscode.Disposable {
  private readonly sessions: DebugSessions;
  private readonly tasks = new Map<vscode.TaskExecution, number>();
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor(sessions: DebugSessions) {
    this.sessions = sessions;
    this.subscriptions = [
      vscode.tasks.onDidStartTaskProcess(({ execution, processId }) => this.tasks.set(execution, processId)),
      vscode.tasks.onDidEndTaskProcess(({ execution }) => this.tasks.delete(execution)),
      vscode.tasks.onDidEndTask(({ execution }) => this.tasks.delete(execution)),
    ];
  }

  /** What runs now. */
  async list(): Promise<readonly OriginRoot[]> {
    const roots: OriginRoot[] = [];
    for (const known of this.sessions.candidates()) {
      const pid = known.process?.isLocal === false ? undefined : pidOfSession(known);
      if (pid !== undefined) roots.push({ origin: 'debuggee', pid, label: known.session.name });
    }
    for (const [{ task }, pid] of this.tasks) roots.push({ origin: 'task', pid, label: task.name });
    const ofTerminals = vscode.window.terminals.map(async ({ name, processId }) => {
      // Terminals of extensions have no process.
      const pid = await Promise.race([processId, setTimeout(PATIENCE, undefined)]);
      return pid === undefined ? [] : [{ origin: 'terminal' as const, pid, label: name }];
    });
    return [...roots, ...(await Promise.all(ofTerminals)).flat()];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.tasks.clear();
  }
}
