/** What a command is to show the layout of. */
import * as vscode from 'vscode';
import { fieldOf } from '../../sources/debug/values.ts';
import { isSource, LOCAL, sourceOf, type SourceSpec } from '../../sources/source-spec.ts';

export type Target = DocumentTarget | ProcessTarget;

export interface DocumentTarget {
  readonly kind: 'document';
  readonly uri: vscode.Uri;
  /** Of the map that is wanted when there are several, from 1. */
  readonly line: number | undefined;
}

export interface ProcessTarget {
  readonly kind: 'process';
  readonly source: SourceSpec;
  readonly pid: number;
  readonly startTime: string | undefined;
  readonly name: string | undefined;
  /** Beside what is being worked in: where it is not, a debugger would show the source in its place at the next stop. */
  readonly beside: boolean;
}

/**
 * Reads a command's argument: a Uri, a place in a document, a process, or nothing for the active editor. Undefined when none of
 * them is there.
 */
export function readTarget(argument: unknown): Target | undefined {
  if (argument instanceof vscode.Uri) return { kind: 'document', uri: textOf(argument), line: undefined };
  if (argument === undefined) return activeDocument();
  return readPlace(argument) ?? readProcess(argument);
}

/** `{ uri: string, line: number }`, the line from 1, as links, lenses and keybindings give it; undefined for anything else. */
export function readPlace(value: unknown): DocumentTarget | undefined {
  const uri = fieldOf(value, 'uri');
  const line = fieldOf(value, 'line');
  if (typeof uri !== 'string' || !/^[a-z][\w+.-]*:/i.test(uri)) return undefined;
  const known = typeof line === 'number' && Number.isSafeInteger(line) && line > 0;
  return { kind: 'document', uri: vscode.Uri.parse(uri), line: known ? line : undefined };
}

/** A row of the Processes view, or anything else that names a process: of this machine unless it names a source. */
function readProcess(value: unknown): Target | undefined {
  const pid = fieldOf(value, 'pid');
  const startTime = fieldOf(value, 'startTime');
  const name = fieldOf(value, 'name');
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0) return undefined;
  return {
    kind: 'process',
    source: readSource(fieldOf(value, 'source')),
    pid,
    startTime: typeof startTime === 'string' ? startTime : undefined,
    name: typeof name === 'string' ? name : undefined,
    beside: fieldOf(value, 'beside') === true,
  };
}

/** A source, or the key of one. */
function readSource(value: unknown): SourceSpec {
  if (typeof value === 'string') return sourceOf(value) ?? LOCAL;
  return isSource(value) ? value : LOCAL;
}

/** The document of the active editor, whichever kind of editor it is; in a text the map at the cursor. */
function activeDocument(): Target | undefined {
  const editor = vscode.window.activeTextEditor;
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const hasUri =
    input instanceof vscode.TabInputText ||
    input instanceof vscode.TabInputCustom ||
    input instanceof vscode.TabInputNotebook;
  const uri = hasUri ? textOf(input.uri) : editor?.document.uri;
  if (!uri) return undefined;
  const isText = editor?.document.uri.toString() === uri.toString();
  return { kind: 'document', uri, line: isText ? editor.selection.active.line + 1 : undefined };
}

/** What is worked on of a notebook: its selected cell. Any other document is itself. */
function textOf(uri: vscode.Uri): vscode.Uri {
  const { activeNotebookEditor: editor } = vscode.window;
  if (editor?.notebook.uri.toString() !== uri.toString()) return uri;
  return editor.notebook.getCells(editor.selection)[0]?.document.uri ?? uri;
}
