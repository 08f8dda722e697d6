/** What must hold for tables that are cut, overwritten, repeated or made to hurt. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseMaps } from '../../../src/core/dialects/parse.ts';
import { normalForm } from '../../../src/core/export/normal-form.ts';
import { MOST_KEYS } from '../../../src/core/memory-map/counter-builder.ts';
import { mapsOf, onlyMap } from './reading.ts';

const NUMA = '7f0000000000 interleave:0-3 file=/a\\040b anon=1 dirty=1 N0=1 kernelpagesize_kB=4\n';
const SAMPLES = [
  `${NUMA}7f0000100000 default heap anon=1 N0=1\n`,
  `1:   /sbin/init
Address           Kbytes     RSS   Dirty Mode  Mapping
0000000000400000       8       4       0 r-x-- init
00000000014e5000     132      60      60 rw---   [ anon ]
---------------- ------- ------- ------- 
total kB             140      64      60
`,
  `1:   /sbin/init
         Address Perm   Offset Device  Inode  Size Rss THPeligible     VmFlags Mapping
        00400000 r-xp 00000000  fe:00 260104     8   4           0    rd ex mr init
    7f0000000000 rw-p 00000000  00:00      0   132  60           1 rd wr mr ac [heap]
                                             ===== === =========== 
                                               140  64           1 KB 
`,
  ` virtual                     shared   shared  private  private
    size      RSS      PSS    clean    dirty    clean    dirty     swap  swapPSS   # object
-------- -------- -------- -------- -------- -------- -------- -------- -------- ---- ------------------------------
       4        4        2        4        0        0        0        0        0    1 /system/lib/libfoo.so
-------- -------- -------- -------- -------- -------- -------- -------- -------- ---- ------------------------------
`,
  `[0x0000000000400000-0x0000000000402000) r-x /opt/sensord PT_LOAD[0]
[0x0000000000402000-0x00007f0000000000) ---
[0x00007f0000000000-0x00007f0000021000) rw-
`,
  `LEGEND: STACK | HEAP | CODE | DATA | WX | RODATA
             Start                End Perm     Size  Offset File (set vmmap-prefer-relpaths on)
          0x400000           0x401000 r--p     1000       0 /opt/sensord
►         0x401000           0x402000 r-xp     1000    1000 /opt/sensord +0x1a0
Start              End                Offset             Perm Path
\x1b[36m0x0000000000400000\x1b[0m 0x0000000000401000 0x0000000000000000 r-- /opt/sensord  <-  $rip
`,
].map((text) => Buffer.from(text));

describe('tables of tools', function () {
  this.timeout(60_000);

  it('never throw, whatever is overwritten, cut and repeated, and every region ends after it starts', () => {
    const mutated = fc
      .tuple(
        fc.array(fc.nat(SAMPLES.length - 1), { minLength: 1, maxLength: 4 }),
        fc.array(fc.tuple(fc.nat(4000), fc.uint8Array({ minLength: 1, maxLength: 8 })), { maxLength: 10 }),
        fc.nat(4000),
      )
      .map(([which, edits, cut]) => {
        const bytes = Buffer.concat(which.map((i) => SAMPLES[i] ?? NUMA_BYTES));
        for (const [at, patch] of edits) bytes.set(patch, at % Math.max(1, bytes.length - patch.length));
        return bytes.subarray(0, bytes.length - (cut % bytes.length));
      });
    fc.assert(
      fc.property(mutated, (bytes) => {
        for (const map of parseMaps(bytes)) {
          const { regions, problems } = normalForm(map);
          for (const { start, end, line } of regions) {
            if (start !== null && end !== null) assert.ok(BigInt(end) > BigInt(start));
            assert.ok(line > 0);
          }
          for (const { line, column, reason } of problems) assert.ok(line > 0 && column > 0 && reason !== '');
        }
      }),
      { numRuns: 600 },
    );
  });

  const LONG = 1_000_000;
  const hostile: [what: string, text: string][] = [
    ['a long path in numa_maps', `7f0000000000 default file=/${'a\\040'.repeat(LONG / 5)} N0=1\n`],
    [
      'many keys in numa_maps',
      `7f0000000000 default N0=1 ${Array.from({ length: 100_000 }, (_, i) => `k${i}=1`).join(' ')}\n`,
    ],
    ['a long row of flags', `${SAMPLES[2]?.toString().replace('rd ex mr', 'rd '.repeat(LONG / 3))}`],
    ['a long name', `0000000000400000      8K r-x-- ${'[ '.repeat(LONG / 2)}\n0000000000402000      8K r-x-- b\n`],
    [
      'a long heading',
      `1: a\nAddress ${'Kbytes '.repeat(LONG / 7)}\n0000000000400000       8       4       0 r-x-- a\n`,
    ],
    [
      'many arrows behind a name',
      `0x0000000000400000 0x0000000000401000 0x0000000000000000 r-- /a${' <- '.repeat(LONG / 4)}\n`,
    ],
    ['many codes of colours', `0x400000 0x401000 r--p 1000 0 ${'\x1b[31ma\x1b[0m'.repeat(LONG / 10)}\n`],
    ['long rules', `${'-'.repeat(LONG)}\n`.repeat(3)],
    ['rules below long headings', `virtual\n${' RSS'.repeat(LONG / 4)} object\n--------\n`.repeat(3)],
    ['lines of one row each', '[0x0000000000400000-0x0000000000402000) r-x /a\n\n\n\nx\n'.repeat(2000)],
    [
      'rows that go down',
      Array.from({ length: 60_000 }, (_, i) => `${(0x7f0000000000 - 4096 * i).toString(16)} default N0=1\n`).join(''),
    ],
  ];
  for (const [what, text] of hostile) {
    it(`read ${what}: work that grows with the square of the length would not end`, () => {
      for (const map of mapsOf(text)) assert.ok(map.regions.count > 0);
    });
  }

  it('take words that every object of JavaScript knows for what they are', () => {
    const { regions } = onlyMap('7f0000000000 default constructor N0=1 __proto__=2 toString=x valueOf=3\n');
    assert.deepEqual(Object.entries(regions[0]?.numa ?? {}), [
      ['policy', 'default'],
      ['constructor', 1],
      ['N0', 1],
      ['__proto__', 2],
      ['toString', 'x'],
      ['valueOf', 3],
    ]);
    for (const sample of SAMPLES) {
      const text = sample.toString().replaceAll(/RSS|Rss|Dirty|Perm|Offset|clean/g, 'constructor');
      for (const map of mapsOf(text)) normalForm(map);
    }
  });

  it('take no number for one that needs more than 64 bits', () => {
    const huge = '9'.repeat(400);
    for (const sample of SAMPLES) {
      const text = sample.toString();
      for (const [number] of text.matchAll(/(?<=[ =])\d+(?=\s)/g)) {
        for (const map of mapsOf(text.replaceAll(new RegExp(`(?<=[ =])${number}(?=\\s)`, 'g'), huge))) normalForm(map);
      }
      for (const map of mapsOf(text.replaceAll('+0x1a0', `+0x${huge}`))) normalForm(map);
    }
    const { regions, problems } = onlyMap(
      `0000000000300000 4 1 1 r-x-- a\n0000000000400000 8 ${huge} 0 r-x-- b\n0000000000402000 4 1 1 r-x-- c\n`,
    );
    assert.equal(regions.length, 2);
    assert.match(problems[0]?.reason ?? '', /stands where a number should be/);
  });

  it('tell once what more keys than any kernel has', () => {
    const keys = Array.from({ length: MOST_KEYS + 10 }, (_, i) => `k${i}=1`).join(' ');
    const map = onlyMap(`7f0000000000 default N0=1 ${keys}\n`);
    assert.match(map.problems[0]?.reason ?? '', /more than 128 different keys/);
    assert.equal(Object.keys(map.regions[0]?.numa ?? {}).length, MOST_KEYS);
  });

  it('keep rows and counters of maps of any length', () => {
    for (const count of [1, 63, 64, 65, 255, 256, 257, 1023, 1024, 1025, 3000]) {
      const start = (i: number): string => (0x7f0000000000 + 4096 * i).toString(16).padStart(16, '0');
      const body = Array.from({ length: count }, (_, i) => `${start(i)} 4 ${i} ${i % 2} r-xs- file${i % 300}\n`).join(
        '',
      );
      const text = `7:   a\nAddress           Kbytes     RSS   Dirty Mode  Mapping\n${body}`;
      const { regions, totals } = onlyMap(text);
      assert.equal(regions.length, count);
      assert.equal(totals.size, 4096 * count);
      regions.forEach(({ path, smaps, other, perms }, i) => {
        assert.deepEqual([path, smaps, other, perms], [`file${i % 300}`, { Rss: i }, { Dirty: i % 2 }, 'r-xs']);
      });
    }
  });

  it('part texts of many maps with texts and numbers of their own', () => {
    const map = (name: string): string =>
      Array.from(
        { length: 8 },
        (_, i) => `7f000000${i}000-7f000000${i}800 rw-p 00000000 00:00 0\nName: [anon:${name}${i}]\nRss: ${i} kB\n`,
      ).join('');
    const text = Array.from({ length: 200 }, (_, i) => map(`m${i}-`)).join('');
    const maps = mapsOf(text).map((each) => normalForm(each));
    assert.equal(maps.length, 200);
    maps.forEach(({ regions }, i) =>
      assert.deepEqual(
        regions.map(({ smaps }) => smaps),
        Array.from({ length: 8 }, (_, row) => ({ Name: `[anon:m${i}-${row}]`, Rss: row })),
      ),
    );
  });
});

const NUMA_BYTES = Buffer.from(NUMA);
