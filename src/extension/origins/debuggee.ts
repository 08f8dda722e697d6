/** From a debug session to the process that it debugs, on this machine. */
import * as vscode from 'vscode';
import { printable } from '../../core/memory-map/printable.ts';
import { configuredPid, pidQuestion, type PidAnswer } from '../../sources/debug/pid-questions.ts';
import { remoteSign } from '../../sources/debug/remote-signs.ts';
import { fieldOf, textOf } from '../../sources/debug/values.ts';
import type { ProcessInfo } from '../../sources/process.ts';
import { LOCAL } from '../../sources/source-spec.ts';
import { plainMessage } from '../platform/plain-message.ts';
import type { Services } from '../platform/services.ts';
import type { KnownSession } from './debug-sessions.ts';

/** The debuggee of a session, or why there is none to look at. */
export type Debuggee =
  | { readonly ok: true; readonly known: KnownSession; readonly process: ProcessInfo }
  | {
      readonly ok: false;
      readonly message: string;
      /** It runs, but not on this machine. */
      readonly elsewhere: boolean;
    };

/** Finds the debuggee's process. Asks the debugger only when its adapter has not told it. */
export async function findDebuggee(known: KnownSession, { worker, log }: Services): Promise<Debuggee> {
  const { session, process } = known;
  if (known.over) return none(vscode.l10n.t('The debuggee of "{0}" has ended.', printable(session.name)));
  const sign = remoteSign(session.configuration);
  if (sign !== undefined) return elsewhere(known, vscode.l10n.t('its launch configuration connects to {0}', sign));
  if (process?.isLocal === false) return elsewhere(known, vscode.l10n.t('so the debugger says'));
  const told = process?.pid ?? configuredPid(session.configuration);
  if (told === undefined) {
    try {
      known.answer ??= await askPid(known);
    } catch (error) {
      log.info(`Asking "${session.type}" for the PID of its debuggee`, error);
    }
    if (known.answer?.isRemote) return elsewhere(known, vscode.l10n.t('so the debugger says'));
  }
  const pid = told ?? known.answer?.pid ?? known.former;
  if (pid === undefined) return none(untold(known));
  const { processes, unavailable } = await worker.listProcesses(LOCAL);
  if (unavailable !== undefined) return none(unavailable);
  const found = processes.find((each) => each.pid === pid);
  if (!found && told === undefined && known.answer === undefined) return none(untold(known));
  return found
    ? { ok: true, known, process: found }
    : elsewhere(known, vscode.l10n.t('its PID is {0}, and this machine shows no such process', pid));
}

/** Says why there is no debuggee to look at; for one that runs elsewhere with the way to get there. */
export async function tellWhyNot(debuggee: Debuggee, { log }: Services): Promise<void> {
  if (debuggee.ok) return;
  const add = vscode.l10n.t('Add Source…');
  const picked = await vscode.window.showWarningMessage(
    plainMessage(debuggee.message),
    ...(debuggee.elsewhere ? [add] : []),
  );
  if (picked !== add) return;
  try {
    await vscode.commands.executeCommand('memoryMaps.addSource');
  } catch (error) {
    log.error('Adding a source', error);
  }
}

/**
 * Asks the debugger. Debuggers answer in the reply, or print the answer beside it.
 * @returns undefined when it answers in a form that is not its own
 * @throws what the debugger says when it cannot answer
 */
async function askPid(known: KnownSession): Promise<PidAnswer | undefined> {
  const { session } = known;
  const question = pidQuestion(session.type);
  if (!question) return undefined;
  const { expression, context, inFrame, read } = question;
  const frame = vscode.debug.activeStackItem;
  const frameId =
    frame instanceof vscode.DebugStackFrame && frame.session.id === session.id ? frame.frameId : undefined;
  if (inFrame && frameId === undefined) return undefined;
  let printed = '';
  known.listener = (text) => (printed += text.slice(0, 4096));
  try {
    const reply: unknown = await session.customRequest('evaluate', {
      expression,
      context,
      ...(frameId === undefined ? {} : { frameId }),
    });
    return read(textOf(fieldOf(reply, 'result')) || printed);
  } finally {
    known.listener = undefined;
  }
}

function untold({ session, stopped }: KnownSession): string {
  const { type } = session;
  const message = vscode.l10n.t('The debugger "{0}" does not tell which process it debugs.', printable(type));
  return pidQuestion(type) && !stopped
    ? vscode.l10n.t('{0} Pause the debuggee, then it can be asked.', message)
    : vscode.l10n.t('{0} Choose it with "Show Layout of a Process…".', message);
}

function none(message: string): Debuggee {
  return { ok: false, message, elsewhere: false };
}

function elsewhere({ session, process }: KnownSession, why: string): Debuggee {
  const name = process?.name ? process.name : printable(session.name);
  const message = vscode.l10n.t(
    'The debuggee "{0}" runs elsewhere: {1}. Its map cannot be read from this machine. Add the machine or container where it runs as a source, with the command "Add Source of Processes…", and choose it there.',
    name,
    why,
  );
  return { ok: false, message, elsewhere: true };
}
