/**
 * Addresses of live documents: `procmaps:/SOURCE/PID/maps`, where SOURCE is the key of a source, `local` for the machine that the
 * extension runs on. The query tells which process is meant and how the document is labelled; without it the process is the
 * one that has the PID when the document is opened.
 */
import * as vscode from 'vscode';
import { isMapFile, type MapFile } from '../../sources/process.ts';
import { sourceKey, sourceOf, type SourceSpec } from '../../sources/source-spec.ts';

/** The scheme of live documents, as the manifest's activation event and label formatter name it. */
export const SCHEME = 'procmaps';

/** What an address names. */
export interface ProcessDocument {
  readonly source: SourceSpec;
  readonly pid: number;
  readonly file: MapFile;
  /** See ProcessInfo; undefined in an address typed by hand. */
  readonly startTime: string | undefined;
}

/**
 * The address of a process's map file. The query is JSON, because only so can the manifest's label formatter read it:
 * `of` completes the path to a label such as `maps of bash (123)`.
 */
export function processUri(
  source: SourceSpec,
  process: { readonly pid: number; readonly startTime?: string | undefined; readonly name: string },
  file: MapFile,
): vscode.Uri {
  const { pid, startTime, name } = process;
  // A label ends where its last slash is.
  const of = ` of ${name.replaceAll('/', '∕')} (${pid})`;
  const query = JSON.stringify(startTime === undefined ? { of } : { start: startTime, of });
  return vscode.Uri.from({ scheme: SCHEME, path: `/${sourceKey(source)}/${pid}/${file}`, query });
}

/** What an address names; undefined when it is not the address of a live document. */
export function parseProcessUri(uri: vscode.Uri): ProcessDocument | undefined {
  const [, key = '', pid = '', file = '', ...rest] = uri.path.split('/');
  const source = sourceOf(key);
  if (uri.scheme !== SCHEME || !source || rest.length > 0) return undefined;
  if (!/^[1-9]\d{0,9}$/.test(pid) || !isMapFile(file)) return undefined;
  const query = parseQuery(uri.query);
  return query && { source, pid: Number(pid), file, startTime: query.startTime };
}

/** A folder above live documents: all sources, the processes of one, the map files of a process. */
export interface ProcessFolder {
  readonly source: SourceSpec | undefined;
  readonly pid: number | undefined;
}

/** What a folder's address names; undefined when it is no folder of live documents. */
export function parseProcessFolder(uri: vscode.Uri): ProcessFolder | undefined {
  const [root, key = '', pid = '', ...rest] = uri.path.split('/');
  if (uri.scheme !== SCHEME || root !== '' || rest.length > 0) return undefined;
  if (key === '') return pid === '' ? { source: undefined, pid: undefined } : undefined;
  const source = sourceOf(key);
  if (!source || (pid !== '' && !/^[1-9]\d{0,9}$/.test(pid))) return undefined;
  return { source, pid: pid === '' ? undefined : Number(pid) };
}

/** The start time in a query; undefined when the query is none of ours, which must not be taken for "any process". */
function parseQuery(query: string): { startTime: string | undefined } | undefined {
  if (query === '') return { startTime: undefined };
  try {
    const told: unknown = JSON.parse(query);
    if (typeof told !== 'object' || told === null) return undefined;
    const start: unknown = Reflect.get(told, 'start');
    if (start === undefined) return { startTime: undefined };
    return typeof start === 'string' && /^\d+$/.test(start) ? { startTime: start } : undefined;
  } catch {
    return undefined; // Not JSON: an address that somebody made up.
  }
}
