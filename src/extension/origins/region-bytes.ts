/** "Open Region Bytes": a region of a debuggee in the hex editor, read through the debugger. */
import * as vscode from 'vscode';
import { formatAddress, formatHexAddress } from '../../core/memory-map/address.ts';
import { printable } from '../../core/memory-map/printable.ts';
import { fieldOf, textOf } from '../../sources/debug/values.ts';
import { parseProcessUri } from '../documents/process-uri.ts';
import { plainMessage } from '../platform/plain-message.ts';
import { reasonOf } from '../platform/reason-of.ts';
import { type DebugSessions, type KnownSession, pidOfSession } from './debug-sessions.ts';

/** What opens the bytes, by the names that VS Code's own "View Binary Data" uses. */
const HEX_EDITOR = { extension: 'ms-vscode.hexeditor', editor: 'hexEditor.hexedit' };

/** A stretch of a debuggee's memory. */
export interface Stretch {
  readonly start: bigint;
  /** Exclusive. */
  readonly end: bigint;
}

/** How opening ended: the document that was opened, or the sentence that the user was told. */
export type Opened = vscode.Uri | string;

/**
 * The region of a live document's line, for a command without an argument that names one.
 * @param argument `{ sessionId, start, end }` with addresses in hex, or nothing: then the line at the cursor of the active editor
 */
export async function openRegionBytes(argument: unknown, sessions: DebugSessions): Promise<Opened> {
  const id = textOf(fieldOf(argument, 'sessionId'));
  const [start, end] = ['start', 'end'].map((name) => hexOf(fieldOf(argument, name)));
  if (id !== undefined && start !== undefined && end !== undefined) {
    const known = sessions.find(id);
    return known ? openBytes(known, { start, end }) : tell(vscode.l10n.t('The debug session has ended.'));
  }
  const editor = vscode.window.activeTextEditor;
  const process = editor && parseProcessUri(editor.document.uri);
  const stretch = editor && stretchAt(editor.document, editor.selection.active.line);
  if (!process || !stretch) {
    return tell(vscode.l10n.t('Put the cursor on a region in the live map of a debuggee to open its bytes.'));
  }
  const known = sessions.candidates().find((each) => pidOfSession(each) === process.pid);
  if (known) return openBytes(known, stretch);
  return tell(
    vscode.l10n.t(
      'Process {0} is not being debugged: its bytes are read through a debugger. Attach one to it.',
      process.pid,
    ),
  );
}

/** Opens a stretch of memory, or says what is missing for it. */
export async function openBytes({ session, readsMemory }: KnownSession, { start, end }: Stretch): Promise<Opened> {
  const isInstalled = vscode.extensions.getExtension(HEX_EDITOR.extension) !== undefined;
  const missing = missingSentence(printable(session.type), readsMemory, isInstalled);
  if (missing !== undefined) {
    // What can be installed helps only when nothing else is missing.
    if (readsMemory) void offerHexEditor(missing);
    else tell(missing);
    return missing;
  }
  const head = await readHead(session, start, 0);
  if (head.refusal !== undefined) {
    return tell(vscode.l10n.t('The debugger cannot read memory at {0}: {1}', formatHexAddress(start), head.refusal));
  }
  // Microsoft's own adapters take offsets of 32 bits, and an address above 2^53 is no exact number.
  const offset = Number(start);
  const isFlat = Number.isSafeInteger(offset) && (await readHead(session, 0n, offset)).data === head.data;
  const uri = memoryUri(session.id, { start, end }, isFlat);
  await vscode.commands.executeCommand('vscode.openWith', uri, HEX_EDITOR.editor);
  return uri;
}

/**
 * The address of debuggee memory in VS Code's own file system for it (`getUriForDebugMemory` in vs/workbench/contrib/debug):
 * session, memory reference, and a name that ends in `.bin`.
 * @param isFlat true where all memory is one file, in which an offset is an address: the hex editor then counts its rows by
 *   addresses, and starts at the offset in the query. Otherwise the file starts with the region.
 */
function memoryUri(sessionId: string, { start, end }: Stretch, isFlat: boolean): vscode.Uri {
  const reference = `0x${start.toString(16)}`;
  return vscode.Uri.from({
    scheme: 'vscode-debug-memory',
    authority: sessionId,
    path: `/${isFlat ? '0x0' : reference}/${formatAddress(start)}-${formatAddress(end)}.bin`,
    query: isFlat ? `baseAddress=${reference}` : '',
  });
}

/** What is missing to show bytes: the debugger's part, the editor, or both; undefined when nothing is. */
export function missingSentence(type: string, readsMemory: boolean, isInstalled: boolean): string | undefined {
  const missing = [
    readsMemory ? undefined : vscode.l10n.t('The debugger "{0}" does not read memory.', type),
    isInstalled ? undefined : vscode.l10n.t('The Hex Editor is not installed.'),
  ].filter((each) => each !== undefined);
  return missing.length === 0 ? undefined : vscode.l10n.t('The bytes cannot be opened. {0}', missing.join(' '));
}

/** The first bytes of a region in base64, or why there are none. Some adapters take only references of their own for addresses. */
async function readHead(
  session: vscode.DebugSession,
  reference: bigint,
  offset: number,
): Promise<{ readonly data?: string; readonly refusal?: string }> {
  try {
    const reply: unknown = await session.customRequest('readMemory', {
      memoryReference: `0x${reference.toString(16)}`,
      offset,
      count: 16,
    });
    const data = textOf(fieldOf(reply, 'data'));
    return data ? { data } : { refusal: vscode.l10n.t('it gave no bytes.') };
  } catch (error) {
    return { refusal: reasonOf(error) };
  }
}

/** The region that a line of maps or smaps belongs to. */
function stretchAt(document: vscode.TextDocument, line: number): Stretch | undefined {
  for (let at = line; at >= 0; at--) {
    const [, start, end] = /^([0-9a-f]{8,16})-([0-9a-f]{8,16}) /.exec(document.lineAt(at).text) ?? [];
    if (start !== undefined && end !== undefined) return { start: BigInt(`0x${start}`), end: BigInt(`0x${end}`) };
  }
  return undefined;
}

function hexOf(value: unknown): bigint | undefined {
  return typeof value === 'string' && /^0x[0-9a-f]{1,16}$/i.test(value) ? BigInt(value) : undefined;
}

function tell(sentence: string): string {
  void vscode.window.showInformationMessage(plainMessage(sentence));
  return sentence;
}

async function offerHexEditor(sentence: string): Promise<void> {
  const show = vscode.l10n.t('Show Hex Editor');
  const picked = await vscode.window.showInformationMessage(sentence, show);
  if (picked === show) await vscode.commands.executeCommand('extension.open', HEX_EDITOR.extension);
}
