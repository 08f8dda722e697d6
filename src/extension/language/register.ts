/** Everything that the editor does with maps, in maps documents and in any other text that holds some. */
import type * as vscode from 'vscode';
import type { Services } from '../platform/services.ts';
import { registerAdoption } from './adopt.ts';
import { registerCodeLens } from './code-lens.ts';
import { registerDiagnostics } from './diagnostics.ts';
import { registerFolding } from './folding.ts';
import { registerFormatting } from './formatting.ts';
import { registerGoToRegion } from './go-to-region.ts';
import { registerHover } from './hover.ts';
import { registerInlayHints } from './inlay-hints.ts';
import { registerLinks } from './links.ts';
import { registerOutline } from './outline.ts';
import { registerSameObject } from './same-object.ts';
import { registerSelectionStatus } from './selection-status.ts';
import { registerStatus } from './status.ts';

export function registerLanguage(context: vscode.ExtensionContext, services: Services): void {
  registerHover(context, services);
  registerOutline(context, services);
  registerFolding(context, services);
  registerLinks(context, services);
  registerInlayHints(context, services);
  registerSameObject(context, services);
  registerGoToRegion(context, services);
  registerCodeLens(context, services);
  registerStatus(context, services);
  registerSelectionStatus(context, services);
  registerFormatting(context);
  registerAdoption(context, services);
  // Last, because it reads the visible documents, and the others want to hear of it.
  registerDiagnostics(context, services);
}
