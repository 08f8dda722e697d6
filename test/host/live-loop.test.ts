/** Live documents that are read again by themselves, in the real extension host. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { LiveProcess } from '../runner/live-process.ts';
import { skip } from '../runner/report.mjs';
import { lineWith, until as untilWithin } from './documents.ts';
import { ReadCounter } from './read-counter.ts';

const SETTING = 'memoryMaps.live.pace';

/**
 * While the window has no keyboard a loop takes its time, and several rounds of it are waited for; the pause is a multiple of what a read takes, which a
 * busy machine makes long.
 */
const until: typeof untilWithin = (condition) => untilWithin(condition, 40);

describe('a live document in a loop [long]', function () {
  this.timeout(180_000);
  const processes: LiveProcess[] = [];
  let counter: ReadCounter;
  before(function () {
    if (process.platform !== 'linux') skip(this, 'needs Linux');
  });
  beforeEach(async () => {
    await setting('onChange');
    counter = new ReadCounter();
  });
  afterEach(async () => {
    counter.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await Promise.all(processes.splice(0).map((each) => each.end()));
    await setting(undefined);
  });

  const setting = (pace: string | undefined): Thenable<void> =>
    vscode.workspace.getConfiguration().update(SETTING, pace, vscode.ConfigurationTarget.Global);
  const start = async (): Promise<LiveProcess> => {
    const started = await LiveProcess.start();
    processes.push(started);
    return started;
  };
  const uriOf = ({ pid }: LiveProcess, file = 'maps'): vscode.Uri => vscode.Uri.parse(`procmaps:/local/${pid}/${file}`);
  const show = async (of: LiveProcess, options: vscode.TextDocumentShowOptions = {}, file = 'maps') => {
    const document = await vscode.workspace.openTextDocument(uriOf(of, file));
    const editor = await vscode.window.showTextDocument(document, { preview: false, ...options });
    return { document, editor };
  };
  const readMore = (of: LiveProcess, times: number): Promise<true> => {
    const before = counter.of(of.pid);
    return until(() => counter.of(of.pid) >= before + times || undefined);
  };

  it('follows its process', async () => {
    const target = await start();
    const { document } = await show(target);
    const lines = document.lineCount;
    await target.do('add');
    await until(() => document.lineCount > lines || undefined);
    assert.equal(document.isDirty, false);
    const grown = document.lineCount;
    await target.do('drop');
    await until(() => document.lineCount < grown || undefined);
  });

  it('keeps caret, selection and scroll place on their regions', async () => {
    const target = await start();
    const { document, editor } = await show(target);
    const lineText = (line = 0): string => document.lineAt(line).text;
    const stack = lineWith(document, '[stack]');
    editor.selections = [new vscode.Selection(stack, 3, stack, 9), new vscode.Selection(1, 2, 1, 2)];
    // Regions come above and below of what stands at the top: libraries are mapped below the stack and above the heap.
    const library = lineWith(document, 'libc');
    editor.revealRange(new vscode.Range(library, 0, library, 0), vscode.TextEditorRevealType.AtTop);
    const topNow = (): string => lineText(editor.visibleRanges[0]?.start.line);
    await until(() => topNow() !== lineText(0) || undefined);
    await vscode.commands.executeCommand('memoryMaps.refreshDocument', document.uri);
    const top = topNow();
    const second = lineText(1);
    for (let i = 0; i < 3; i++) {
      const { lineCount } = document;
      await target.do('add');
      await target.do('grow');
      await until(() => document.lineCount > lineCount || undefined);
    }
    const at = (): string[] => editor.selections.map(({ active }) => lineText(active.line));
    const expected = (): string[] => [lineText(lineWith(document, '[stack]')), second];
    await until(() => at().join() === expected().join() || undefined).catch(() => undefined);
    assert.deepEqual(at(), expected());
    assert.ok(lineWith(document, '[stack]') > stack);
    assert.deepEqual([editor.selection.anchor.character, editor.selection.active.character], [3, 9]);
    await until(() => topNow() === top || undefined).catch(() => undefined);
    assert.equal(topNow(), top);
  });

  it('is not read while its tab is hidden, and catches up when it is shown', async () => {
    const [target, other] = [await start(), await start()];
    const { document } = await show(target);
    await readMore(target, 2);
    const lines = document.lineCount;
    await show(other);
    await readMore(other, 1);
    const before = counter.of(target.pid);
    await target.do('add');
    await readMore(other, 3);
    assert.equal(counter.of(target.pid), before, 'it was read while nobody saw it');
    await show(target);
    await until(() => document.lineCount > lines || undefined);
  });

  it('is not read again once its process has ended, and keeps the last text', async () => {
    const [target, other] = [await start(), await start()];
    const { document } = await show(target);
    await show(other, { viewColumn: vscode.ViewColumn.Beside });
    await Promise.all([readMore(target, 2), readMore(other, 2)]);
    const text = document.getText();
    await target.end();
    // A reading that was asked for before can be the one that meets the end, and then there is no other: the loop beside it tells the time.
    await readMore(other, 3);
    const met = counter.of(target.pid);
    await readMore(other, 3);
    assert.ok(counter.of(target.pid) <= met + 1, 'it goes on being read');
    assert.equal(document.getText(), text);
    assert.equal(document.isClosed, false);
  });

  it('goes at the pace that its document was given, and stops when it is paused', async () => {
    const [target, other] = [await start(), await start()];
    const { document } = await show(target);
    await show(other, { viewColumn: vscode.ViewColumn.Beside });
    await readMore(target, 2);
    await vscode.commands.executeCommand('memoryMaps.setLivePace', uriOf(target), 'off');
    await readMore(other, 1);
    const before = counter.of(target.pid);
    await target.do('add');
    await readMore(other, 3);
    assert.equal(counter.of(target.pid), before);
    const lines = document.lineCount;
    await vscode.commands.executeCommand('memoryMaps.resumeLive', uriOf(target));
    await until(() => document.lineCount > lines || undefined);
  });

  it('of smaps is not read in a loop by itself', async () => {
    const [target, other] = [await start(), await start()];
    await show(target, {}, 'smaps');
    await show(other, { viewColumn: vscode.ViewColumn.Beside });
    const before = counter.of(target.pid);
    await readMore(other, 3);
    assert.equal(counter.of(target.pid), before);
  });

  it('shares each reading with the layout of its process', async () => {
    const target = await start();
    const { document } = await show(target);
    const lines = document.lineCount;
    const shown = await vscode.commands.executeCommand<{ failure?: string } | undefined>('memoryMaps.showLayout', {
      pid: target.pid,
    });
    assert.equal(shown?.failure, undefined);
    await vscode.commands.executeCommand('workbench.action.moveEditorToRightGroup');
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One, preview: false });
    await until(() => counter.asked.some(({ text, map }) => text && map) || undefined);
    counter.asked.length = 0;
    await target.do('add');
    await until(() => document.lineCount > lines || undefined);
    assert.deepEqual(
      counter.asked.filter(({ text, map }) => !text || !map),
      [],
      'the process was read twice',
    );
  });

  it('is read at once for who asks for a process, whatever the pace', async () => {
    const [target, hidden] = [await start(), await start()];
    await setting('off');
    await show(hidden);
    const { document } = await show(target);
    await vscode.commands.executeCommand('memoryMaps.showLayout', { pid: target.pid });
    await vscode.commands.executeCommand('workbench.action.moveEditorToRightGroup');
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One, preview: false });
    const refresh = (pid: number): Thenable<unknown> =>
      vscode.commands.executeCommand('memoryMaps.refreshLayout', { pid });
    const lines = document.lineCount;
    await target.do('add');
    await until(async () => ((await refresh(target.pid)) === 1 ? true : undefined));
    await until(() => document.lineCount > lines || undefined);
    assert.equal(await refresh(hidden.pid), 0, 'nobody sees it');
  });
});
