/** Links from pathnames to files: of this machine, or of the target whose root file system is at the sysroot. */
import * as vscode from 'vscode';
import { mappedFile, NO_FILE, type MappedFile } from '../../core/memory-map/file-table.ts';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import type { Services } from '../platform/services.ts';
import { mapsOf } from './document-access.ts';
import { RowNames } from './row-names.ts';
import { filesBelow } from './sysroot.ts';

/** A map names a few hundred files; a text with more is asked for the first ones. */
const MOST_FILES = 2000;

/** Registers links for documents of any language that hold maps. */
export function registerLinks(context: vscode.ExtensionContext, services: Services): void {
  const register = (): vscode.Disposable =>
    vscode.languages.registerDocumentLinkProvider('*', {
      async provideDocumentLinks(document, token) {
        const sysroot = filesBelow(document.uri);
        const maps = sysroot === undefined ? undefined : await mapsOf(document, services, token);
        if (sysroot === undefined || !maps?.length) return undefined;
        const links = await Promise.all(maps.map((map) => linksOf(map, document, sysroot)));
        return token.isCancellationRequested ? undefined : links.flat();
      },
    });
  let registered = register();
  context.subscriptions.push(
    new vscode.Disposable(() => void registered.dispose()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration('memoryMaps.sysroot')) return;
      // Links have no event of their own: VS Code asks for them again when there is a new provider.
      registered.dispose();
      registered = register();
    }),
  );
}

async function linksOf(map: MemoryMap, document: vscode.TextDocument, sysroot: string): Promise<vscode.DocumentLink[]> {
  const targets = await existingFiles(map, sysroot);
  const { regions } = map;
  const names = new RowNames(document, regions);
  const links: vscode.DocumentLink[] = [];
  for (let row = 0; row < regions.count && targets.size > 0; row++) {
    const entry = regions.file[row] ?? NO_FILE;
    const target = targets.get(entry);
    if (!target) continue;
    const { name, path, deleted } = mappedFile(regions.files, entry);
    // The mark of a deleted file is no part of its path.
    const shown = deleted && name.startsWith(path) ? path : name;
    const range = names.find(row, shown);
    if (!range) continue;
    const link = new vscode.DocumentLink(range, target);
    link.tooltip = sysroot === '' ? vscode.l10n.t('Open the file') : vscode.l10n.t('Open the file in the sysroot');
    links.push(link);
  }
  return links;
}

/** The files of a map that are there, by their entry in its table. */
async function existingFiles({ regions: { files } }: MemoryMap, sysroot: string): Promise<Map<number, vscode.Uri>> {
  const found = new Map<number, vscode.Uri>();
  const entries = Array.from({ length: Math.min(files.count, MOST_FILES) }, (_, entry) => entry);
  await Promise.all(
    entries.map(async (entry) => {
      const uri = await fileOf(mappedFile(files, entry), sysroot);
      if (uri) found.set(entry, uri);
    }),
  );
  return found;
}

/** The file that a map names, below a sysroot; undefined when it is not there. */
export async function fileOf({ path, pathBytes }: MappedFile, sysroot: string): Promise<vscode.Uri | undefined> {
  // A path that climbs out of the sysroot was not printed by a kernel; one that is not UTF-8 has no URI.
  if (!path.startsWith('/') || pathBytes || path.split('/').includes('..')) return undefined;
  const uri = vscode.Uri.file(`${sysroot}${path}`);
  return (await isFile(uri)) ? uri : undefined;
}

/** Links are asked for after each edit; whether a file is there seldom changes. In milliseconds. */
const REMEMBERED = 60_000;
const MOST_REMEMBERED = 20_000;
const known = new Map<string, { readonly at: number; readonly isFile: Promise<boolean> }>();

function isFile(uri: vscode.Uri): Promise<boolean> {
  const now = Date.now();
  const before = known.get(uri.path);
  if (before && now - before.at < REMEMBERED) return before.isFile;
  if (known.size > MOST_REMEMBERED) known.clear();
  const answer = Promise.resolve(vscode.workspace.fs.stat(uri)).then(
    ({ type }) => (type & vscode.FileType.File) !== 0,
    // Most files of a dump are not on this machine: they get no link.
    () => false,
  );
  known.set(uri.path, { at: now, isFile: answer });
  return answer;
}
