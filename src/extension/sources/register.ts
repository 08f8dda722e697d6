/** The commands that add sources of processes and take them away. */
import * as vscode from 'vscode';
import { fieldOf } from '../../sources/debug/values.ts';
import { isSource, sourceLabel, type SourceSpec } from '../../sources/source-spec.ts';
import { plainLabel } from '../platform/plain-label.ts';
import type { Services } from '../platform/services.ts';

/** Registers the commands. @param show brings a source to the front and lists its processes */
export function registerSources(
  context: vscode.ExtensionContext,
  services: Services,
  show: (spec: SourceSpec) => Promise<void>,
): void {
  const { sources } = services;
  context.subscriptions.push(
    vscode.commands.registerCommand('memoryMaps.addSource', async (argument: unknown) => {
      const spec = isSource(argument) ? argument : await ask(services);
      if (!spec || spec.kind === 'local') return;
      await sources.add(spec);
      await show(spec);
    }),
    vscode.commands.registerCommand('memoryMaps.removeSource', async (argument: unknown) => {
      const spec = specOf(argument) ?? (await pickSource(sources.all));
      if (spec) await sources.remove(spec);
    }),
  );
}

async function ask(services: Services): Promise<SourceSpec | undefined> {
  const { askSource } = await import('./add-source.ts');
  return askSource(services);
}

/** The source of a row of the Processes view, or one as it is. */
function specOf(argument: unknown): SourceSpec | undefined {
  if (isSource(argument)) return argument;
  const spec = fieldOf(argument, 'spec');
  return isSource(spec) ? spec : undefined;
}

async function pickSource(all: readonly SourceSpec[]): Promise<SourceSpec | undefined> {
  const picks = all
    .filter(({ kind }) => kind !== 'local')
    .map((spec) => ({ label: plainLabel(sourceLabel(spec)), spec }));
  if (picks.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is no source besides this machine.'));
    return undefined;
  }
  return (await vscode.window.showQuickPick(picks, { title: vscode.l10n.t('Remove Source') }))?.spec;
}
