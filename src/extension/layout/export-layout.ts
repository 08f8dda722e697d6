/** The command that saves what a layout shows: as a picture, as a table, as a report of both. */
import * as vscode from 'vscode';
import { EXPORT_FORMATS, type ExportFormat } from '../../protocol/layout-export.ts';
import { baseName } from '../platform/base-name.ts';
import { fileBeside } from '../platform/file-beside.ts';
import { plainMessage } from '../platform/plain-message.ts';
import { reasonOf } from '../platform/reason-of.ts';
import type { Services } from '../platform/services.ts';
import type { Feed } from './feed.ts';

/** What came of the command. */
export interface ExportResult {
  /** The file that was written. */
  readonly file?: string;
  /** Why there is none, for the user. */
  readonly reason?: string;
}

interface FormatWords {
  readonly label: string;
  readonly detail: string;
  /** Without the dot; undefined for what is no file. */
  readonly extension: string | undefined;
}

const words = (): Readonly<Record<ExportFormat, FormatWords>> => ({
  svg: {
    label: vscode.l10n.t('Picture as SVG'),
    detail: vscode.l10n.t('What is seen, with caption and legend, sharp at every size.'),
    extension: 'svg',
  },
  png: {
    label: vscode.l10n.t('Picture as PNG'),
    detail: vscode.l10n.t('What is seen, with caption and legend.'),
    extension: 'png',
  },
  html: {
    label: vscode.l10n.t('Report as HTML'),
    detail: vscode.l10n.t('Picture, totals and table in one file that any browser opens.'),
    extension: 'html',
  },
  markdown: {
    label: vscode.l10n.t('Table as Markdown'),
    detail: vscode.l10n.t(
      'The regions that pass the filter, in the order of the table; or the totals or the fragmentation, while they are shown.',
    ),
    extension: 'md',
  },
  csv: {
    label: vscode.l10n.t('Table as CSV'),
    detail: vscode.l10n.t(
      'The regions that pass the filter, with all that the source tells of them; or the totals or the fragmentation.',
    ),
    extension: 'csv',
  },
  clipboard: {
    label: vscode.l10n.t('Copy Picture'),
    detail: vscode.l10n.t('As PNG, to the clipboard.'),
    extension: undefined,
  },
});

/**
 * Saves what a layout shows. Returns when the file is there, or the user was told why not; undefined when the user changed their
 * mind.
 * @param make makes a file of what is seen, or throws an error with a reason for the user
 * @param argument `{ format, saveTo: Uri }`; what of it is missing is asked
 */
export async function exportLayout(
  { title, text }: Pick<Feed, 'title' | 'text'>,
  argument: unknown,
  make: (format: ExportFormat) => Promise<Uint8Array>,
  services: Services,
): Promise<ExportResult | undefined> {
  const asked = readRequest(argument);
  const format = asked.format ?? (await chooseFormat(title));
  if (!format) return undefined;
  const { label, extension } = words()[format];
  try {
    // Before a place is chosen: what is seen now is meant, and a live map goes on.
    const bytes = await make(format);
    if (extension === undefined) {
      vscode.window.setStatusBarMessage(vscode.l10n.t('The picture is on the clipboard.'), 5000);
      return {};
    }
    const name = `${fileName(title)}-layout.${extension}`;
    const uri =
      asked.saveTo ??
      (await vscode.window.showSaveDialog({
        defaultUri: fileBeside(text, name),
        filters: { [label]: [extension] },
        title: label,
      }));
    if (!uri) return undefined;
    await vscode.workspace.fs.writeFile(uri, bytes);
    void offerToOpen(uri, format);
    return { file: uri.toString() };
  } catch (error) {
    const reason = reasonOf(error);
    services.log.error(`Exporting the layout of ${title}`, error);
    void vscode.window.showErrorMessage(plainMessage(vscode.l10n.t('The layout cannot be exported: {0}', reason)));
    return { reason };
  }
}

function readRequest(argument: unknown): { format?: ExportFormat | undefined; saveTo?: vscode.Uri } {
  if (typeof argument !== 'object' || argument === null) return {};
  const format: unknown = Reflect.get(argument, 'format');
  const saveTo: unknown = Reflect.get(argument, 'saveTo');
  return {
    format: EXPORT_FORMATS.find((each) => each === format),
    ...(saveTo instanceof vscode.Uri ? { saveTo } : {}),
  };
}

async function chooseFormat(title: string): Promise<ExportFormat | undefined> {
  const formats = words();
  const picks = EXPORT_FORMATS.map((format) => {
    const { label, detail, extension } = formats[format];
    return { format, label, detail, description: extension === undefined ? '' : `.${extension}` };
  });
  return (await vscode.window.showQuickPick(picks, { title: vscode.l10n.t('Export Layout of {0}', title) }))?.format;
}

async function offerToOpen(uri: vscode.Uri, format: ExportFormat): Promise<void> {
  const open = vscode.l10n.t('Open');
  const sentence = vscode.l10n.t('{0} was saved.', baseName(uri));
  if ((await vscode.window.showInformationMessage(plainMessage(sentence), open)) !== open) return;
  // A browser on this machine sees no file of another one.
  const inBrowser = format === 'html' && uri.scheme === 'file' && vscode.env.remoteName === undefined;
  await (inBrowser ? vscode.env.openExternal(uri) : vscode.commands.executeCommand('vscode.open', uri));
}

/** A title as a part of a file's name: `sensord (4711)` becomes `sensord-4711`, `cat.maps` stays. */
function fileName(title: string): string {
  return title.replaceAll(/[^\p{L}\p{N}._]+/gu, '-').replaceAll(/^[-.]+|[-.]+$/g, '') || 'memory-map';
}
