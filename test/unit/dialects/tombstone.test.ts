/** Android tombstones of each age, xCrash's, and what their heads say. */
import assert from 'node:assert/strict';
import { parseMaps } from '../../../src/core/dialects/parse.ts';
import { normalForm, type NormalForm, type NormalFormRegion } from '../../../src/core/export/normal-form.ts';

function read(...lines: string[]): NormalForm[] {
  return parseMaps(Buffer.from(`${lines.join('\n')}\n`), {}).map((map) => normalForm(map));
}

function one(...lines: string[]): NormalForm {
  const maps = read(...lines);
  assert.equal(maps.length, 1);
  return maps[0]!;
}

function brief({ start, end, perms, offset, path, line }: NormalFormRegion): string {
  return `${line} ${start}-${end} ${perms} ${offset} ${path}`;
}

const HEAD = [
  '*** *** *** *** *** *** *** *** *** *** *** *** *** *** *** ***',
  "Build fingerprint: 'acme/board/board:14/UP1A.231005.007/1:user/release-keys'",
  "Revision: '0'",
  "ABI: 'arm64'",
  'pid: 811, tid: 815, name: Decoder  >>> /vendor/bin/mediad <<<',
  'uid: 1013',
  'tagged_addr_ctrl: 0000000000000001',
  'signal 11 (SIGSEGV), code 2 (SEGV_ACCERR), fault addr 0xb40000712a40f010',
  '    x0  b40000712a40f010  x1  0000000000000001  x2  0000000000000000  x3  0000000000000000',
  '    lr  000000712a100a9c  sp  0000007fc9bbd8a0  pc  000000712a100b40  pst 0000000080001000',
  '',
  'backtrace:',
  '      #00 pc 0000000000000b40  /vendor/lib64/libdec.so (decode+64) (BuildId: 0123456789abcdef0123456789abcdef)',
  '',
  'memory near sp ([stack]):',
  '    0000007fc9bbd8a0 0000000000000000 0000000000000000  ................',
  '',
];
const CODE =
  "    00000071'2a100000-00000071'2a100fff r-x      1000      1000  /vendor/lib64/libdec.so (BuildId: 0123456789abcdef0123456789abcdef) (load bias 0x1000)";
const DATA =
  "    00000071'2a101000-00000071'2a101fff rw-      2000      1000  /vendor/lib64/libdec.so (BuildId: 0123456789abcdef0123456789abcdef)";
const GUARD = "--->00000071'2a40f000-00000071'2a40ffff ---         0      1000";
const STACK = "    0000007f'c9ba6000-0000007f'c9bc6fff rw-         0     21000  [stack]";

describe('tombstone', () => {
  it('reads a 64-bit map: quotes in addresses, last bytes as ends, offset before size, what stands behind names', () => {
    const map = one(...HEAD, 'memory map (4 entries): (fault address prefixed with --->)', CODE, DATA, GUARD, STACK);
    assert.equal(map.dialect, 'tombstone');
    assert.deepEqual(map.regions.map(brief), [
      '19 0x712a100000-0x712a101000 r-xp 0x1000 /vendor/lib64/libdec.so',
      '20 0x712a101000-0x712a102000 rw-p 0x2000 /vendor/lib64/libdec.so',
      '21 0x712a40f000-0x712a410000 ---p 0x0 ',
      '22 0x7fc9ba6000-0x7fc9bc7000 rw-p 0x0 [stack]',
    ]);
    assert.deepEqual(map.regions[0]?.other, { BuildId: '0123456789abcdef0123456789abcdef', 'load bias': 4096 });
    assert.deepEqual(map.regions[1]?.other, { BuildId: '0123456789abcdef0123456789abcdef' });
    assert.deepEqual(map.regions[2]?.other, {});
    assert.equal(map.regions[0]?.inode, null);
    assert.deepEqual(map.problems, []);
    assert.deepEqual(map.range, { first: 18, last: 22 });
    assert.match(map.assumptions?.join('\n') ?? '', /last byte[^]*shared mappings from private/);
  });

  it('takes process, machine, fault and registers from the head, and the tag off addresses of arm64', () => {
    const map = one(...HEAD, 'memory map (4 entries): (fault address prefixed with --->)', CODE, DATA, GUARD, STACK);
    assert.equal(map.title, 'PID 811 /vendor/bin/mediad on acme/board, Android 14');
    assert.equal(map.source.pid, 811);
    assert.equal(map.arch, 'arm64');
    assert.deepEqual(map.notes, [
      { start: '0x712a40f010', label: 'fault address', line: 8 },
      { start: '0x712a100b40', label: 'pc of thread 815 (Decoder)', line: 10 },
      { start: '0x7fc9bbd8a0', label: 'sp of thread 815 (Decoder)', line: 10 },
    ]);
  });

  it('takes the page size from the head where Android tells it', () => {
    const lines = [...HEAD.slice(0, 4), 'Page size: 16384 bytes', ...HEAD.slice(4)];
    const rows = ['memory map (1 entry):', CODE];
    assert.equal(one(...lines, ...rows).pageSize, 16384);
    assert.equal(one(...HEAD, ...rows).pageSize, 4096);
  });

  it('marks a fault address between, before and after the regions, and ends with the last', () => {
    const between = one(
      'memory map (2 entries): (fault address prefixed with --->)',
      CODE,
      "--->Fault address falls at 00000071'2a200000 between mapped regions",
      STACK,
    );
    assert.deepEqual(between.notes, [{ start: '0x712a200000', label: 'fault address', line: 3 }]);
    assert.equal(between.regions.length, 2);
    const before = one('memory map (1 entry):', '--->Fault address falls at 00000000 before any mapped regions', CODE);
    assert.deepEqual(before.notes, [{ start: '0x00000000', label: 'fault address', line: 2 }]);
    assert.deepEqual(before.range, { first: 1, last: 3 });
    const after = one(
      'memory map (1 entry): (fault address prefixed with --->)',
      CODE,
      "--->Fault address falls at 00000074'2a200000 after any mapped regions",
      '',
      'open files:',
    );
    assert.equal(after.regions.length, 1);
    assert.deepEqual(after.range, { first: 1, last: 3 });
    assert.deepEqual(after.problems, []);
  });

  it('notes the marked region when nothing tells the address', () => {
    const map = one('memory map:', CODE, GUARD, STACK);
    assert.equal(map.regions[1]?.label, 'Fault address lies here');
  });

  it('tells when the heading tells of more rows than there are', () => {
    const map = one('memory map (5 entries):', CODE, DATA);
    assert.deepEqual(
      map.problems.map(({ line, reason }) => `${line} ${reason}`),
      ['1 the heading tells of 5 entries, and 2 rows were read'],
    );
  });

  it('reads 32-bit rows whose end is the end of the address space, and a heading in two lines', () => {
    const map = one(
      'memory map (2 entries):',
      '(fault address prefixed with --->)',
      '    ee20d000-ee20efff rw-         0      2000  /dev/ashmem/MemoryHeapBase (deleted)',
      '    ffff0000-ffffffff r-x         0     10000  [vectors]',
    );
    assert.deepEqual(map.regions.map(brief), [
      '3 0xee20d000-0xee20f000 rw-p 0x0 /dev/ashmem/MemoryHeapBase',
      '4 0xffff0000-0x100000000 r-xp 0x0 [vectors]',
    ]);
    assert.equal(map.regions[0]?.deleted, true);
  });

  it('keeps a region of no bytes, without an end', () => {
    const map = one(
      'memory map (2 entries):',
      '    ff49d000-ff49cfff rw-         0         0',
      '    ff49d000-ff49dfff ---         0      1000',
    );
    assert.equal(map.regions[0]?.start, '0xff49d000');
    assert.equal(map.regions[0]?.end, null);
    assert.match(map.assumptions?.join() ?? '', /of no bytes/);
    assert.deepEqual(map.problems, []);
  });

  it('tells a size that is not that of the addresses', () => {
    const map = one('memory map (1 entry):', '    ee20d000-ee20efff rw-         0      3000  /dev/ashmem/x');
    assert.match(map.problems[0]?.reason ?? '', /size is not that of the addresses, 8192 bytes/);
    assert.equal(map.problems[0]?.column, 42);
  });

  it('reads a map in logcat, where every line has a prefix of its own', () => {
    const log = (ms: number, text: string): string => `02-12 10:00:00.${ms}  8${ms}  8${ms} F DEBUG   : ${text}`;
    const map = one(
      log(100, HEAD[4]!),
      log(101, "ABI: 'arm64'"),
      log(102, 'memory map (3 entries): (fault address prefixed with --->)'),
      log(103, CODE),
      log(104, GUARD),
      log(105, STACK),
    );
    assert.equal(map.regions.length, 3);
    assert.equal(map.title, 'PID 811 /vendor/bin/mediad');
    assert.deepEqual(map.problems, []);
  });

  it('reads rows without a heading when their columns fit one another, and only then', () => {
    assert.equal(one('see', CODE, DATA).regions.length, 2);
    assert.deepEqual(read("    00000071'2a100000-00000071'2a100fff r-x      1000      2000  /x"), []);
    assert.deepEqual(read('    7f000000-7f001000 r-x  /x'), []);
  });

  it('reads Android 5: a decimal size alone, trailing blanks', () => {
    const map = one(
      'memory map: (fault address prefixed with --->)',
      '    00400000-401fff r-x     8192  /usr/bin/fb',
      '    76d5f000-76faffff rw-  2428928  ',
      '    77000000-77000fff rw-     4096  anon_inode:dmabuf',
    );
    assert.deepEqual(map.regions.map(brief), [
      '2 0x00400000-0x00402000 r-xp null /usr/bin/fb',
      '3 0x76d5f000-0x76fb0000 rw-p null ',
      '4 0x77000000-0x77001000 rw-p null anon_inode:dmabuf',
    ]);
    assert.deepEqual(map.problems, []);
  });

  it('reads Android 4: the neighbours of the fault address, with and without permissions', () => {
    const map = one(
      'memory map around fault addr deadbaad:',
      '    be816000-be837000 [stack]',
      '    (no map for address)',
      '    ffff0000-ffff1000 [vectors]',
    );
    assert.deepEqual(map.regions.map(brief), [
      '2 0xbe816000-0xbe837000 null null [stack]',
      '4 0xffff0000-0xffff1000 null null [vectors]',
    ]);
    assert.deepEqual(map.notes, [{ start: '0xdeadbaad', label: 'fault address', line: 1 }]);
    assert.deepEqual(map.problems, []);
    const later = one(
      'I/DEBUG:     memory map around fault addr 00006147:',
      'I/DEBUG:     (no map below)',
      'I/DEBUG:     (no map for address)',
      'I/DEBUG:     96e9e000-97223000 rw- /dev/ashmem/gralloc-buffer (deleted)',
    );
    assert.deepEqual(later.regions.map(brief), ['4 0x96e9e000-0x97223000 rw-p null /dev/ashmem/gralloc-buffer']);
    assert.deepEqual(later.range, { first: 1, last: 4 });
  });

  it('reads xCrash: ends as the kernel has them, > for the name above, the sum below', () => {
    const map = one(
      "ABI: 'x86'",
      'pid: 12, tid: 12, name: app  >>> app <<<',
      'memory map:',
      '    12c00000-12dc0000 rw-       0   1c0000 [anon:heap (region space)]',
      '    12dc0000-13040000 ---       0   280000 >',
      '    13040000-13140000 rw-       0   100000 >',
      '    6382b000-6382c000 rw-       0     1000 ',
      '    TOTAL SIZE: 0x541K (1345K)',
      '',
      'logcat:',
    );
    assert.deepEqual(map.regions.map(brief), [
      '4 0x12c00000-0x12dc0000 rw-p 0x0 [anon:heap (region space)]',
      '5 0x12dc0000-0x13040000 ---p 0x0 [anon:heap (region space)]',
      '6 0x13040000-0x13140000 rw-p 0x0 [anon:heap (region space)]',
      '7 0x6382b000-0x6382c000 rw-p 0x0 ',
    ]);
    assert.equal(map.arch, 'i386');
    assert.deepEqual(map.range, { first: 3, last: 8 });
    assert.doesNotMatch(map.assumptions?.join() ?? '', /last byte/);
  });

  it('gives each of several tombstones its own head', () => {
    const other = HEAD.map((line) => line.replace('pid: 811, tid: 815', 'pid: 99, tid: 99'));
    const heading = 'memory map (1 entry):';
    const maps = read(...HEAD, heading, CODE, 'open files:', '', '', ...other, heading, DATA);
    assert.deepEqual(
      maps.map(({ source, regions }) => `${source.pid} ${regions.length}`),
      ['811 1', '99 1'],
    );
  });

  it('tells a broken row, and reads those around it', () => {
    const map = one('memory map (3 entries):', CODE, "    00000071'2a101000-00000071'2a101fff", STACK);
    assert.equal(map.regions.length, 2);
    assert.match(map.problems.map(({ line, reason }) => `${line} ${reason}`).join('\n'), /^3 .*permission letters/m);
  });
});
