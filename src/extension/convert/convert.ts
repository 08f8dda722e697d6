/** The command that shows a memory map in another format, in a new editor or as a file. */
import * as vscode from 'vscode';
import type { OfferedFormat } from '../../core/export/formats.ts';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import { printable } from '../../core/memory-map/printable.ts';
import { formatBytes } from '../../core/memory-map/size.ts';
import { baseName } from '../platform/base-name.ts';
import { fileBeside } from '../platform/file-beside.ts';
import { newText } from '../platform/new-text.ts';
import { plainMessage } from '../platform/plain-message.ts';
import { reasonOf } from '../platform/reason-of.ts';
import type { Services } from '../platform/services.ts';
import { chooseMap } from '../documents/choose-map.ts';
import { chooseFormat } from './choose-format.ts';
import { editorText } from './editor-text.ts';
import { mapsOf } from './maps-of.ts';
import { readRequest } from './request.ts';

/** What came of the command. */
export interface Converted {
  /** The new editor's document. */
  readonly document?: string;
  /** The file that was written. */
  readonly file?: string;
  /** What was taken for granted or left out. */
  readonly notes: readonly string[];
  /** Why there is neither, for the user. */
  readonly reason?: string;
}

/**
 * Converts the map of a document. Returns when the editor or the file is there, or the user was told why not; undefined when there
 * is nothing to convert, or the user changed their mind.
 * @param argument see `readRequest` @param layout see there
 */
export async function convert(
  argument: unknown,
  services: Services,
  layout: vscode.Uri | undefined,
): Promise<Converted | undefined> {
  const request = readRequest(argument, layout);
  if (!request) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open a file with a memory map to convert it.'));
    return undefined;
  }
  const title = vscode.l10n.t('Convert Memory Map');
  const maps = await readMaps(request.uri, services);
  if (!maps) return undefined;
  if (maps.length === 0) {
    const sentence = vscode.l10n.t('{0} holds no memory map.', baseName(request.uri));
    void vscode.window.showInformationMessage(plainMessage(sentence));
    return undefined;
  }
  const map = await chooseMap(maps, title);
  const format = map && (await chooseFormat(await services.worker.formatsOf(map), request.format, title));
  if (!map || !format) return undefined;
  if (!request.saveTo) return showAs(map, format, request.uri, services);
  return save(await services.worker.write(map, format.id), request.saveTo, format, services);
}

/**
 * Shows a map in a format, in a new editor; what no editor can hold is offered to be saved.
 * @param source the document that the map is of
 */
export async function showAs(
  map: MemoryMap,
  format: OfferedFormat,
  source: vscode.Uri,
  services: Services,
): Promise<Converted> {
  const bytes = await services.worker.write(map, format.id);
  const content = editorText(bytes);
  if (content.text === undefined) {
    const reason = reasonFor(content.reason, bytes.length);
    void offerToSave(reason, bytes, source, format, services);
    return { notes: format.notes, reason };
  }
  const languages = await vscode.languages.getLanguages();
  const document = await newText({
    content: content.text,
    // Editors without an extension for CSV show plain text.
    ...(languages.includes(format.languageId) ? { language: format.languageId } : {}),
  });
  await vscode.window.showTextDocument(document, { preview: false });
  void tellNotes(format, services);
  return { document: document.uri.toString(), notes: format.notes };
}

/** The maps of a document that have regions; undefined when it cannot be read, which is told. */
async function readMaps(uri: vscode.Uri, services: Services): Promise<readonly MemoryMap[] | undefined> {
  try {
    return (await mapsOf(uri, services)).filter(({ regions }) => regions.count > 0);
  } catch (error) {
    services.log.error(`Converting ${uri.path}`, error);
    const sentence = vscode.l10n.t('{0} cannot be read: {1}', baseName(uri), reasonOf(error));
    void vscode.window.showErrorMessage(plainMessage(sentence));
    return undefined;
  }
}

function reasonFor(reason: 'size' | 'encoding' | 'lineEnds', length: number): string {
  switch (reason) {
    case 'size':
      return vscode.l10n.t('The text is {0} long, which is much for an editor.', formatBytes(length));
    case 'encoding':
      return vscode.l10n.t('Names in this map are not UTF-8. An editor would change them, a file keeps them.');
    case 'lineEnds':
      return vscode.l10n.t('Names in this map hold line ends. An editor would change them, a file keeps them.');
  }
}

/** Asks whether to save what an editor cannot hold, and where. */
async function offerToSave(
  reason: string,
  bytes: Uint8Array,
  source: vscode.Uri,
  format: OfferedFormat,
  services: Services,
): Promise<void> {
  const button = vscode.l10n.t('Save As…');
  if ((await vscode.window.showInformationMessage(reason, button)) !== button) return;
  const uri = await vscode.window.showSaveDialog({
    defaultUri: fileBeside(source, `${baseName(source).replace(/\.[^.]*$/, '')}${format.extension}`),
    filters: { [format.label]: [format.extension.slice(1)] },
  });
  if (!uri) return;
  try {
    await save(bytes, uri, format, services);
  } catch (error) {
    services.log.error(`Saving ${uri.path}`, error);
    void vscode.window.showErrorMessage(plainMessage(reasonOf(error)));
  }
}

async function save(bytes: Uint8Array, uri: vscode.Uri, format: OfferedFormat, services: Services): Promise<Converted> {
  await vscode.workspace.fs.writeFile(uri, bytes);
  void tellNotes(format, services);
  return { file: uri.toString(), notes: format.notes };
}

/** Tells what was taken for granted or left out, when there is anything. */
async function tellNotes({ label, notes }: OfferedFormat, { log }: Services): Promise<void> {
  if (notes.length === 0) return;
  log.info(`${label}:`);
  for (const note of notes) log.info(`  ${printable(note)}`);
  const button = vscode.l10n.t('Show Details');
  const [only = ''] = notes.map(plainMessage);
  const message =
    notes.length === 1
      ? vscode.l10n.t('Converted to {0}. {1}', label, only)
      : vscode.l10n.t('Converted to {0}. {1} things were taken for granted or left out.', label, notes.length);
  if ((await vscode.window.showInformationMessage(message, button)) === button) log.show();
}
