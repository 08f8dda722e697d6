/** Where the extension starts: makes the services and registers each feature. */
import type * as vscode from 'vscode';
import { registerConvert } from './convert/register.ts';
import { registerLiveDocuments } from './documents/live-documents.ts';
import { registerLanguage } from './language/register.ts';
import { registerLayout } from './layout/register.ts';
import { registerOrigins } from './origins/register.ts';
import { createServices } from './platform/services.ts';
import { registerProcesses } from './processes/register.ts';

export function activate(context: vscode.ExtensionContext): void {
  const started = performance.now();
  const services = createServices(context);
  registerLanguage(context, services);
  registerLiveDocuments(context, services);
  const layouts = registerLayout(context, services);
  const pickProcess = registerOrigins(context, services, layouts);
  registerProcesses(context, services, pickProcess);
  registerConvert(context, services);
  services.log.info(`Activated in ${(performance.now() - started).toFixed(1)} ms`);
}
