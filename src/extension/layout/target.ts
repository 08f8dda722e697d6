/** What a command is to show the layout of. */
import * as vscode from 'vscode';

export type Target =
  | { readonly kind: 'document'; readonly uri: vscode.Uri }
  | {
      readonly kind: 'process';
      readonly pid: number;
      readonly startTime: string | undefined;
      readonly name: string | undefined;
    };

/** Reads a command's argument: a Uri, a process, or nothing for the active editor. Undefined when none of them is there. */
export function readTarget(argument: unknown): Target | undefined {
  if (argument instanceof vscode.Uri) return { kind: 'document', uri: argument };
  if (argument === undefined) {
    const uri = activeUri();
    return uri && { kind: 'document', uri };
  }
  return readProcess(argument);
}

/** A row of the Processes view, or anything else that names a process. */
function readProcess(value: unknown): Target | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const field = (name: string): unknown => Reflect.get(value, name);
  const pid = field('pid');
  const startTime = field('startTime');
  const name = field('name');
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0) return undefined;
  return {
    kind: 'process',
    pid,
    startTime: typeof startTime === 'string' ? startTime : undefined,
    name: typeof name === 'string' ? name : undefined,
  };
}

/** The document of the active editor, whichever kind of editor it is. */
function activeUri(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom) return input.uri;
  return vscode.window.activeTextEditor?.document.uri;
}
