/** Hovers in the real extension host: a person rests the mouse on a field and reads what it is. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { newText } from '../../src/extension/platform/new-text.ts';

const fixture = (name: string): vscode.Uri => {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'the tests run with test/fixtures open');
  return vscode.Uri.joinPath(folder.uri, name);
};

const open = async (name: string): Promise<vscode.TextDocument> => vscode.workspace.openTextDocument(fixture(name));
const maps = async (content: string): Promise<vscode.TextDocument> => newText({ language: 'procmaps', content });

/** The line (from 0) of the first one that holds the text. */
function lineWith(document: vscode.TextDocument, text: string, after = -1): number {
  for (let line = after + 1; line < document.lineCount; line++) {
    if (document.lineAt(line).text.includes(text)) return line;
  }
  throw new Error(`No line with ${text}`);
}

/** The hover on a text of a line: its Markdown, and the text that it frames. */
async function hover(
  document: vscode.TextDocument,
  line: number,
  text: string,
  skip = 0,
): Promise<{ markdown: string; framed: string; contents: readonly vscode.MarkdownString[] }> {
  const at = document.lineAt(line).text.indexOf(text) + skip;
  assert.ok(at >= 0, `${text} in ${document.lineAt(line).text}`);
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    new vscode.Position(line, at),
  );
  const contents = hovers
    .flatMap((each) => each.contents)
    .filter((each): each is vscode.MarkdownString => typeof each === 'object' && !('language' in each));
  const range = hovers[0]?.range;
  return {
    markdown: contents.map(({ value }) => value).join('\n'),
    framed: range ? document.getText(range) : '',
    contents,
  };
}

/** Markdown without the escapes and code marks, for reading in a test. */
const readable = (markdown: string): string => markdown.replace(/\\([!-/:-@[-`{-~])/g, '$1').replaceAll('`', '');

describe('hover', () => {
  before(async () => {
    await vscode.extensions.getExtension('memory-maps.memory-maps')?.activate();
  });

  describe('in a captured maps file', () => {
    const cases: readonly [field: string, line: string, text: string, framed: RegExp, told: RegExp][] = [
      [
        'the address range',
        '[heap]',
        '-',
        /^[0-9a-f]+-[0-9a-f]+$/,
        /Address range[\s\S]*KiB[\s\S]*pages of 4 KiB\.[\s\S]*Region \d+ of 53: Heap[\s\S]*Before it[\s\S]*After it/,
      ],
      ['the permissions', 'rwxp', 'rwxp', /^rwxp$/, /Permissions rwxp[\s\S]*read, written and executed[\s\S]*mprotect/],
      ['the offset', 'libc.so.6', ' 00000000', /^00000000$/, /Offset 00000000[\s\S]*0x0 = 0 bytes/],
      ['the device', 'libc.so.6', ' fe:00', /^fe:00$/, /Device fe:00[\s\S]*Major 254, minor 0 in decimal/],
      ['the inode', 'libc.so.6', ' 339380', /^339380$/, /Inode 339380[\s\S]*One of 5 regions/],
      ['the pathname', 'libc.so.6', '/usr/lib', /libc\.so\.6$/, /Pathname \/usr\/lib\/x86_64-linux-gnu\/libc\.so\.6/],
      ['a pseudo-path', '[vdso]', '[vdso]', /^\[vdso\]$/, /code that the kernel lends to the process/],
      ['a removed file', 'model v1.dat', '(deleted)', /^\(deleted\)$/, /still runs the old file/],
      ['shared memory', '/memfd:', '/memfd', /^\/memfd:camera frames$/, /exists only in memory/],
    ];
    for (const [field, line, text, framed, told] of cases) {
      it(`explains ${field}`, async () => {
        const document = await open('sensord.maps');
        const shown = await hover(document, lineWith(document, line), text, text.startsWith(' ') ? 1 : 0);
        assert.match(readable(shown.markdown), told);
        assert.match(shown.framed, framed);
        assert.match(shown.markdown, /\]\(https:\/\/[^)]+\)/);
      });
    }

    it('explains each letter of the permissions, and frames all four', async () => {
      const document = await open('sensord.maps');
      const line = lineWith(document, 'rwxp');
      const letters = [/r: readable/, /w: writable/, /x: executable/, /p: private/];
      for (const [i, letter] of letters.entries()) {
        const shown = await hover(document, line, 'rwxp', i);
        assert.match(readable(shown.markdown), letter);
        assert.equal(shown.framed, 'rwxp');
      }
    });

    it('says nothing on the blanks between fields', async () => {
      const document = await open('sensord.maps');
      assert.equal((await hover(document, lineWith(document, '[heap]'), '      [heap]', 2)).markdown, '');
    });
  });

  describe('in a captured smaps file', () => {
    it('explains every line of a record', async () => {
      const document = await open('sensord.smaps');
      const first = lineWith(document, '[heap]');
      const last = lineWith(document, 'VmFlags', first);
      for (let line = first + 1; line <= last; line++) {
        const [key = ''] = document.lineAt(line).text.split(':');
        const shown = readable((await hover(document, line, key)).markdown);
        assert.match(shown, new RegExp(`^\\*\\*${key}\\*\\* — `), key);
        assert.doesNotMatch(shown, /does not know/, key);
        assert.match(shown, /Region \d+ of \d+: \[heap\]/, key);
      }
    });

    it('tells the share of Rss in its region and in the map', async () => {
      const document = await open('sensord.smaps');
      const shown = await hover(document, lineWith(document, 'Rss:', lineWith(document, '[heap]')), 'Rss');
      assert.match(readable(shown.markdown), /% of its Size, [\d.]+ % of the Rss of all regions \(7\.2 MiB\)/);
    });

    it('explains a flag, and what mprotect may still do', async () => {
      const document = await open('sensord.smaps');
      const shown = await hover(document, lineWith(document, 'VmFlags', lineWith(document, '[heap]')), ' mw', 1);
      assert.match(readable(shown.markdown), /VmFlags mw[\s\S]*may be made writable[\s\S]*VM_MAYWRITE/);
      assert.equal(shown.framed, 'mw');
    });

    it('explains smaps_rollup', async () => {
      const document = await open('sensord.smaps_rollup');
      assert.match(readable((await hover(document, 0, '[rollup]')).markdown), /the whole process, not a region/);
      assert.match(
        readable((await hover(document, lineWith(document, 'Pss_Anon'), 'Pss_Anon')).markdown),
        /% of its Pss/,
      );
    });
  });

  describe('on bad input', () => {
    const good = '00400000-00401000 r-xp 00000000 08:01 4711    /bin/x';

    it('explains a broken line from its text, and tells the problem', async () => {
      const document = await maps(`${good}\n00500000-00402000 r-xp 00000000 08:01 4711    /bin/x\n`);
      const shown = readable((await hover(document, 1, 'r-xp')).markdown);
      assert.match(shown, /Problem on this line:\*\* the region ends before it starts/);
      assert.match(shown, /Permissions r-xp/);
      const range = readable((await hover(document, 1, '00500000')).markdown);
      assert.match(range, /end is below the start/);
      assert.doesNotMatch(range, /Region \d/);
    });

    it('tells why a line that is no region was not read', async () => {
      const document = await maps(`${good}\n~~ noise of a log ~~\n`);
      assert.match(readable((await hover(document, 1, 'noise')).markdown), /Problem on this line/);
    });

    it('does not give a counter to a region when a header before it is damaged', async () => {
      const document = await maps(`${good}\nRss:    4 kB\n00500000-00402000 r-xp 00000000 08:01 4711\nRss:    8 kB\n`);
      assert.match(readable((await hover(document, 1, 'Rss')).markdown), /Region 1 of 1/);
      assert.doesNotMatch(readable((await hover(document, 3, 'Rss')).markdown), /Region/);
    });

    it('stays quiet on a line of a million letters', async () => {
      const document = await maps(`${good}\n00500000-00600000 r-xp 00000000 08:01 4711 /${'a'.repeat(1_000_000)}\n`);
      assert.equal((await hover(document, 1, 'r-xp')).markdown, '');
      assert.match((await hover(document, 0, 'r-xp')).markdown, /Permissions/);
    });

    it('follows the text as it is edited', async () => {
      const document = await maps(`${good}\n`);
      assert.match(readable((await hover(document, 0, '-')).markdown), /Region 1 of 1/);
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(0, 0), '00300000-00301000 rw-p 00000000 00:00 0 \n');
      await vscode.workspace.applyEdit(edit);
      assert.match(readable((await hover(document, 1, '-')).markdown), /Region 2 of 2/);
    });
  });

  describe('on hostile names', () => {
    const names = [
      '[click](command:workbench.action.terminal.new)',
      '`](command:x) `` <img src=x onerror=alert(1)>',
      'photo\u202egnp.exe \u001b]0;owned\u0007',
      `long${'/x'.repeat(2500)}`,
    ];
    for (const name of names) {
      it(`shows text only: ${JSON.stringify(name.slice(0, 60))}`, async () => {
        const document = await maps(`00400000-00401000 r-xp 00000000 08:01 4711    /tmp/${name}\n`);
        const { contents, markdown } = await hover(document, 0, '/tmp');
        assert.match(readable(markdown), /Pathname \/tmp\//);
        assert.ok(markdown.length < 2000);
        assert.doesNotMatch(markdown.replace(/(`+)[\s\S]*?[^`]\1(?!`)/g, ''), /command:|<img/);
        assert.doesNotMatch(markdown, /[\u202e\u001b\u0007]/);
        for (const content of contents) {
          assert.ok(!content.isTrusted);
          assert.ok(!content.supportHtml);
        }
      });
    }
  });

  it('finds the line again that a document of another scheme shows', async () => {
    const content = readFileSync(fixture('cat.maps').fsPath, 'utf8');
    const document = await maps(content);
    assert.equal(document.uri.scheme, 'untitled');
    assert.match(readable((await hover(document, 0, '-')).markdown), /Region 1 of \d+/);
  });
});
