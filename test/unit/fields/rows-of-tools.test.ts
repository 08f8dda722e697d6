/** What is told of the columns of rows that other tools print. */
import assert from 'node:assert/strict';
import { parseMaps } from '../../../src/core/dialects/parse.ts';
import { explainField } from '../../../src/core/fields/explain.ts';
import type { Explanation } from '../../../src/core/fields/explanation.ts';
import { hitAt } from '../../../src/core/fields/field-at.ts';
import { rowFields } from '../../../src/core/fields/row-fields.ts';
import { plainText } from './plain-text.ts';
import { explanationMarkdown } from '../../../src/extension/language/explanation-markdown.ts';
import { regionAt } from '../../../src/core/memory-map/region-table.ts';
import { rowsOnLine } from '../../../src/core/memory-map/rows-by-line.ts';

/** What is told at the `nth` place of a text in a line (from 1) of a report. */
function told(lines: readonly string[], line: number, text: string, nth = 1): Explanation {
  const [map] = parseMaps(Buffer.from(`${lines.join('\n')}\n`));
  const [row] = map ? rowsOnLine(map.regions, line) : [];
  assert.ok(map && row !== undefined, 'the line is a row of a map');
  const words = lines[line - 1] ?? '';
  let at = -1;
  for (let i = 0; i < nth; i++) at = words.indexOf(text, at + 1);
  const hit = hitAt(rowFields(words, regionAt(map.regions, row), map.counters), at);
  assert.ok(hit, `${text} in ${words}`);
  return explainField(hit, { map, row });
}

const here = (explanation: Explanation): string => explanation.here.map(plainText).join('\n');

const NUMA = [
  '55d4def65000 interleave:0 file=/bin/edge mapped=2 N0=2 kernelpagesize_kB=4',
  '55d4def67000 interleave:0 file=/bin/edge anon=1 dirty=1 N0=1 kernelpagesize_kB=4',
  '7f5400000000 interleave:0 anon=3 dirty=3 N0=2 N1=1 kernelpagesize_kB=4',
];

describe('a row without an end', () => {
  it('has no distance from the next one but from start to start, and files have no size', () => {
    const range = here(told(NUMA, 2, '55d4def67000'));
    assert.match(range, /^Before it, 8 KiB from start to start: \/bin\/edge/m);
    assert.match(range, /^After it, [\d.]+ TiB from start to start: /m);
    assert.match(here(told(NUMA, 2, '/bin/edge')), /^One of 2 regions that map it\.$/m);
  });
});

describe('the columns of a tool', () => {
  const title = (explanation: Explanation): string => plainText(explanation.title);
  const GDB = [
    'process 4711',
    'Mapped address spaces:',
    '',
    '          Start Addr           End Addr       Size     Offset  Perms  objfile',
    '      0x555555555000     0x555555556000     0x1000     0x1000  r-xp   /home/u/a',
    '      0x555555557000     0x555555558000     0x1000     0x2000  r--p   /home/u/a',
  ];
  const TOMBSTONE = [
    'memory map (2 entries):',
    "    00000071'04f3e000-00000071'04f41fff r--         0      4000  /lib64/liba.so (BuildId: 6a0c10d1) (load bias 0x1000)",
    "    00000071'04f42000-00000071'04f45fff r-x      4000      4000  /lib64/liba.so (BuildId: 6a0c10d1) (load bias 0x1000)",
  ];
  const SHOWMAP = [
    ' virtual                     shared   shared  private  private',
    '    size      RSS      PSS    clean    dirty    clean    dirty     swap  swapPSS   # object',
    '-------- -------- -------- -------- -------- -------- -------- -------- -------- ---- ------------------------------',
    '    1172       16        5        4        1        2        9        0        0    2 /system/lib64/libone.so',
    '      20       12       12        0        0        0       12        0        0    7 [anon:scudo:primary]',
  ];
  const PMAP = [
    '4711:   a',
    'Address           Kbytes     RSS   Dirty Mode  Mapping',
    '0000555d5bb1e000     772     708       0 r-x-- bash',
    '0000555d5bbdf000     224       0       0 r---- bash',
    '---------------- ------- ------- ------- ',
    'total kB             996     708       0',
  ];
  const PMAP_X = [
    '4711:   a',
    '         Address Perm   Offset Device   Inode  Size   Rss   Pss Mapping',
    '    558e6e9e7000 r-xp 00002000  fe:00   26723     8     4     2 python3.11',
  ];

  it('tell a size from an offset that is the same number', () => {
    assert.equal(title(told(GDB, 5, '0x1000', 1)), 'Address range 555555555000-555555556000');
    assert.equal(title(told(GDB, 5, '0x1000', 2)), 'Offset 00001000');
    assert.equal(title(told(TOMBSTONE, 3, '4000  ', 1)), 'Offset 00004000');
    assert.equal(title(told(TOMBSTONE, 3, '4000  /', 1)), 'Address range 7104f42000-7104f46000');
  });

  it('are explained by the counters that they are', () => {
    assert.match(here(told(PMAP, 3, '708')), /^708 kB = 708 KiB/);
    assert.equal(title(told(PMAP, 3, '708')), 'Rss');
    assert.equal(title(told(PMAP, 4, '0 r-')), 'Dirty');
    assert.match(title(told(PMAP, 3, '772')), /^Address range/);
    assert.equal(title(told(SHOWMAP, 4, '16 ')), 'Rss');
    assert.equal(title(told(SHOWMAP, 4, '9 ')), 'Private_Dirty');
    assert.equal(title(told(SHOWMAP, 5, '7 [')), '#');
    assert.equal(title(told(PMAP_X, 3, 'fe:00')), 'Device fe:00');
    assert.equal(title(told(PMAP_X, 3, '26723')), 'Inode 26723');
    assert.equal(title(told(PMAP_X, 3, '2 python')), 'Pss');
    assert.equal(title(told(TOMBSTONE, 3, '6a0c10d1')), 'BuildId');
    assert.equal(title(told(NUMA, 1, 'interleave')), 'policy');
    assert.match(here(told(NUMA, 3, 'anon=3')), /^3 pages of 4 KiB = 12 KiB\.$/m);
    assert.match(plainText(told(NUMA, 3, 'N1=1').meaning), /NUMA node/);
  });

  it('tell of sums by name a size, and no addresses', () => {
    const size = told(SHOWMAP, 4, '1172');
    assert.equal(title(size), 'Size');
    assert.match(here(size), /^1\.1 MiB \(1,200,128 bytes\), 293 pages/);
    assert.doesNotMatch(here(size), /0x|Before|After/);
  });

  it('are not said to be printed by the kernel where a tool has them from elsewhere', () => {
    const printed = (each: Explanation): boolean => explanationMarkdown(each).includes('printed by');
    assert.deepEqual([told(SHOWMAP, 5, '7 ['), told(SHOWMAP, 4, '1172'), told(PMAP, 3, 'bash')].map(printed), [
      false,
      false,
      false,
    ]);
    assert.deepEqual([told(SHOWMAP, 4, '16 '), told(NUMA, 3, 'anon=3')].map(printed), [true, true]);
  });

  it('name files without their folders, and that is no damage', () => {
    const name = told(PMAP, 3, 'bash');
    assert.doesNotMatch(plainText(name.meaning) + plainText(name.why), /unknown|original/);
    assert.match(plainText(name.why), /pmap without -p/);
  });
});
