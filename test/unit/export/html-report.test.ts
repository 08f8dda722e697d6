import assert from 'node:assert/strict';
import { htmlReport, type Report } from '../../../src/core/export/html-report.ts';
import { csvText } from '../../../src/core/export/csv.ts';
import { markdownTable } from '../../../src/core/export/markdown-table.ts';
import { parseMemoryMap } from '../../../src/core/dialects/parse.ts';
import { assertWellFormed, textsOf } from '../well-formed.ts';

const colors = { text: 'rgb(0 0 0)', faint: 'gray', line: 'gray', background: 'white' };

function textOf(report: Partial<Report>): string {
  return [...htmlReport({ title: 'a.maps', lines: [], svg: undefined, tables: [], colors, ...report })].join('');
}

describe('the HTML report', () => {
  it('shows hostile texts as text, wherever they stand', () => {
    const hostile = '</td></title><script>alert("1")</script>&amp; \u0000';
    const shown = hostile.replace('\u0000', '\ufffd');
    const html = textOf({
      title: hostile,
      lines: [hostile],
      tables: [{ title: hostile, headings: [{ text: hostile, isNumber: false }], rows: [[hostile]], note: hostile }],
    });
    assertWellFormed(html);
    assert.equal(textsOf(html).filter((text) => text === shown).length, 7);
    assert.doesNotMatch(html, /<script/);
  });

  it('may run nothing and load nothing', () => {
    const html = textOf({ svg: '<svg xmlns="http://www.w3.org/2000/svg"></svg>' });
    assert.match(html, /Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'/);
    assert.doesNotMatch(html, /<(script|link|img|iframe)|\b(src|href|style|on\w+)=/);
  });
});

describe('tables of regions in an order', () => {
  const map = parseMemoryMap(
    new TextEncoder().encode(
      [
        '00400000-00401000 r-xp 00000000 08:01 7 /bin/a',
        '00500000-00501000 rw-p 00000000 08:01 7 =cmd|x',
        '00600000-00601000 rw-p 00000000 00:00 0 [heap]',
        '',
      ].join('\n'),
    ),
  );

  it('have the rows that are asked for, one after the other', () => {
    const csv = [...csvText(map, Uint32Array.of(2, 0))].map((line) => line.split(',')[0]);
    assert.deepEqual(csv, ['start', '0x00600000', '0x00400000']);
    const markdown = [...markdownTable(map, Uint32Array.of(1, 0))];
    assert.match(markdown[2] ?? '', /`=cmd\\\|x`/);
    assert.match(markdown[3] ?? '', /\/bin\/a/);
    assert.equal(markdown.length, 4);
  });

  it('have no rows where none is asked for, and all in their own order by themselves', () => {
    assert.equal([...csvText(map, new Uint32Array())].length, 1);
    assert.equal([...csvText(map)].length, 4);
    assert.match([...csvText(map, Uint32Array.of(1))][1] ?? '', /,'=cmd\|x,/);
  });
});
