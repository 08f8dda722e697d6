/** Broken, hostile and foreign texts: each problem is told at its line, and everything that can be read is read. */
import assert from 'node:assert/strict';
import { parseMemoryMap } from '../../../src/core/dialects/parse.ts';
import { normalForm } from '../../../src/core/export/normal-form.ts';
import { MOST_PROBLEMS } from '../../../src/core/memory-map/problems.ts';
import { regionAt } from '../../../src/core/memory-map/region-table.ts';

const TEXT = '55d0a0000000-55d0a0002000 r-xp 00002000 fe:00 260875                     /usr/bin/cat\n';
const DATA = '55d0a0003000-55d0a0004000 rw-p 00005000 fe:00 260875                     /usr/bin/cat\n';
const NAMELESS = '7f0000000000-7f0000001000 rw-p 00000000 00:00 0 \n';

function read(...parts: (string | number[])[]): ReturnType<typeof parseMemoryMap> {
  return parseMemoryMap(Buffer.concat(parts.map((part) => Buffer.from(part as string, 'latin1'))));
}

/** The problems as `line:column reason`. */
function problems(map: ReturnType<typeof parseMemoryMap>): string[] {
  return map.problems.map(({ line, column, reason }) => `${line}:${column} ${reason}`);
}

describe('bad input: maps', () => {
  it('takes only the mark of a deleted file off the bytes of a name that is not UTF-8', () => {
    for (const [name, bytes] of [
      ['(x\xff (deleted)', '(x\xff'],
      ['(deleted)/x\xff (deleted)', '(deleted)/x\xff'],
      ['(deleted)/x\xff', '/x\xff'],
    ] as const) {
      const { file } = regionAt(read(TEXT.replace('/usr/bin/cat', name)).regions, 0);
      assert.equal(Buffer.from(file.pathBytes ?? []).toString('latin1'), bytes);
    }
  });

  const lines: [what: string, line: string, column: number, reason: RegExp][] = [
    ['cut in the address', '55d0a0003000-55d0a', 19, /ends where a blank after the address range should be/],
    ['cut after the range', '55d0a0003000-55d0a0004000 ', 27, /ends where permissions/],
    ['cut in the permissions', '55d0a0003000-55d0a0004000 rw', 27, /"rw" stands where permissions/],
    ['cut after the permissions', '55d0a0003000-55d0a0004000 rw-p', 31, /ends where the offset/],
    ['cut in the device', '55d0a0003000-55d0a0004000 rw-p 00005000 fe', 41, /where the device/],
    ['cut before the inode', '55d0a0003000-55d0a0004000 rw-p 00005000 fe:00 ', 47, /ends where the inode/],
    ['log noise', '[  12.3] usb 1-1: new device', 1, /not a region line: "\[  12\.3\] usb 1-1: new de…"/],
    ['an address over 64 bits', '155d0a00030000000-255d0a00040000000 rw-p 00000000 00:00 0 ', 1, /more than 64 bits/],
    [
      'an offset over 64 bits',
      '55d0a0003000-55d0a0004000 rw-p 12345678123456789 00:00 0 ',
      32,
      /offset needs more than 64/,
    ],
    [
      'an inode over 64 bits',
      '55d0a0003000-55d0a0004000 rw-p 00000000 00:00 18446744073709551616 /x',
      47,
      /inode number needs/,
    ],
    ['an end before the start', '55d0a0004000-55d0a0003000 rw-p 00000000 00:00 0 ', 14, /ends before it starts/],
    ['an empty region', '55d0a0003000-55d0a0003000 rw-p 00000000 00:00 0 ', 14, /is empty/],
    [
      'a letter that is no permission',
      '55d0a0003000-55d0a0004000 rq-p 00000000 00:00 0 ',
      27,
      /"rq-p 00000000 00:00 0 " stands/,
    ],
    ['a device that is none', '55d0a0003000-55d0a0004000 rw-p 00000000 fe00 12 /x', 41, /device as major:minor/],
    ['an inode in hex', '55d0a0003000-55d0a0004000 rw-p 00000000 fe:00 1f /x', 48, /a blank after the inode/],
  ];
  for (const [what, line, column, reason] of lines) {
    it(`tells ${what} at its line and column, and reads the rest`, () => {
      const map = read(TEXT, `${line}\n`, NAMELESS);
      assert.equal(map.regions.count, 2);
      assert.equal(map.problems.length, 1, problems(map).join('\n'));
      const [problem] = map.problems;
      assert.equal(problem?.line, 2);
      assert.equal(problem?.column, column, problem?.reason);
      assert.match(problem?.reason ?? '', reason);
      assert.equal(regionAt(map.regions, 1).line, 3);
    });
  }

  it('tells a NUL byte where it stands', () => {
    const map = read(TEXT, DATA.replace('cat', 'c\0t'), NAMELESS);
    assert.deepEqual(problems(map), ['2:84 the line holds a NUL byte, which the kernel never prints']);
    assert.equal(map.regions.count, 2);
  });

  it('tells a region that overlaps the one before it, and keeps both', () => {
    const map = read(TEXT, TEXT.replace('55d0a0000000-', '55d0a0001000-'), NAMELESS);
    assert.match(problems(map).join(), /^2:1 the region overlaps the one before it/);
    assert.equal(map.regions.count, 3);
    assert.equal(map.regions.sorted, false);
  });

  it('tells a region that starts below the one before it', () => {
    const map = read(NAMELESS, TEXT);
    assert.match(problems(map).join(), /^2:1 the region starts below the one before it/);
    assert.equal(map.regions.count, 2);
  });

  it('reads CR LF, and takes no CR into a name', () => {
    const map = read(`${TEXT}${DATA}${NAMELESS}`.replaceAll('\n', '\r\n'));
    assert.deepEqual(problems(map), []);
    assert.deepEqual(
      [0, 1, 2].map((row) => regionAt(map.regions, row).file.name),
      ['/usr/bin/cat', '/usr/bin/cat', ''],
    );
  });

  it('keeps a CR that belongs to a name', () => {
    const map = read(TEXT, DATA.replace('/cat', '/cat\r'), NAMELESS);
    assert.deepEqual(problems(map), []);
    assert.equal(regionAt(map.regions, 1).file.name, '/usr/bin/cat\r');
  });

  it('keeps a CR that belongs to the first name of the file', () => {
    const map = read(TEXT.replace('/cat', '/cat\r'), DATA, NAMELESS);
    assert.deepEqual(problems(map), []);
    assert.deepEqual(
      [0, 1, 2].map((row) => regionAt(map.regions, row).file.name),
      ['/usr/bin/cat\r', '/usr/bin/cat', ''],
    );
  });

  it('reads a line of a megabyte', () => {
    const name = `/${'d/'.repeat(1 << 19)}end`;
    const map = read(
      TEXT,
      DATA.replace('/usr/bin/cat', name),
      NAMELESS,
      `${'x'.repeat(1 << 20)}\n`,
      NAMELESS.replaceAll('7f', '7e'),
    );
    assert.equal(regionAt(map.regions, 1).file.path, name);
    assert.equal(map.regions.count, 4);
    assert.match(problems(map)[0] ?? '', /^4:1 not a region line: "x+…"/);
  });

  it('keeps the bytes of a name that is not UTF-8', () => {
    const map = read(TEXT, DATA.replace('/cat', '/caf\xe9\\012\xff (deleted)'), NAMELESS);
    const [, region] = normalForm(map).regions;
    assert.equal(region?.path, '/usr/bin/caf\ufffd\n\ufffd');
    assert.equal(region?.deleted, true);
    assert.deepEqual(Buffer.from(region?.pathBytes ?? '', 'base64'), Buffer.from('/usr/bin/caf\xe9\n\xff', 'latin1'));
  });

  it('keeps blanks at the end of a name and tabs at its start', () => {
    const map = read(
      TEXT,
      DATA.replace('/usr/bin/cat', '/a b  '),
      DATA.replaceAll('55d0a', '55d0b').replace('/usr/bin/cat', '\t/x'),
    );
    assert.deepEqual(
      [1, 2].map((row) => regionAt(map.regions, row).file.path),
      ['/a b  ', '\t/x'],
    );
  });

  it('reads 64-bit addresses and inodes exactly', () => {
    const map = read('ffffffffff600000-ffffffffff601000 --xp 123456789abcdef0 fe:00 18446744073709551615 /x\n');
    const region = regionAt(map.regions, 0);
    assert.equal(region.start, 0xffffffffff600000n);
    assert.equal(region.offset, 0x123456789abcdef0n);
    assert.equal(region.file.inode, 0xffffffffffffffffn);
    assert.deepEqual(problems(map), []);
  });

  it('tells the first problems of a text that is all noise, and how many more there are', () => {
    const map = read(TEXT, 'noise\n'.repeat(MOST_PROBLEMS + 500), NAMELESS);
    assert.equal(map.problems.length, MOST_PROBLEMS + 1);
    assert.match(map.problems.at(-1)?.reason ?? '', /^500 more problems/);
    assert.equal(map.regions.count, 2);
  });
});

describe('bad input: what is no map', () => {
  const texts: [what: string, bytes: Buffer, reason: RegExp][] = [
    ['0 bytes', Buffer.alloc(0), /file is empty: .*kernel thread, a zombie/],
    ['blank lines', Buffer.from('\n\n \n'), /blank lines only/],
    ['a binary file', Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'), /binary file/],
    ['a program', Buffer.from('\x7fELF\x02\x01\x01\0\0\0\0', 'latin1'), /ELF program or library, not a core file/],
    [
      'a cut core file',
      Buffer.from('\x7fELF\x02\x01\x01'.padEnd(16, '\0') + '\x04\0', 'latin1'),
      /core file.*cut short/,
    ],
    ['a cut minidump', Buffer.from('MDMP\x93\xa7\0\0', 'latin1'), /minidump.*ends before/],
    ['prose', Buffer.from('Dear all,\nplease find the log attached.\n'), /no region line .* was found/],
    ['an error saved as a dump', Buffer.from('cat: /proc/1/maps: Permission denied\n'), /Permission denied/],
    ['counters without regions', Buffer.from('Pss:        12 kB\nPss:        4 kB\n'), /without their region lines/],
  ];
  for (const [what, bytes, reason] of texts) {
    it(`says why ${what} cannot be read`, () => {
      const map = parseMemoryMap(bytes, { file: 'x.maps' });
      assert.equal(map.regions.count, 0);
      assert.equal(map.problems.length, 1);
      assert.equal(map.problems[0]?.line, 1);
      assert.match(map.problems[0]?.reason ?? '', reason);
    });
  }
});

describe('bad input: smaps', () => {
  const RECORD = `${TEXT}Size:                  8 kB\nRss:                   4 kB\nVmFlags: rd ex mr mw me \n`;

  it('reads counters of every width, unit and order', () => {
    const map = read(
      TEXT,
      'Rss: 7 kB\n  Size:\t8 kB\nNew_Thing:        12 pages\nHuge: 99999999999 kB\nTHPeligible:    1\nVmFlags: rd zz\n',
    );
    assert.deepEqual(problems(map), []);
    assert.deepEqual(
      { ...normalForm(map).regions[0]?.smaps },
      { Rss: 7, Size: 8, New_Thing: 12, Huge: 99999999999, THPeligible: 1, VmFlags: ['rd', 'zz'] },
    );
  });

  it('gives counters past 2^53 as text', () => {
    const map = read(RECORD, `${DATA}Size: 18446744073709551615 kB\n`);
    assert.equal(normalForm(map).regions[1]?.smaps?.['Size'], '18446744073709551615');
  });

  it('tells where a record is cut short', () => {
    const map = read(RECORD, `${DATA}Size:                  4 kB\nPrivate_Cle`);
    assert.deepEqual(problems(map), ['7:1 the record is cut short: the text ends at "Private_Cle"']);
    assert.equal(map.regions.count, 2);
  });

  it('tells a counter without value, and noise between counters, and reads on', () => {
    const map = read(RECORD, `${DATA}Size:\nwarning: clock skew\nRss:                   3 kB\n`);
    assert.equal(map.problems.length, 2, problems(map).join('\n'));
    assert.match(problems(map)[0] ?? '', /^6:6 the line ends where the value of Size should be/);
    assert.match(problems(map)[1] ?? '', /^7:1 not a region line/);
    assert.deepEqual({ ...normalForm(map).regions[1]?.smaps }, { Rss: 3 });
  });

  it('tells an amount that is no number of kB, and takes it for none', () => {
    const map = read(RECORD, `${DATA}Size:                  4 kB\r\nRss:             many kB\r\nSwap:  12 MB\n`);
    assert.deepEqual(problems(map), [
      '7:18 the value of Rss is no number of kB',
      '8:8 the value of Swap is no number of kB',
    ]);
    assert.deepEqual({ ...normalForm(map).regions[1]?.smaps }, { Size: 4, Rss: 'many kB', Swap: '12 MB' });
  });

  it('gives the counters of a damaged region line to no other region', () => {
    const damaged = DATA.replace('rw-p', 'rw');
    const map = read(
      RECORD,
      damaged,
      'Rss:                 999 kB\nSwap: 5 kB\nVmFlags: wr \n',
      NAMELESS,
      'Rss:                   3 kB\n',
    );
    const [first, second, ...rest] = normalForm(map).regions;
    assert.deepEqual({ ...first?.smaps }, { Size: 8, Rss: 4, VmFlags: ['rd', 'ex', 'mr', 'mw', 'me'] });
    assert.deepEqual({ ...second?.smaps }, { Rss: 3 });
    assert.deepEqual(rest, []);
    assert.equal(map.problems.length, 1);
  });

  it('leaves what a record does not tell unknown', () => {
    const map = read(RECORD, DATA, NAMELESS, 'Rss:                   3 kB\n');
    const [, data, nameless] = normalForm(map).regions;
    assert.deepEqual({ ...data?.smaps }, {});
    assert.deepEqual({ ...nameless?.smaps }, { Rss: 3 });
  });

  it('survives more different keys than any kernel has', () => {
    let text = RECORD;
    for (let i = 0; i < 5000; i++) text += `Key_${i}: ${i} kB\n`;
    const map = read(text, NAMELESS);
    assert.equal(map.regions.count, 2);
    assert.match(map.problems[0]?.reason ?? '', /different fields/);
  });
});
