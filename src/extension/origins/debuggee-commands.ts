/** The layout and the maps of what is being debugged. The layout is read again at every stop while it is seen. */
import * as vscode from 'vscode';
import { openProcessFile } from '../documents/show-process.ts';
import type { ProcessLayouts } from '../layout/register.ts';
import type { Services } from '../platform/services.ts';
import { chooseSession } from './choose-session.ts';
import { type DebugSessions, type KnownSession, pidOfSession } from './debug-sessions.ts';
import { type Debuggee, findDebuggee, tellWhyNot } from './debuggee.ts';

export class DebuggeeCommands implements vscode.Disposable {
  private readonly sessions: DebugSessions;
  private readonly services: Services;
  private readonly layouts: ProcessLayouts;
  private readonly subscriptions: readonly vscode.Disposable[];
  /** PIDs of the debuggees whose layouts were asked for, by session. */
  private readonly shown = new Map<string, number>();

  constructor(sessions: DebugSessions, services: Services, layouts: ProcessLayouts) {
    this.sessions = sessions;
    this.services = services;
    this.layouts = layouts;
    this.subscriptions = [
      sessions.onDidStop((known) => this.stopped(known)),
      sessions.onDidEnd(({ session }) => this.shown.delete(session.id)),
    ];
  }

  /** Shows the layout; gives what `memoryMaps.showLayout` gives, undefined when there is none to show. */
  async showLayout(argument: unknown): Promise<unknown> {
    const debuggee = await this.choose(argument);
    return debuggee && this.show(debuggee);
  }

  /** Opens the text of the map. */
  async openMaps(argument: unknown): Promise<void> {
    const debuggee = await this.choose(argument);
    if (debuggee) await openProcessFile(debuggee.process, 'maps', this.services);
  }

  /** The debuggee that a command is for; undefined after saying why there is none. */
  async choose(argument: unknown): Promise<(Debuggee & { readonly ok: true }) | undefined> {
    const known = await chooseSession(this.sessions, argument);
    if (!known) return undefined;
    const debuggee = await findDebuggee(known, this.services);
    if (debuggee.ok) return debuggee;
    void tellWhyNot(debuggee, this.services);
    return undefined;
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private show({ known, process }: Debuggee & { readonly ok: true }): Thenable<unknown> {
    this.shown.set(known.session.id, process.pid);
    const { pid, startTime, name } = process;
    return vscode.commands.executeCommand('memoryMaps.showLayout', { pid, startTime, name, beside: true });
  }

  private stopped(known: KnownSession): void {
    const before = this.shown.get(known.session.id);
    const pid = pidOfSession(known);
    const shown = pid ?? before;
    if (shown !== undefined) this.layouts.processChanged(shown);
    // A debuggee that was started again is another process: its layout takes the place of the former one's.
    if (before === undefined || before === pid || !this.layouts.isSeen(before)) return;
    this.follow(known, before).catch((error: unknown) => this.services.log.error('Following the debuggee', error));
  }

  private async follow(known: KnownSession, before: number): Promise<void> {
    const debuggee = await findDebuggee(known, this.services);
    if (debuggee.ok && debuggee.process.pid !== before) await this.show(debuggee);
  }
}
