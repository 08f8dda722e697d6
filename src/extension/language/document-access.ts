/** What every provider asks first: the maps of a document, as long as somebody waits for them, and what the document is. */
import type * as vscode from 'vscode';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import { reasonOf } from '../platform/reason-of.ts';
import type { Services } from '../platform/services.ts';

/** The document's maps, or undefined when there are none to be had: reading failed, the document changed, or nobody waits any more. */
export async function mapsOf(
  document: vscode.TextDocument,
  { documents, log }: Services,
  token: vscode.CancellationToken,
): Promise<readonly MemoryMap[] | undefined> {
  let listener: vscode.Disposable | undefined;
  const cancelled = new Promise<undefined>((resolve) => {
    listener = token.onCancellationRequested(() => resolve(undefined));
  });
  try {
    return await Promise.race([documents.all(document), cancelled]);
  } catch (error) {
    // The editor goes on without what the map would add.
    log.warn(`The maps of ${document.uri.path} cannot be read: ${reasonOf(error)}`);
    return undefined;
  } finally {
    listener?.dispose();
  }
}

/** Schemes of what stands beside a file to be compared with it: revisions in git, and saved states of the Timeline. */
const REVISIONS = new Set(['git', 'gitlens', 'vscode-local-history']);

/** True for the other side of a comparison. */
export function isRevision({ uri: { scheme } }: vscode.TextDocument): boolean {
  return REVISIONS.has(scheme);
}
