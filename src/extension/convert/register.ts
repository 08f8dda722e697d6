/** Converting in the workbench: its commands. */
import * as vscode from 'vscode';
import type { ActiveLayout } from '../layout/register.ts';
import type { Services } from '../platform/services.ts';
import { convert } from './convert.ts';
import { copyAs } from './copy-as.ts';
import { registerOpenAsMaps } from './open-as-maps.ts';

/** Registers the commands that write maps in other formats. */
export function registerConvert(context: vscode.ExtensionContext, services: Services, layout: ActiveLayout): void {
  registerOpenAsMaps(context, services);
  context.subscriptions.push(
    vscode.commands.registerCommand('memoryMaps.convert', (argument: unknown) =>
      convert(argument, services, layout.activeText),
    ),
    vscode.commands.registerCommand('memoryMaps.copyAs', (argument: unknown) => copyAs(argument, services)),
  );
}
