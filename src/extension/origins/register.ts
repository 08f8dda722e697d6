/** Where the PID comes from: what is debugged, what tasks and terminals started, who listens on a port, and any other process. */
import * as vscode from 'vscode';
import type { ProcessInfo } from '../../sources/process.ts';
import type { ProcessLayouts } from '../layout/register.ts';
import type { Services } from '../platform/services.ts';
import { DebugSessions } from './debug-sessions.ts';
import { DebuggeeCommands } from './debuggee-commands.ts';
import { goToAddress } from './go-to-address.ts';
import { pickProcess } from './pick-process.ts';
import { openRegionBytes } from './region-bytes.ts';
import { OriginRoots } from './roots.ts';

/** Lets the user choose a process; undefined when none was chosen. @param title of the command that needs it */
export type PickProcess = (title: string) => Promise<ProcessInfo | undefined>;

/** Registers the commands. Gives the pick list, for commands of other features that need a process. */
export function registerOrigins(
  context: vscode.ExtensionContext,
  services: Services,
  layouts: ProcessLayouts,
): PickProcess {
  const sessions = new DebugSessions();
  const debuggee = new DebuggeeCommands(sessions, services, layouts);
  const roots = new OriginRoots(sessions);
  const commands: Readonly<Record<string, (argument: unknown) => unknown>> = {
    'memoryMaps.showDebuggeeLayout': (argument) => debuggee.showLayout(argument),
    'memoryMaps.openDebuggeeMaps': (argument) => debuggee.openMaps(argument),
    'memoryMaps.goToDebuggeeAddress': (argument) => goToAddress(argument, debuggee, services),
    'memoryMaps.openRegionBytes': (argument) => openRegionBytes(argument, sessions),
    'memoryMaps.pickProcess': async () => {
      const title = vscode.l10n.t('Show Layout of a Process');
      const process = await pickProcess(roots, services, { title, mapsButton: true });
      if (!process) return undefined;
      const { pid, startTime, name } = process;
      return vscode.commands.executeCommand('memoryMaps.showLayout', { pid, startTime, name });
    },
  };
  context.subscriptions.push(
    sessions,
    debuggee,
    roots,
    ...Object.entries(commands).map(([id, run]) => vscode.commands.registerCommand(id, run)),
  );
  return (title) => pickProcess(roots, services, { title, mapsButton: false });
}
