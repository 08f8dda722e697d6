/**
 * Runs inside the real extension host: times from an edit of one line in a large maps document until hover, outline and diagnostics
 * are those of the new text. The way to the window and back, which VS Code takes for each, is in it.
 */
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';

const ROUNDS = 15;
const WARM = 5;

/** Milliseconds from the edit, a value a round. */
export interface EditTimes {
  readonly lines: number;
  readonly hover: readonly number[];
  readonly outline: readonly number[];
  readonly diagnostics: readonly number[];
  /** To the window and back for a hover where nothing is to be told, with no edit before it. */
  readonly floor: readonly number[];
  /** The same right after an edit in the large document, which keeps the window busy. */
  readonly floorAfterEdit: readonly number[];
}

export async function run(): Promise<void> {
  await vscode.extensions.getExtension('memory-maps.memory-maps')?.activate();
  const file = vscode.Uri.file(process.env['MEMORY_MAPS_BENCH_FILE'] ?? '');
  const document = await vscode.workspace.openTextDocument(file);
  const editor = await vscode.window.showTextDocument(document);
  const times = {
    lines: document.lineCount,
    hover: [] as number[],
    outline: [] as number[],
    diagnostics: [] as number[],
    floor: [] as number[],
    floorAfterEdit: [] as number[],
  };
  const line = Math.floor(document.lineCount / 2);
  const place = document.lineAt(line).text.indexOf(' ') + 4;
  let letter = '?';
  /** Edits the line and waits for one of the three. */
  const timed = async (answer: () => Promise<unknown>): Promise<number> => {
    const start = new Promise<number>((resolve) => {
      const changed = vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.document !== document) return;
        changed.dispose();
        resolve(performance.now());
      });
    });
    const edited = editor.edit((edit) => edit.replace(new vscode.Range(line, place, line, place + 1), letter));
    const from = await start;
    await answer();
    const took = performance.now() - from;
    await edited;
    letter = letter === '?' ? 'p' : '?';
    return took;
  };
  const hover = (): Promise<unknown> =>
    Promise.resolve(
      vscode.commands.executeCommand('vscode.executeHoverProvider', document.uri, new vscode.Position(line + 1, 3)),
    );
  const empty = await vscode.workspace.openTextDocument({ content: 'nothing', language: 'plaintext' });
  const floor = async (): Promise<number> => {
    const from = performance.now();
    await vscode.commands.executeCommand('vscode.executeHoverProvider', empty.uri, new vscode.Position(0, 0));
    return performance.now() - from;
  };
  const outline = (): Promise<unknown> =>
    Promise.resolve(vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', document.uri));
  const diagnostics = (): Promise<unknown> =>
    new Promise<void>((resolve) => {
      // The event of diagnostics comes 50 ms after they were set, so that it is not what tells.
      const wanted = letter === '?' ? 1 : 0;
      const look = (): void => {
        if (vscode.languages.getDiagnostics(document.uri).length === wanted) resolve();
        else setTimeout(look, 1);
      };
      look();
    });
  for (let round = 0; round < WARM + ROUNDS; round++) {
    const found = [await timed(hover), await timed(diagnostics), await timed(outline)];
    if (round < WARM) continue;
    times.floor.push(await floor());
    times.floorAfterEdit.push(await timed(floor));
    times.hover.push(found[0] ?? 0);
    times.diagnostics.push(found[1] ?? 0);
    times.outline.push(found[2] ?? 0);
  }
  const report = process.env['MEMORY_MAPS_TEST_REPORT'];
  if (report === undefined) throw new Error('MEMORY_MAPS_TEST_REPORT names no file');
  writeFileSync(report, JSON.stringify(times));
  await vscode.commands.executeCommand('workbench.action.files.revert');
}
