/** Maps that stand in other texts, in the real extension host: a person opens a log and works on the map in it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { newText } from '../../src/extension/platform/new-text.ts';
import { fixture, lineWith, until } from './documents.ts';

const activate = async (): Promise<void> => {
  await vscode.extensions.getExtension('memory-maps.memory-maps')?.activate();
};

describe('a map in a log', () => {
  let log: vscode.TextDocument;

  before(async () => {
    await activate();
    log = await vscode.workspace.openTextDocument(fixture('sensord-crash.log'));
    await vscode.window.showTextDocument(log);
  });

  it('leaves the log its language', () => {
    assert.notEqual(log.languageId, 'procmaps');
  });

  it('stands in the outline, with its objects and their regions', async () => {
    const [map] = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      log.uri,
    );
    assert.ok(map);
    assert.match(map.detail, /^maps, 53 regions$/);
    const program = map.children.find(({ name }) => name === 'sensord');
    assert.ok(program && program.children.length >= 5);
    assert.ok(map.range.contains(program.range));
    const rows = lineWith(log, 'memory map:') + 1;
    assert.equal(program.children[1]?.range.start.line, rows + 1);
    assert.match(program.children[1]?.detail ?? '', /^r-xp 4 KiB$/);
  });

  it('has a lens over it that opens the layout and the map by itself', async () => {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      log.uri,
      10,
    );
    const mine = lenses.filter(({ command }) => command?.command.startsWith('memoryMaps.'));
    assert.deepEqual(
      mine.map(({ command }) => command?.title),
      ['Layout of 53 regions', 'Open as maps'],
    );
    const open = mine[1]?.command;
    assert.ok(open);
    await vscode.commands.executeCommand(open.command, ...(open.arguments ?? []));
    const opened = vscode.window.activeTextEditor?.document;
    assert.equal(opened?.languageId, 'procmaps');
    const saved = await vscode.workspace.openTextDocument(fixture('sensord.maps'));
    assert.equal(opened?.getText(), saved.getText());
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('keeps what smaps counts when it is opened by itself', async () => {
    const smaps = (await vscode.workspace.openTextDocument(fixture('sensord.smaps'))).getText();
    const report = await newText({ language: 'log', content: `Report\n\n${smaps}\nbye\n` });
    await vscode.commands.executeCommand('memoryMaps.openAsMaps', { uri: report.uri.toString(), line: 3 });
    assert.equal(vscode.window.activeTextEditor?.document.getText(), smaps);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('is not opened as an invented text where the log tells no ends of its regions', async () => {
    const before = vscode.workspace.textDocuments.length;
    const content = '00400000 default file=/bin/a mapped=2 N0=2\n7ffc0f500000 default stack anon=3 dirty=3 N0=3\n';
    const numa = await newText({ language: 'log', content });
    await vscode.commands.executeCommand('memoryMaps.openAsMaps', { uri: numa.uri.toString(), line: 1 });
    assert.equal(vscode.workspace.textDocuments.length, before + 1);
  });

  it('has hints of its regions’ sizes, and none elsewhere', async () => {
    const whole = new vscode.Range(0, 0, log.lineCount - 1, 0);
    const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
      'vscode.executeInlayHintProvider',
      log.uri,
      whole,
    );
    assert.equal(hints.length, 53);
    const row = lineWith(log, '[heap]');
    const hint = hints.find(({ position }) => position.line === row);
    assert.ok(hint);
    const range = /[0-9a-f]+-[0-9a-f]+/.exec(log.lineAt(row).text);
    assert.equal(hint.position.character, (range?.index ?? 0) + (range?.[0].length ?? 0));
    assert.match(labelOf(hint), /^\s*528 KiB$/u);
  });

  it('explains the fields of its rows behind the prefix of the log', async () => {
    const row = lineWith(log, 'r-xp');
    const markdown = await hoverText(log, row, 'r-xp');
    assert.match(markdown, /Permissions/);
    assert.match(await hoverText(log, row, '/opt/sensord'), /Program code/);
  });

  it('answers for an address of the backtrace: region, object, offset, commands, and a link to the region', async () => {
    const frame = lineWith(log, '#0');
    const markdown = await hoverText(log, frame, '0x');
    assert.match(markdown, /Program code of \/opt\/sensord\/sensord/);
    assert.match(markdown, /Byte 0x11c4 of the file/);
    assert.match(markdown, /addr2line -Cfie \/opt\/sensord\/sensord 0x11c4/);
    assert.match(markdown, /llvm-symbolizer --obj=\/opt\/sensord\/sensord 0x11c4/);
    assert.match(markdown, /\[Go to region\]\(command:memoryMaps\.goToRegion\?/);
    assert.match(await hoverText(log, lineWith(log, 'rsp'), '0x00007f'), /Main stack of \[stack\]/);
  });

  it('takes an address to its region by Ctrl+click', async () => {
    const frame = lineWith(log, '#1');
    const links = await vscode.commands.executeCommand<vscode.LocationLink[]>(
      'vscode.executeDefinitionProvider',
      log.uri,
      new vscode.Position(frame, log.lineAt(frame).text.indexOf('0x') + 4),
    );
    const target = links[0]?.targetRange.start.line;
    assert.ok(target !== undefined);
    assert.match(log.lineAt(target).text, /r-xp .*libc\.so/);
  });

  it('answers for a frame that names its file and the place in it', async () => {
    const row = (name: RegExp): string =>
      log
        .getText()
        .split('\n')
        .find((line) => name.test(line))
        ?.replace(/^.*?: /, '') ?? '';
    const content = [
      'V  [sensord+0x11c4]  main+0x4',
      '#00 pc 00000000000011c4  /opt/sensord/sensord (main+4)',
      row(/r--p 00000000 .*sensord$/),
      row(/r-xp .*sensord$/),
    ].join('\n');
    const report = await newText({ content });
    for (const [line, word] of [
      [0, '+0x'],
      [1, '0000'],
    ] as const) {
      assert.match(await hoverText(report, line, word), /Program code of \/opt\/sensord\/sensord/);
      const links = await vscode.commands.executeCommand<vscode.LocationLink[]>(
        'vscode.executeDefinitionProvider',
        report.uri,
        new vscode.Position(line, report.lineAt(line).text.indexOf(word) + 2),
      );
      assert.equal(links[0]?.targetRange.start.line, 3);
    }
  });

  it('says of a fault address that no region holds it', async () => {
    const markdown = await hoverText(log, lineWith(log, 'fault address'), '0x0000000000000018');
    assert.match(markdown, /No region of the map holds it.*a null pointer with an offset/s);
  });

  it('finds the other regions of an object', async () => {
    const row = lineWith(log, 'r-xp');
    const at = new vscode.Position(row, log.lineAt(row).text.indexOf('/opt') + 2);
    const references = await vscode.commands.executeCommand<vscode.Location[]>(
      'vscode.executeReferenceProvider',
      log.uri,
      at,
    );
    assert.deepEqual(
      references.map(({ range }) => log.getText(range)),
      Array.from({ length: 5 }, () => '/opt/sensord/sensord'),
    );
    const highlights = await vscode.commands.executeCommand<vscode.DocumentHighlight[]>(
      'vscode.executeDocumentHighlights',
      log.uri,
      at,
    );
    assert.deepEqual(
      highlights.map(({ range }) => log.getText(range)),
      references.map(({ range }) => log.getText(range)),
    );
  });

  it('folds the regions of an object', async () => {
    const ranges = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      log.uri,
    );
    const first = lineWith(log, 'memory map:') + 1;
    assert.ok(ranges.some(({ start, end }) => start === first && end >= first + 4));
  });
});

describe('an address in a file that is there', () => {
  it('is named by the symbols of the file', async () => {
    await activate();
    // This process is a Node, and its map names the file that it runs.
    const maps = readFileSync('/proc/self/maps', 'utf8');
    const row = maps.split('\n').find((line) => line.includes(' r-xp ') && line.endsWith(process.execPath));
    assert.ok(row, 'the program is in its own map');
    const start = BigInt(`0x${row.slice(0, row.indexOf('-'))}`);
    const document = await newText({
      language: 'plaintext',
      content: `pc 0x${(start + 0x4000n).toString(16)}\n\n${maps}`,
    });
    const markdown = await hoverText(document, 0, '0x');
    assert.match(markdown, /Symbol .+\+0x[0-9a-f]+, from /);
    assert.match(markdown, /no build ID/);
    assert.match(markdown, /addr2line -Cfie \S+ 0x[0-9a-f]+/);
  });
});

describe('a text without a map', () => {
  it('gets nothing', async () => {
    await activate();
    const document = await newText({
      language: 'plaintext',
      content: 'pc 0x00005648cf38c1c4\n2026-11-25 deadbeef-deadbeef is no row\n0xdeadbeef\n',
    });
    assert.equal(await hoverText(document, 0, '0x'), '');
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
    );
    assert.deepEqual(lenses, []);
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
  });
});

describe('a log that is edited', () => {
  it('has the outline and the problems of its text as it stands', async () => {
    await activate();
    const text = (await vscode.workspace.openTextDocument(fixture('sensord-crash.log'))).getText();
    const document = await newText({ language: 'log', content: text });
    const editor = await vscode.window.showTextDocument(document);
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
    const row = lineWith(document, 'libc.so');
    const at = document.lineAt(row).text.indexOf('r--p');
    await editor.edit((edit) => edit.replace(new vscode.Range(row, at, row, at + 4), 'r--?'));
    const diagnostics = await until(() => {
      const found = vscode.languages.getDiagnostics(document.uri);
      return found.length > 0 ? found : undefined;
    });
    assert.equal(diagnostics[0]?.range.start.line, row);
    assert.match(diagnostics[0]?.message ?? '', /permissions such as r-xp/);
    assert.equal(diagnostics[0]?.range.start.character, at);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});

function labelOf({ label }: vscode.InlayHint): string {
  return typeof label === 'string' ? label : label.map(({ value }) => value).join('');
}

/** The hover's Markdown on a text of a line, without escapes and code marks; empty when there is none. */
async function hoverText(document: vscode.TextDocument, line: number, text: string): Promise<string> {
  const at = document.lineAt(line).text.indexOf(text);
  assert.ok(at >= 0, `${text} in ${document.lineAt(line).text}`);
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    new vscode.Position(line, at),
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === 'string' ? content : content.value))
    .join('\n')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replaceAll('`', '');
}

describe('a map that is compared with its revision in git', () => {
  it('has its problems listed once', async () => {
    await activate();
    const content =
      '00400000-00401000 r-xp 00000000 08:01 42 /bin/x\n00500000-00501000 r--? 00000000 08:01 42 /bin/x\n';
    const provider = vscode.workspace.registerTextDocumentContentProvider('gitlens', {
      provideTextDocumentContent: () => content,
    });
    try {
      const revision = vscode.Uri.parse('gitlens:/dump.maps?HEAD');
      const { uri } = await newText({ language: 'procmaps', content });
      await vscode.commands.executeCommand('vscode.diff', revision, uri);
      await until(() => vscode.languages.getDiagnostics(uri).length > 0 || undefined);
      // The revision was read, too: its symbols are those of its map.
      await vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', revision);
      assert.deepEqual(vscode.languages.getDiagnostics(revision), []);
    } finally {
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      provider.dispose();
    }
  });
});
