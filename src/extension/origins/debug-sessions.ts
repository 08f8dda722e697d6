/**
 * The debug sessions of the window, and what their adapters tell of the debuggees. A tracker hears every message of an adapter; of
 * each only a few fields are kept, and nothing of a session that has ended.
 */
import * as vscode from 'vscode';
import { isRestart, readMessage, type DebugNews, type DebuggeeProcess } from '../../sources/debug/messages.ts';
import { configuredPid, pidQuestion, type PidAnswer } from '../../sources/debug/pid-questions.ts';

/** A debug session and what is known of it. */
export interface KnownSession {
  readonly session: vscode.DebugSession;
  /** What the last `process` event told. */
  process: DebuggeeProcess | undefined;
  /** What the debugger answered when it was asked for the PID. */
  answer: PidAnswer | undefined;
  /** The PID before the debuggee was started again: some debuggers keep the process. */
  former: number | undefined;
  /** The adapter reads memory, as it says. */
  readsMemory: boolean;
  /** The debuggee stands still. */
  stopped: boolean;
  /** The debuggee has ended. */
  over: boolean;
  /** Hears what the debugger prints, while it is asked something. */
  listener: ((text: string) => void) | undefined;
}

/** The PID of a session's debuggee, as far as it is known without asking. */
export function pidOfSession({ session, process, answer }: KnownSession): number | undefined {
  return process?.pid ?? configuredPid(session.configuration) ?? answer?.pid;
}

/** The context key that is true while there is a debuggee that may be a process of this machine. */
const CONTEXT = 'memoryMaps.debuggee';

export class DebugSessions implements vscode.Disposable {
  private readonly known = new Map<string, KnownSession>();
  private readonly stops = new vscode.EventEmitter<KnownSession>();
  private readonly ends = new vscode.EventEmitter<KnownSession>();
  private readonly subscriptions: readonly vscode.Disposable[];
  private told: boolean | undefined;

  /** Fires when a debuggee has stopped. */
  readonly onDidStop = this.stops.event;
  /** Fires when a session has ended. */
  readonly onDidEnd = this.ends.event;

  constructor() {
    const { activeDebugSession: active } = vscode.debug;
    if (active) this.meet(active);
    this.subscriptions = [
      this.stops,
      this.ends,
      vscode.debug.registerDebugAdapterTrackerFactory('*', {
        createDebugAdapterTracker: (session) => {
          const known = this.meet(session);
          return {
            onWillReceiveMessage: (message: unknown) => {
              if (isRestart(message)) this.restart(known);
            },
            onDidSendMessage: (message: unknown) => {
              const news = readMessage(message);
              if (news) this.take(known, news);
            },
          };
        },
      }),
      vscode.debug.onDidStartDebugSession((session) => this.meet(session)),
      vscode.debug.onDidTerminateDebugSession((session) => this.forget(session)),
    ];
    this.tell();
  }

  /** The sessions with a debuggee that may be a process: the active one first, then the others as they were started. */
  candidates(): readonly KnownSession[] {
    const all = [...this.known.values()].filter((known) => this.mayHaveProcess(known));
    const active = vscode.debug.activeDebugSession?.id;
    return all.sort((a, b) => Number(b.session.id === active) - Number(a.session.id === active));
  }

  /** A session by its id. */
  find(id: string): KnownSession | undefined {
    return this.known.get(id);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.known.clear();
  }

  private meet(session: vscode.DebugSession): KnownSession {
    const met = this.known.get(session.id);
    if (met) return met;
    const known: KnownSession = {
      session,
      process: undefined,
      answer: undefined,
      former: undefined,
      readsMemory: false,
      stopped: false,
      over: false,
      listener: undefined,
    };
    this.known.set(session.id, known);
    this.tell();
    return known;
  }

  private forget({ id }: vscode.DebugSession): void {
    const known = this.known.get(id);
    if (!known) return;
    this.known.delete(id);
    known.over = true;
    this.tell();
    this.ends.fire(known);
  }

  private restart(known: KnownSession): void {
    known.former = pidOfSession(known);
    if (known.process) known.process = { ...known.process, pid: undefined };
    known.answer = undefined;
    known.over = false;
    this.tell();
  }

  private take(known: KnownSession, news: DebugNews): void {
    switch (news.kind) {
      case 'process':
        known.process = news.process;
        known.answer = undefined;
        known.over = false;
        break;
      case 'capabilities':
        known.readsMemory = news.readsMemory;
        break;
      case 'stopped':
        known.stopped = true;
        this.stops.fire(known);
        break;
      case 'continued':
        known.stopped = false;
        break;
      case 'over':
        known.over = true;
        known.stopped = false;
        break;
      case 'output':
        known.listener?.(news.text);
        return;
    }
    this.tell();
  }

  /** A session that only starts others has no process of its own, unless its adapter tells of one. */
  private mayHaveProcess({ session, process, over }: KnownSession): boolean {
    if (over) return false;
    if (process !== undefined) return true;
    const starts = [...this.known.values()].some(({ session: other }) => other.parentSession?.id === session.id);
    return !starts && (configuredPid(session.configuration) !== undefined || pidQuestion(session.type) !== undefined);
  }

  private tell(): void {
    const has = this.candidates().length > 0;
    if (has === this.told) return;
    this.told = has;
    void vscode.commands.executeCommand('setContext', CONTEXT, has);
  }
}
