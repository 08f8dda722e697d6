/** Symbols of mapped files, read by the worker from the files themselves. */
import * as vscode from 'vscode';
import { SCHEME } from '../documents/process-uri.ts';
import type { Services } from '../platform/services.ts';
import type { Symbolize } from './address-markdown.ts';
import { filesBelow } from './sysroot.ts';

/** Asks for the symbols of files that a document's maps name: below its sysroot, or on this machine. */
export function symbolsFor(document: vscode.Uri, { worker, log }: Services): Symbolize {
  const root = filesBelow(document);
  return async ({ path, deleted, offset, regionOffset, buildId }) => {
    if (root === undefined) return undefined;
    try {
      const { symbol, address, file, reason } = await worker.symbolize(root, {
        path,
        deleted,
        offset,
        regionOffset,
        buildId,
      });
      const name = symbol && `${symbol.text}+0x${symbol.offset.toString(16)}`;
      return { name, address, file, remark: reason ?? (symbol && doubt(document, buildId)) };
    } catch (error) {
      log.warn(`The symbols of ${path} cannot be read`, error);
      return undefined;
    }
  };
}

/** Why a symbol may be another file's; undefined when nothing speaks against it. */
function doubt({ scheme }: vscode.Uri, buildId: string | undefined): string | undefined {
  if (buildId !== undefined || scheme === SCHEME) return undefined;
  return vscode.l10n.t('The map tells no build ID: whether this is the very file that was mapped cannot be checked.');
}
