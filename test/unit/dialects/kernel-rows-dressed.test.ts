/** The kernel's rows in programs and documents, where they are strings, comments and cells. */
import assert from 'node:assert/strict';
import { around, found, only, rows, ROWS, seen } from './report-texts.ts';

describe('rows in programs and documents', () => {
  const quoted = (quote: string, end: string): string[] => ROWS.map((row) => `    ${quote}${row}${end}`);
  const dressed: [what: string, lines: string[]][] = [
    ['strings of C', quoted('"', '\\n"')],
    ['a list in Go, Python or JSON', quoted('"', '",')],
    ['strings that are added in Java', quoted('"', '\\n" +')],
    ['rows of a Markdown table', ROWS.map((row) => `| ${row.trimEnd().replaceAll(/ +/g, ' | ')} |`)],
    ['HTML with line breaks', ROWS.map((row) => `${row.trimEnd()}<br/>`)],
    ['a mail with unbreakable blanks', ROWS.map((row) => row.replace(/ {2,}/, (pad) => '\xc2\xa0'.repeat(pad.length)))],
    ['fields that are parted by tabs', ROWS.map((row) => row.trimEnd().replaceAll(/ +/g, '\t').replace('\t', ' '))],
    ['lines of a patch', ROWS.map((row) => `+${row}`)],
  ];
  for (const [what, lines] of dressed) {
    it(`are undressed: ${what}`, () => {
      const map = only(around(lines));
      assert.deepEqual(rows(map), seen(3));
      assert.deepEqual(map.problems, []);
    });
  }

  it('end with the string that they stand in', () => {
    const text = ['const maps = `' + ROWS[0]!, ROWS[1], `${ROWS[2]!}\`;`, 'next()'].join('\n');
    assert.deepEqual(rows(only(text)), seen(1));
    const python = ['MAPS = """\\', ...ROWS.slice(0, 2), `${ROWS[2]!}"""`, 'x = 1'].join('\n');
    assert.deepEqual(rows(only(python)), seen(2));
  });

  it('may have the name in a string of its own', () => {
    const text = ['  "55d0a0000000-55d0a0002000 r-xp 00002000 fe:00 260875 "', '    "     /usr/bin/c\\"t\\n"'].join(
      '\n',
    );
    assert.deepEqual(rows(only(text)), ['1 55d0a0000000-55d0a0002000 r-xp /usr/bin/c"t']);
  });

  it('lose entities of HTML, and only there', () => {
    const row = ROWS[0]!.replace('cat', 'a&amp;b');
    assert.equal(only(`<pre>\n${row}\n</pre>`).regions[0]?.path, '/usr/bin/a&b');
    assert.equal(only(`text\n${row}\n`).regions[0]?.path, '/usr/bin/a&amp;b');
  });

  it('lose the arrows that somebody drew behind them', () => {
    const map = only(`${ROWS[0]!}\n${ROWS[1]!}\t\t<--- missing\n`);
    assert.equal(map.regions[1]?.path, '');
    assert.deepEqual(map.assumptions, ['Notes that somebody wrote behind rows, such as "<--- here", were left out.']);
  });

  it('have their counters in one line of JSON, too', () => {
    const record = (row: string): string => `${row}\nSize:    8 kB\nRss:    4 kB\nVmFlags: rd ex \n`;
    const map = only(JSON.stringify({ smaps: ROWS.map(record).join('') }));
    assert.equal(map.dialect, 'smaps');
    assert.deepEqual(rows(map), seen(1, 0));
    assert.deepEqual(map.problems, []);
  });

  it('stand in one line of JSON, and in JSON in JSON', () => {
    const json = JSON.stringify({ pid: 7, maps: `${ROWS.join('\n')}\n` });
    for (const text of [json, JSON.stringify({ log: json })]) {
      const map = only(text);
      assert.deepEqual(rows(map), seen(1, 0));
      assert.deepEqual(map.problems, []);
    }
    assert.equal(only(json).title, 'PID 7');
  });

  it('stand in one line of JSON as a list, with or without their ends, and their counters, too', () => {
    const record = (row: string): string[] => [row, 'Size:    8 kB', 'Rss:    4 kB', 'VmFlags: rd ex '];
    for (const lines of [ROWS, ROWS.flatMap(record)]) {
      for (const list of [lines, lines.map((line) => `${line}\n`)]) {
        for (const text of [
          JSON.stringify({ pid: 7, list, more: 'x' }),
          JSON.stringify(list).replaceAll('","', '", "'),
        ]) {
          const map = only(text);
          assert.deepEqual(rows(map), seen(1, 0), text);
          assert.equal(map.dialect, lines === ROWS ? 'maps' : 'smaps');
          assert.deepEqual(map.problems, []);
        }
      }
    }
  });

  it('are several maps where one line of JSON holds several', () => {
    const json = JSON.stringify([1, 2, 3].map((pid) => ({ pid, maps: ROWS.join('\n') })));
    assert.deepEqual(
      found(json).map(({ title, regions }) => [title, regions.length]),
      [
        ['PID 1', 3],
        ['PID 2', 3],
        ['PID 3', 3],
      ],
    );
    for (const { range } of found(json)) assert.deepEqual(range, { first: 1, last: 1 });
    const row = (page: number): string => `55d0a00${page}0000-55d0a00${page}1000 rw-p 00000000 00:00 0 \n`;
    const unnamed = JSON.stringify({ maps: [1, 2, 3, 4, 5, 6, 7].map(row).join('').repeat(2) });
    assert.deepEqual(
      found(unnamed).map(({ range }) => range),
      [
        { first: 1, last: 1 },
        { first: 1, last: 1 },
      ],
    );
  });

  it('keep the escapes that are the names’ own', () => {
    const row = ROWS[0]!.replace('cat', 'a\\012b"c\\d');
    const map = only(JSON.stringify({ maps: `${row}\n${ROWS[1]!}\n` }));
    assert.equal(map.regions[0]?.path, '/usr/bin/a\nb"c\\d');
  });

  it('of a log whose lines are JSON are one map', () => {
    const lines = ROWS.map((row) => JSON.stringify({ log: `${row}\n`, stream: 'stdout' }));
    assert.deepEqual(rows(only(lines.join('\n'))), seen(1));
  });

  it('are told to be of a diff', () => {
    const lines = ['@@ -1,9 +1,9 @@', ` ${ROWS[0]!}`, '@@ -20,9 +20,9 @@', `-${ROWS[1]!}`, `+${ROWS[2]!}`];
    const map = only(lines.join('\n'));
    assert.equal(map.regions.length, 3);
    assert.deepEqual(map.assumptions, ['The text is a diff, which leaves out rows that did not change.']);
  });
});
