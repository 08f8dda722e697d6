/** CSV and Markdown: cells that hold anything, and stay cells. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseMemoryMap } from '../../../src/core/dialects/parse.ts';
import { normalForm } from '../../../src/core/export/normal-form.ts';
import { readFileSync } from 'node:fs';
import { GDB, line, mapOf, onlyMap, textOf } from './text.ts';

/** The records of a CSV text, as RFC 4180 has them. */
function recordsOf(csv: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  for (const [, quoted, plain = '', separator] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    record.push(quoted?.replaceAll('""', '"') ?? plain);
    if (separator === ',') continue;
    records.push(record);
    record = [];
  }
  return records;
}

/** CSV records as objects by their headings, decoded. */
function rowsOf(csv: string): Record<string, string>[] {
  const [headings = [], ...records] = recordsOf(Buffer.from(csv, 'latin1').toString());
  return records.map((record) => Object.fromEntries(headings.map((heading, i) => [heading, record[i] ?? 'missing'])));
}

describe('CSV', () => {
  it('has a record a region with the values of the normal form, and a column for each counter', () => {
    const map = parseMemoryMap(readFileSync('test/fixtures/sensord.smaps'));
    const rows = rowsOf(textOf('csv', map));
    const { regions } = normalForm(map);
    assert.equal(rows.length, regions.length);
    regions.forEach((region, i) => {
      const { VmFlags, ...counters } = region.smaps ?? {};
      const told = { ...region, ...counters, VmFlags: Array.isArray(VmFlags) ? VmFlags.join(' ') : '' };
      for (const [heading, cell] of Object.entries(rows[i] ?? {})) {
        const value: unknown = Reflect.get(told, heading);
        assert.equal(cell, value === null ? '' : `${value as string | number}`, heading);
      }
    });
    assert.ok(Object.keys(rows[0] ?? {}).includes('Pss_Dirty'));
  });

  it('ends every record with CR LF, and quotes what would end a cell', () => {
    const csv = textOf('csv', mapOf(line('00400000-00401000', 'r--p', '/a,"b"\\012c')));
    assert.ok(csv.endsWith('\r\n'));
    assert.equal(recordsOf(csv).length, 2);
    assert.ok(csv.includes('"/a,""b""\nc"'));
  });

  it('keeps every name a cell of one record', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (name) => {
        const path = name.replaceAll('\0', '').replace(/^ +/, '');
        const map = mapOf(
          line('00400000-00401000', 'r--p', Buffer.from(path.replaceAll('\n', '\\012')).toString('latin1')),
          line('00401000-00402000', 'r--p', '/x'),
        );
        const [row, next] = rowsOf(textOf('csv', map));
        const expected = normalForm(map).regions[0]?.path ?? '';
        assert.ok(row?.['path'] === expected || row?.['path'] === `'${expected}`);
        assert.equal(next?.['path'], '/x');
      }),
    );
  });

  it('defuses what a spreadsheet would run, and nothing else', () => {
    const names = ['=HYPERLINK("http://x")', '+1', '-1', '@x', '\tx', '\uff1dx', '/=x', "'x"];
    const map = mapOf(
      ...names.map((name, i) => line(`0040${i}000-0040${i + 1}000`, '---p', Buffer.from(name).toString('latin1'))),
    );
    const rows = rowsOf(textOf('csv', map));
    assert.deepEqual(
      rows.map((row) => row['path']),
      names.map((name) => (/^[/']/.test(name) ? name : `'${name}`)),
    );
    assert.ok(rows.every((row) => row['perms'] === '---p'));
  });

  it('leaves cells empty that the source does not tell, and has the bytes of names that are not UTF-8', () => {
    const [row] = rowsOf(textOf('csv', onlyMap(GDB)));
    assert.deepEqual(
      ['perms', 'dev', 'inode', 'offset'].map((heading) => row?.[heading]),
      ['', '', '', '0x0'],
    );
    assert.equal(Object.hasOwn(row ?? {}, 'pathBytes'), false);
    const [latin1] = rowsOf(textOf('csv', mapOf(line('00400000-00401000', 'r--p', '/\xe4'))));
    assert.equal(Buffer.from(latin1?.['pathBytes'] ?? '', 'base64').toString('latin1'), '/\xe4');
  });
});

/** The cells of a table's row, split as GitHub splits them: at bars without a backslash. */
function cellsOf(row: string): string[] {
  assert.match(row, /^\| .* \|$/);
  return row.slice(2, -2).split(/(?<=(?:^|[^\\])(?:\\\\)*) \| /);
}

describe('a Markdown table', () => {
  it('has a row a region under its headings, with counters where there are any', () => {
    const map = parseMemoryMap(readFileSync('test/fixtures/sensord.smaps'));
    const [head = '', rule = '', ...rows] = textOf('markdown', map).trimEnd().split('\n');
    assert.equal(head, '| Range | Size | Perms | Offset | Name | Kind | Rss | Pss | Private Dirty | Swap |');
    assert.equal(rule, '| --- | ---: | --- | ---: | --- | --- | ---: | ---: | ---: | ---: |');
    assert.equal(rows.length, map.regions.count);
    assert.ok(rows.every((row) => cellsOf(row).length === 10));
  });

  it('has in a row what the region is', () => {
    const rows = textOf('markdown', mapOf(line('00400000-00402000', 'r-xp', '/bin/a', '00001000 08:01 42'))).split(
      '\n',
    );
    assert.deepEqual(cellsOf(rows[2] ?? '').slice(0, 5), [
      '`00400000-00402000`',
      '8 KiB',
      '`r-xp`',
      '`0x1000`',
      '`/bin/a`',
    ]);
  });

  it('shows names as code, with what cannot be seen told by name', () => {
    const cell = (name: string): string => {
      const row = textOf(
        'markdown',
        mapOf(line('00400000-00401000', 'r--p', Buffer.from(name).toString('latin1'))),
      ).split('\n')[2];
      return Buffer.from(cellsOf(row ?? '')[4] ?? '', 'latin1').toString();
    };
    assert.equal(cell('/a|b'), '`/a\\|b`');
    assert.equal(cell('/a\\|b'), '`/a\\‹U+007C›b`');
    assert.equal(cell('/`x``'), '``` /`x`` ```');
    assert.equal(cell('/<img src=x> @you #1'), '`/<img src=x> @you #1`');
    assert.equal(cell('/a\\012b\x1b'), '`/a‹LF›b‹ESC›`');
    assert.equal(cell('/x (deleted)'), '`/x` (deleted)');
    assert.equal(cell(''), '');
  });

  it('says what is unknown', () => {
    const row = textOf('markdown', onlyMap(GDB)).split('\n')[2] ?? '';
    assert.equal(cellsOf(row)[2], 'unknown');
  });
});
