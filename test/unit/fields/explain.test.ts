/** What is told of a field in its map. */
import assert from 'node:assert/strict';
import { parseMemoryMap } from '../../../src/core/dialects/parse.ts';
import { explainField } from '../../../src/core/fields/explain.ts';
import type { Explanation } from '../../../src/core/fields/explanation.ts';
import { fieldAt } from '../../../src/core/fields/field-at.ts';
import { neighbourLines, objectLine } from '../../../src/core/fields/region-facts.ts';
import { plainText } from './plain-text.ts';
import { lastRowAtOrBefore } from '../../../src/core/memory-map/region-table.ts';

const MAPS = `00400000-00402000 r-xp 00001000 08:01 4711                               /usr/bin/cat
00402000-00403000 rw-p 00003000 08:01 4711                               /usr/bin/cat
00500000-00700000 rw-p 00000000 00:00 0                                  [heap]
7f0000000000-7f0000004000 rw-s 00000000 00:01 0                          /SYSV0000002a (deleted)
7f0000004000-7f0000005000 rw-s 00000000 00:01 847                        /memfd:frames (deleted)
7f0000006000-7f0000007000 r-xp 00000000 fe:0a 99                         /usr/lib/old.so (deleted)
7f0000008000-7f0000009001 rw-s fe200000 00:06 12                         /dev/mem
7f000000a000-7f000000b000 r--p 00000000 00:1f 7                          /a\\012b
ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]
`;

const SMAPS = `00400000-00402000 r-xp 00001000 08:01 4711                               /usr/bin/cat
Size:                  8 kB
KernelPageSize:        4 kB
Rss:                   4 kB
Private_Dirty:         4 kB
Anonymous:             0 kB
THPeligible:           0
ProtectionKey:         5
Frobnicated:          12 kB
Mood:         excellent
Swap:
VmFlags: rd ex mr mw me zz 
7f0000008000-7f0000108000 rw-s 00000000 00:06 12                         /dev/mali0
Size:               1024 kB
Rss:                   0 kB
Private_Dirty:       512 kB
Anonymous:           512 kB
VmFlags: rd wr sh mr mw me ms pf io 
`;

/** What is told of the field where `text` stands in line `line` (from 1): in its map, or from the line alone. */
function told(source: string, line: number, text: string, within: 'map' | 'line' = 'map'): Explanation {
  const words = source.split('\n')[line - 1] ?? '';
  const hit = fieldAt(words, words.indexOf(text) + (text.startsWith(' ') ? 1 : 0));
  assert.ok(hit, `${text} in ${words}`);
  if (within === 'line') return explainField(hit);
  const map = parseMemoryMap(new TextEncoder().encode(source), {});
  const row = lastRowAtOrBefore(map.regions, line);
  assert.ok(row !== undefined);
  return explainField(hit, { map, row });
}

const here = (explanation: Explanation): string => explanation.here.map(plainText).join('\n');

describe('the address range', () => {
  it('tells the size, the pages, the place in the map and the neighbours', () => {
    const text = here(told(MAPS, 2, '00402000'));
    assert.match(text, /^4 KiB \(4,096 bytes\), 1 page of 4 KiB\. The last byte is 0x00402fff\.$/m);
    assert.match(text, /^Region 2 of 9: .*\((certain|likely|a guess)\)\.$/m);
    assert.match(text, /^Evidence: .+\.$/m);
    assert.match(text, /^Before it, adjoining: \/usr\/bin\/cat \(.+\)$/m);
    assert.match(text, /^After it, 1012 KiB apart: \[heap\] \(.+\)$/m);
  });

  it('says that there is nothing before the first region and after the last', () => {
    assert.match(here(told(MAPS, 1, '00400000')), /Before it: nothing/);
    assert.match(here(told(MAPS, 9, 'ffffffffff600000')), /After it: nothing/);
  });

  it('counts in address order and tells an overlap in a torn map', () => {
    const torn = '00500000-00700000 rw-p 00000000 00:00 0 \n00400000-00502000 rw-p 00000000 00:00 0 \n';
    assert.match(here(told(torn, 1, '00500000')), /Region 2 of 2[\s\S]*Before it, overlapping by 8 KiB/);
    assert.match(here(told(torn, 2, '00400000')), /Region 1 of 2[\s\S]*After it, overlapping by 8 KiB/);
  });

  it('explains the end that the cursor is on', () => {
    assert.match(plainText(told(MAPS, 1, '00400000').meaning), /^00400000: The first address that belongs/);
    assert.match(plainText(told(MAPS, 1, '00402000').meaning), /^00402000: The first address that no longer belongs/);
  });

  it('says that a page size is assumed where nothing tells it', () => {
    assert.match(here(told(MAPS, 1, '00400000', 'line')), /2 pages of 4 KiB \(page size assumed\)/);
    assert.match(here(told(MAPS, 7, '7f0000008000', 'line')), /not a whole number of pages/);
  });

  it('explains what cannot be true', () => {
    const line = (text: string): string => here(told(text, 1, text.slice(0, 4), 'line'));
    assert.match(line('00402000-00401000 r-xp 0 0:0 0'), /end is below the start/);
    assert.match(line('00402000-00402000 r-xp 0 0:0 0'), /empty/);
    assert.match(line('10000000000000000-20000000000000000 r-xp 0 0:0 0'), /more than 64 bits/);
  });
});

describe('offset, device and inode', () => {
  it('turn an offset into bytes and the part of the file', () => {
    const text = here(told(MAPS, 2, '00003000'));
    assert.match(text, /0x3000 = 12 KiB \(12,288 bytes\), 3 pages/);
    assert.match(text, /maps bytes 0x3000 to 0x3fff of the file/);
  });

  it('say where an offset means something else, or nothing', () => {
    assert.match(here(told(MAPS, 7, 'fe200000')), /physical address/);
    assert.match(here(told(MAPS, 3, '00000000')), /No file is behind/);
  });

  it('decode the device', () => {
    assert.match(
      here(told(MAPS, 1, '08:01')),
      /Major 8, minor 1 in decimal\.\nMajor 8: SCSI.*\nUsually the device node \/dev\/sda1/,
    );
    assert.match(here(told(MAPS, 6, 'fe:0a')), /Major 254, minor 10 in decimal\.\nMajor 254: given out at boot/);
    assert.match(here(told(MAPS, 8, '00:1f')), /tmpfs, overlay/);
    assert.match(here(told(MAPS, 3, '00:00')), /No device/);
    const strange = MAPS.replace('08:01', '2a:01');
    assert.match(here(told(strange, 1, '2a:01')), /Major 42: not a common one/);
  });

  it('tell how to find the file, and how often it is mapped', () => {
    const text = here(told(MAPS, 1, '4711'));
    assert.match(text, /find MOUNTPOINT -xdev -inum 4711/);
    assert.match(text, /One of 2 regions that map it, 12 KiB together/);
    assert.match(here(told(MAPS, 5, '847')), /only in memory/);
    assert.match(here(told(MAPS, 3, ' 0 ')), /No file/);
  });

  it('say nothing of distances and sums where the source does not tell where regions end', () => {
    const numa =
      '00400000 default file=/bin/a mapped=1 N0=1\n00600000 default file=/bin/a dirty=1 N0=1\n00900000 default anon=1 N0=1\n';
    const place = { map: parseMemoryMap(new TextEncoder().encode(numa)), row: 1 };
    const lines = neighbourLines(place).map(plainText).join('\n');
    assert.match(lines, /^Before it, 2 MiB from start to start: \/bin\/a/);
    assert.doesNotMatch(lines, /apart|adjoining/);
    const object = objectLine(place);
    assert.ok(object);
    assert.equal(plainText(object), 'One of 2 regions that map it.');
  });

  it('take inode 0 of the first System V segment for its shmid', () => {
    const line = MAPS.split('\n')[3] ?? '';
    const hit = fieldAt(line, line.indexOf(' 0 ') + 1);
    assert.equal(hit?.field, 'inode');
    assert.match(here(explainField(hit)), /shmid/);
  });
});

describe('the pathname and its mark', () => {
  it('tell a removed file from an object that never had a name', () => {
    assert.match(here(told(MAPS, 6, '/usr/lib')), /removed or replaced/);
    assert.match(plainText(told(MAPS, 6, '(deleted)').why), /still runs the old file/);
    assert.doesNotMatch(here(told(MAPS, 5, '/memfd')), /removed or replaced/);
    assert.equal(told(MAPS, 5, '(deleted)').label, 'nothing was deleted');
    assert.equal(told(MAPS, 4, '(deleted)').label, 'nothing was deleted');
  });

  it('undo the escape of a newline and say so', () => {
    const explanation = told(MAPS, 8, '/a');
    assert.match(plainText(explanation.title), /\/a‹LF›b/);
    assert.match(here(explanation), /\\012 in the name stands for a newline/);
  });

  it('say that a name is not UTF-8', () => {
    const head = new TextEncoder().encode('00400000-00402000 r--p 00000000 08:01 4711 /caf');
    const bytes = new Uint8Array([...head, 0xe9, 10]);
    const map = parseMemoryMap(bytes, {});
    const hit = fieldAt('00400000-00402000 r--p 00000000 08:01 4711 /caf\uFFFD', 44);
    assert.ok(hit);
    assert.match(here(explainField(hit, { map, row: 0 })), /not UTF-8/);
  });

  it('say what the region is where the path says little', () => {
    assert.match(plainText(told(MAPS, 1, '/usr/bin/cat').meaning), /[Cc]ode of/);
    assert.match(plainText(told(MAPS, 1, '/usr/bin/cat', 'line').meaning), /path of the mapped file/);
  });
});

describe('a line of smaps', () => {
  it('tells the amount, its shares and the region', () => {
    const text = here(told(SMAPS, 4, 'Rss'));
    assert.match(text, /^4 kB = 4 KiB, 1 page of 4 KiB\.$/m);
    assert.match(text, /^50 % of its Size, 100 % of the Rss of all regions \(4 KiB\)\.$/m);
    assert.match(text, /^Region 1 of 2: \/usr\/bin\/cat \(.+\)$/m);
    assert.match(here(told(SMAPS, 14, 'Size')), /1 MiB, 256 pages.*\n99\.2 % of the Size of all regions \(1\.0 MiB\)/);
  });

  it('tells the amount of a line without its map', () => {
    assert.equal(here(told(SMAPS, 14, 'Size', 'line')), '1024 kB = 1 MiB, 256 pages of 4 KiB (page size assumed).');
  });

  it('says why nothing is resident', () => {
    assert.match(here(told(SMAPS, 15, 'Rss')), /0 kB: nothing\.\nDevice memory is not counted/);
  });

  it('tells dirty pages of a file from changed copies', () => {
    assert.match(here(told(SMAPS, 5, 'Private_Dirty')), /pages of the file itself/);
    assert.doesNotMatch(here(told(SMAPS, 16, 'Private_Dirty')), /pages of the file itself/);
  });

  it('decodes values that are no amounts', () => {
    assert.match(here(told(SMAPS, 7, 'THPeligible')), /^0: no\.$/m);
    assert.match(here(told(SMAPS, 8, 'ProtectionKey')), /^5: a key of the program’s own\.$/m);
    assert.doesNotMatch(here(told(SMAPS, 3, 'KernelPageSize')), /pages/);
  });

  it('says that an unknown key is unknown, and shows its value', () => {
    const amount = told(SMAPS, 9, 'Frobnicated');
    assert.match(amount.label, /does not know/);
    assert.match(here(amount), /12 kB = 12 KiB/);
    assert.match(here(told(SMAPS, 10, 'Mood')), /The value is excellent\./);
    assert.match(here(told(SMAPS, 11, 'Swap')), /no value: it is unknown/);
  });

  it('explains flags, and says that an unknown one is unknown', () => {
    assert.match(here(told(SMAPS, 12, 'VmFlags')), /rd readable now, ex executable now.*zz unknown\./);
    assert.match(told(SMAPS, 12, 'zz').label, /does not know/);
    const flag = told(SMAPS, 12, 'ex');
    assert.match(here(flag), /VM_EXEC in the kernel\.\nmprotect may still add write/);
    assert.equal(flag.label, 'executable now');
  });

  it('of smaps_rollup is a share of the whole, not of a region', () => {
    const rollup = '00400000-7fff00000000 ---p 00000000 00:00 0    [rollup]\nRss:     400 kB\nPss:     100 kB\n';
    const text = here(told(rollup, 3, 'Pss'));
    assert.match(text, /25 % of its Rss\./);
    assert.doesNotMatch(text, /of all regions/);
  });
});
