/** Where the extension starts: makes the services and registers each feature. */
import type * as vscode from 'vscode';
import { registerConvert } from './convert/register.ts';
import { registerLiveDocuments } from './documents/live-documents.ts';
import { registerLanguage } from './language/register.ts';
import { registerLayout } from './layout/register.ts';
import { registerOrigins } from './origins/register.ts';
import { createServices, type Services } from './platform/services.ts';
import { registerProcesses } from './processes/register.ts';
import { registerSources } from './sources/register.ts';

let active: Services | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const started = performance.now();
  const services = createServices(context);
  active = services;
  registerLanguage(context, services);
  registerLiveDocuments(context, services);
  const layouts = registerLayout(context, services);
  const pickProcess = registerOrigins(context, services, layouts);
  const processes = registerProcesses(context, services, pickProcess);
  registerSources(context, services, (spec) => processes.showSource(spec));
  registerConvert(context, services, layouts);
  services.log.info(`Activated in ${(performance.now() - started).toFixed(1)} ms`);
}

/** VS Code waits for this before it ends the extension host: nothing that was started on another machine stays behind. */
export async function deactivate(): Promise<void> {
  await active?.worker.close();
}
