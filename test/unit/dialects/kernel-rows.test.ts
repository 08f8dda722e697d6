/** The kernel's rows inside other texts, with what logs, mails, programs and terminals do to them. */
import assert from 'node:assert/strict';
import { parseMaps } from '../../../src/core/dialects/parse.ts';
import { normalForm } from '../../../src/core/export/normal-form.ts';
import { around, found, only, rows, ROWS, seen } from './report-texts.ts';

describe('rows with a prefix', () => {
  const prefixed: [what: string, prefix: (index: number) => string][] = [
    ['quoted in a mail', () => '> > '],
    ['indented by tabs', () => '\t\t'],
    ['of dmesg', (i) => `[  ${9 + i}.123456] `],
    ['of journalctl', (i) => `May 03 10:00:0${i} host app[4${i}]: `],
    ['of Docker', (i) => `2024-05-03T10:00:00.00000000${i}Z stdout F `],
    ['of logcat', (i) => `05-03 10:00:00.00${i}  123  ${123 + i} I app : `],
    ['of cat -n', (i) => `     ${i + 1}\t`],
    ['in a comment', () => '# '],
    ['coloured', () => '\x1b[32m'],
    ['of a JSON log, behind a key', (i) => `{"n":${10 ** i},"MESSAGE":"`],
  ];
  for (const [what, prefix] of prefixed) {
    it(`are read: ${what}`, () => {
      const map = only(around(ROWS.map((row, i) => prefix(i) + row)));
      assert.deepEqual(rows(map), seen(3));
      assert.deepEqual(map.problems, []);
    });
  }

  it('are read with LF and with CR LF', () => {
    const text = around(ROWS.map((row) => `> ${row}`));
    assert.deepEqual(rows(only(text.replaceAll('\n', '\r\n'))), seen(3));
  });

  it('start another map where grep names another file', () => {
    const text = [11, 12].flatMap((pid) => ROWS.map((row) => `/proc/${pid}/maps:${row}`)).join('\n');
    assert.deepEqual(
      found(text).map(({ title, source, regions }) => [title, source.pid, regions.length]),
      [
        ['PID 11', 11, 3],
        ['PID 12', 12, 3],
      ],
    );
  });

  it('may have a file and a line number before them', () => {
    const map = only(ROWS.map((row, i) => `saved/cat.maps:${i + 1}:${row}`).join('\n'));
    assert.deepEqual(rows(map), seen(1));
    assert.equal(map.title, 'saved/cat.maps');
  });
});

describe('the heading of a map', () => {
  const headings: [heading: string, title: string | undefined, pid: number | undefined][] = [
    ['==> /proc/12/maps <==', 'PID 12', 12],
    ['==> cat.maps <==', 'cat.maps', undefined],
    ['root@board:~# cat /proc/1234/maps', 'PID 1234', 1234],
    ['$ cat /proc/self/maps', undefined, undefined],
    ['/proc/12/smaps:', 'PID 12', 12],
    ['/proc/12/task/13/maps:', 'PID 12', 12],
    ['pid: 77', 'PID 77', 77],
  ];
  for (const [heading, title, pid] of headings) {
    it(`tells whose it is: ${heading}`, () => {
      const map = only(`noise\n${heading}\n${ROWS.join('\n')}\n`);
      assert.equal(map.title, title);
      assert.equal(map.source.pid, pid);
      assert.deepEqual(map.range, { first: 2, last: 5 });
    });
  }

  it('ends the map before it, even where addresses go on', () => {
    const text = `$ cat /proc/1/maps\n${ROWS.slice(0, 2).join('\n')}\n$ cat /proc/2/maps\n${ROWS[2]!}\n`;
    assert.deepEqual(
      found(text).map((map) => [map.title, map.regions.length, map.problems.length]),
      [
        ['PID 1', 2, 0],
        ['PID 2', 1, 0],
      ],
    );
  });

  it('is the rule and the name that more prints', () => {
    const rule = '::::::::::::::';
    const text = `${rule}\n/proc/5/maps\n${rule}\n${ROWS.join('\n')}\n`;
    assert.equal(only(text).title, 'PID 5');
  });

  it('is shown safely, and as UTF-8', () => {
    const bytes = Buffer.from(`==> caf\u00e9\x1b[2J.maps <==\n${ROWS.join('\n')}\n`);
    const [map] = parseMaps(bytes, {}, { embedded: true });
    assert.equal(map?.title, 'café\\x1b[2J.maps');
  });
});

describe('rows in quoted-printable mails', () => {
  it('are put together at soft line breaks, and blanks are decoded', () => {
    const map = only(
      [
        'x',
        '=3D=3D=3D Memory map: =3D=3D=3D',
        '55d0a0000000-55d0a0002000 r-xp 00002000 fe:00 260875                    /us=',
        'r/bin/caf=C3=A9=3D',
        '55d0a0003000-55d0a0004000 rw-p 00000000 00:00 0=20',
        '7ffc00000000-7ffc00021000 rw-p 00000000 00:00 0                         [s=',
        'tack]',
        '',
      ].join('\n'),
    );
    assert.deepEqual(rows(map), [
      '3 55d0a0000000-55d0a0002000 r-xp /usr/bin/café=',
      '5 55d0a0003000-55d0a0004000 rw-p',
      '6 7ffc00000000-7ffc00021000 rw-p [stack]',
    ]);
    assert.equal(map.dialect, 'glibc-abort');
    assert.deepEqual(map.problems, []);
  });

  it('are no such thing because a path ends in =', () => {
    const text = around(ROWS.map((row) => row.replace('/cat', '/cat=')));
    assert.deepEqual(rows(only(text))[0], '3 55d0a0000000-55d0a0002000 r-xp /usr/bin/cat=');
  });
});

describe('short addresses', () => {
  it('are rows too, above the first row that has longer ones', () => {
    const text = 'hppa\n0-1000 --xp 00000000 00:00 0\n10000-19000 r-xp 00000000 fd:00 1061893    /usr/bin/cat\n';
    const map = only(text);
    assert.deepEqual(rows(map), ['2 0-1000 --xp', '3 10000-19000 r-xp /usr/bin/cat']);
    assert.deepEqual(map.range, { first: 2, last: 3 });
  });
});

describe('smaps in a log', () => {
  it('are read with their counters, each process by itself', () => {
    const record = (row: string): string[] => [row, 'Size:   8 kB', 'Rss:    4 kB', 'VmFlags: rd ex mr'];
    const lines = [1, 2].flatMap((pid) => [`==> /proc/${pid}/smaps <==`, ...ROWS.flatMap(record), '']);
    const maps = found(
      lines
        .map((line) => `> ${line}`)
        .join('\n')
        .replaceAll('> ==', '=='),
    );
    assert.deepEqual(
      maps.map(({ dialect, title, regions, problems }) => [dialect, title, regions.length, problems.length]),
      [
        ['smaps', 'PID 1', 3, 0],
        ['smaps', 'PID 2', 3, 0],
      ],
    );
    assert.deepEqual({ ...maps[0]?.regions[0]?.smaps }, { Size: 8, Rss: 4, VmFlags: ['rd', 'ex', 'mr'] });
  });
});

describe('a record of smaps in a log', () => {
  const record = (row: string): string[] => [row, 'Size: 8 kB', 'Rss: 4 kB', 'Pss: 2 kB', 'VmFlags: rd ex '];
  const lines = ['log', ...ROWS.flatMap(record), 'done'];

  it('goes on behind a line of somebody else, or a damaged one, which is told', () => {
    for (const [noise, replaced] of [
      ['2026-01-01 ERROR something else', 0],
      ['Rss: lost kB', 1],
    ] as const) {
      const at = 8;
      const noisy = lines.toSpliced(at, replaced, noise);
      const map = only(noisy.join('\n'));
      assert.equal(map.regions.length, 3);
      assert.deepEqual(
        map.regions.map(({ smaps }) => smaps?.['Pss']),
        [2, 2, 2],
      );
      assert.deepEqual(
        map.problems.map(({ line }) => line),
        [at + 1],
      );
    }
  });

  it('is over where the next one begins, even when its row is damaged beyond recognition: that is told', () => {
    const [first = '', second = '', third = ''] = ROWS;
    for (const length of [4, 5]) {
      const records = [first, second.replace(/^\w+/, '55d0zz'), third].flatMap((row) => record(row).slice(0, length));
      const map = only(['log', ...records.with(length + 3, 'Pss: 77 kB'), 'done'].join('\n'));
      assert.deepEqual(
        map.regions.map(({ start, smaps }) => [start, smaps?.['Rss'], smaps?.['Pss']]),
        [first, third].map((row) => [`0x${row.slice(0, row.indexOf('-'))}`, 4, 2]),
      );
      assert.deepEqual(
        map.problems.map(({ line }) => line),
        [length + 2],
      );
    }
  });

  it('is over behind its flags: what follows is of another text', () => {
    const map = only([...lines.slice(0, -1), 'and', 'Rss: 999 kB', 'MemTotal: 5 kB'].join('\n'));
    assert.equal(map.regions.at(-1)?.smaps?.['Rss'], 4);
    assert.deepEqual(map.problems, []);
  });
});

describe('smaps_rollup in a log', () => {
  it('is one map a process', () => {
    const record =
      '55d0a0000000-7ffc00021000 ---p 00000000 00:00 0                          [rollup]\nRss:    4 kB\nPss:    4 kB\n';
    assert.deepEqual(
      found([1, 2].map((pid) => `==> /proc/${pid}/smaps_rollup <==\n${record}`).join('\n')).map(
        ({ dialect, title, regions, problems }) => [dialect, title, regions.length, problems.length],
      ),
      [
        ['smaps_rollup', 'PID 1', 1, 0],
        ['smaps_rollup', 'PID 2', 1, 0],
      ],
    );
    assert.equal(found(`x\n${record}${record}`).length, 2);
  });
});

describe('texts that only look like rows', () => {
  const texts: [what: string, text: string][] = [
    ['UUIDs', 'id 550e8400-e29b-41d4-a716-446655440000 and 12345678-9abc-def0-1234-56789abcdef0'],
    ['ranges in prose', 'pages 10000-20000 of the book, and 0x400000-0x500000 too'],
    ['a range and letters', 'deadbeef-cafebabe r-x is not a row'],
  ];
  for (const [what, text] of texts) {
    it(`hold no map: ${what}`, () => {
      assert.deepEqual(found(`${text}\n${text}\n`), []);
    });
  }
});

describe('rows in unusual lines', () => {
  it('may be filled up with NULs', () => {
    const map = only(ROWS.map((row) => `${row.trimEnd()}\0\0\0\n`).join(''));
    assert.deepEqual(rows(map), seen(1));
    assert.deepEqual(map.problems, []);
  });

  it('may end in CR CR LF, as serial consoles make them, in a log and as a whole file', () => {
    const text = ROWS.map((row) => `${row}\r\r\n`).join('');
    assert.deepEqual(rows(only(`login:\r\r\n${text}`)), seen(2));
    assert.deepEqual(
      parseMaps(Buffer.from(text)).map((map) => rows(normalForm(map))),
      [seen(1)],
    );
  });

  it('may have colours in them', () => {
    const coloured = ROWS.map((row) => row.replace(/ (r[w-][x-])/, ' \x1b[01;31m\x1b[K$1\x1b[m\x1b[K'));
    assert.deepEqual(rows(only(coloured.join('\n'))), seen(1));
    const diff = ROWS.map((row) => `\x1b[31m-${row}\x1b[m`);
    assert.deepEqual(rows(only([` ${ROWS[0]!}`, ...diff.slice(1)].join('\n'))), seen(1));
  });

  it('may stand in one list of strings, or be parted by breaks of HTML', () => {
    assert.deepEqual(rows(only(JSON.stringify(ROWS))), seen(1, 0));
    assert.deepEqual(rows(only(`<p>${ROWS.map((row) => row.trimEnd()).join('<br>')}</p>`)), seen(1, 0));
  });

  it('may have a number before them that gets longer', () => {
    const numbered = ROWS.map((row, i) => `<td class="n">${9 + i}</td><td>${row.trimEnd()}</td>`);
    assert.deepEqual(rows(only(numbered.join('\n'))), seen(1));
  });
});
