/** Minidumps, with and without the text of /proc/PID/maps. */
import assert from 'node:assert/strict';
import { parseMaps } from '../../../src/core/dialects/parse.ts';
import { normalForm, type NormalForm } from '../../../src/core/export/normal-form.ts';
import { markLines } from './dump-lines.ts';
import { Minidump, STREAM } from './minidump-builder.ts';

const AMD64 = 9;
const LINUX = 0x8201;
const WINDOWS = 2;

function read(dump: Minidump): NormalForm {
  const maps = parseMaps(dump.finish(), { file: 'x.dmp' });
  assert.equal(maps.length, 1);
  return normalForm(maps[0]!);
}

function lines({ regions }: NormalForm): string[] {
  return regions.map(({ start, end, perms, path }) => [start, end, perms ?? '????', path].join(' ').trim());
}

const MAPS = `00400000-00401000 r-xp 00000000 08:01 12                               /opt/sensord
00601000-00602000 rw-p 00001000 08:01 12                               /opt/sensord
7f0000000000-7f0000800000 rw-p 00000000 00:00 0 
7ffc00000000-7ffc00021000 rw-p 00000000 00:00 0                          [stack]
`;

/** A dump of Breakpad on Linux. */
function breakpad(): Minidump {
  const dump = new Minidump();
  return dump
    .system(AMD64, LINUX)
    .text(STREAM.maps, MAPS)
    .text(STREAM.procStatus, 'Name:\tsensord\nState:\tt (tracing stop)\nTgid:\t4711\nPid:\t4711\nPPid:\t1\n')
    .text(STREAM.commandLine, '/opt/sensord\0--all\0')
    .modules([{ start: 0x400000n, size: 0x1000, name: '/opt/sensord', buildId: Uint8Array.of(0xab, 0xcd, 1, 2) }])
    .threads([
      {
        id: 4711,
        stack: 0x7ffc0001f000n,
        stackSize: 0x2000,
        context: dump.context(1232, 8, { 152: 0x7ffc0001f100n, 248: 0x400123n }),
      },
      {
        id: 4712,
        stack: 0x7f0000700000n,
        stackSize: 0x800,
        context: dump.context(1232, 8, { 152: 0x7f0000700010n, 248: 0x400456n }),
      },
    ])
    .threadNames([[4712, 'wörker']])
    .memory([
      [0x7ffc0001f000n, 0x2000],
      [0x7f0000700000n, 0x800],
      [0x400100n, 256],
      [0x400180n, 256],
    ])
    .exception(4711, 11, 1, 0x10n)
    .auxv({ 3: 0x400040n, 6: 4096n, 9: 0x400100n });
}

describe('minidumps with the maps of Linux', () => {
  it('have the regions of that text, with device and inode', () => {
    const map = read(breakpad());
    assert.deepEqual(lines(map), [
      '0x00400000 0x00401000 r-xp /opt/sensord',
      '0x00601000 0x00602000 rw-p /opt/sensord',
      '0x7f0000000000 0x7f0000800000 rw-p',
      '0x7ffc00000000 0x7ffc00021000 rw-p [stack]',
    ]);
    assert.equal(map.dialect, 'minidump');
    assert.equal(map.regions[0]?.inode, '12');
    assert.equal(map.regions[0]?.line, 0);
    assert.equal(map.range, undefined);
    assert.deepEqual([map.arch, map.pageSize], ['x86-64', 4096]);
    assert.deepEqual([map.problems, map.assumptions], [[], undefined]);
  });

  it('are named by status and command line', () => {
    const map = read(breakpad());
    assert.equal(map.title, 'PID 4711 sensord --all');
    assert.equal(map.source.pid, 4711);
  });

  it('tell what of each region they hold, and the build of each file', () => {
    assert.deepEqual(
      read(breakpad()).regions.map(({ other }) => other),
      [{ Dumped: 1, BuildId: 'abcd0102' }, { Dumped: 0, BuildId: 'abcd0102' }, { Dumped: 2 }, { Dumped: 8 }],
    );
  });

  it('mark the fault and the registers, and know stacks by them', () => {
    const map = read(breakpad());
    assert.deepEqual(markLines(map), [
      '0x00000010 fault address (SIGSEGV)',
      '0x00400123 pc of thread 4711, which crashed',
      '0x7ffc0001f100 sp of thread 4711, which crashed',
      '0x00400456 pc of thread 4712 "wörker"',
      '0x7f0000700010 sp of thread 4712 "wörker"',
      '0x00400040 program headers of the program (AT_PHDR)',
      '0x00400100 entry point of the program (AT_ENTRY)',
    ]);
    assert.equal(map.regions[2]?.kind, 'thread-stack');
    assert.equal(map.regions[2]?.label, 'Stack of thread 4712 "wörker"');
  });

  it('are read in the other byte order', () => {
    const map = read(
      new Minidump('big')
        .system(0x8002, LINUX)
        .text(STREAM.maps, MAPS)
        .modules([{ start: 0x400000n, size: 0x1000, name: '/opt/sensord', buildId: Uint8Array.of(1) }]),
    );
    assert.equal(map.regions.length, 4);
    assert.equal(map.arch, 'ppc64');
    assert.deepEqual(map.regions[0]?.other, { Dumped: 0, BuildId: '01' });
  });

  it('say which line of the text cannot be read', () => {
    const map = read(new Minidump().system(AMD64, LINUX).text(STREAM.maps, `${MAPS}7ffc-7ffd rw`));
    assert.equal(map.regions.length, 4);
    assert.match(map.problems[0]?.reason ?? '', /^line 5 of its maps: /);
    assert.equal(map.problems[0]?.line, 0);
  });

  it('mark no fault for a signal that a process sent', () => {
    assert.deepEqual(markLines(read(new Minidump().system(AMD64, LINUX).exception(1, 6, -6, 0x10n))), []);
  });
});

describe('minidumps that a program asked for itself', () => {
  const requests = [
    ['Breakpad', LINUX, 0xffffffff],
    ['Crashpad on Windows', WINDOWS, 0x0517a7ed],
    ['Crashpad on macOS', 0x8101, 0x43507378],
  ] as const;
  for (const [writer, platform, code] of requests) {
    it(`tell of no thread that crashed: ${writer}`, () => {
      const dump = new Minidump();
      const context = dump.context(1232, 8, { 152: 0x7fff0100n, 248: 0x400100n });
      const map = read(
        dump
          .system(AMD64, platform)
          .threads([{ id: 7, stack: 0x7fff0000n, stackSize: 0x1000, context }])
          .memory([[0x7fff0000n, 0x1000]])
          .exception(7, code, 0, 0x400100n),
      );
      assert.deepEqual(markLines(map), ['0x00400100 pc of thread 7', '0x7fff0100 sp of thread 7']);
    });
  }
});

describe('minidumps without the maps of Linux', () => {
  it('say so when they tell of no memory at all', () => {
    const map = read(new Minidump().system(AMD64, LINUX));
    assert.deepEqual(
      map.problems.map(({ reason }) => reason),
      ['the minidump holds neither a list of regions nor modules nor memory'],
    );
  });

  it('have the regions of their list of memory, named by their modules', () => {
    const map = read(
      new Minidump()
        .system(AMD64, WINDOWS)
        .misc(1234)
        .modules([
          {
            start: 0x140000000n,
            size: 0x3000,
            name: 'C:\\app\\tiny.exe',
            guid: Uint8Array.from({ length: 16 }, (_, i) => i),
          },
        ])
        .memoryInfo([
          { start: 0x10000n, size: 0x1000n, state: 0x1000, protection: 0x04, type: 0x20000 },
          { start: 0x11000n, size: 0xf000n, state: 0x10000, protection: 0x01, type: 0 },
          { start: 0x20000n, size: 0x1000n, state: 0x1000, protection: 0x104, type: 0x20000 },
          { start: 0x30000n, size: 0x1000n, state: 0x2000, protection: 0, type: 0x20000 },
          { start: 0x40000n, size: 0x1000n, state: 0x1000, protection: 0x02, type: 0x40000 },
          { start: 0x140000000n, size: 0x1000n, state: 0x1000, protection: 0x02, type: 0x1000000 },
          { start: 0x140001000n, size: 0x1000n, state: 0x1000, protection: 0x20, type: 0x1000000 },
          { start: 0x140002000n, size: 0x1000n, state: 0x1000, protection: 0x08, type: 0x1000000 },
        ])
        .memory64([[0x10000n, 0x1000n]])
        .exception(5, 0xc0000005, 0, 0x140001234n, [1n, 0x8n]),
    );
    assert.deepEqual(lines(map), [
      '0x00010000 0x00011000 rw-p',
      '0x00020000 0x00021000 rw-p',
      '0x00030000 0x00031000 ---p',
      '0x00040000 0x00041000 r--s',
      '0x140000000 0x140001000 r--p C:\\app\\tiny.exe',
      '0x140001000 0x140002000 r-xp C:\\app\\tiny.exe',
      '0x140002000 0x140003000 rw-p C:\\app\\tiny.exe',
    ]);
    assert.deepEqual(map.regions[0]?.other, { Dumped: 4 });
    assert.deepEqual(map.regions[5]?.other, { Dumped: 0, DebugId: '030201000504070608090A0B0C0D0E0F1' });
    assert.equal(map.regions[1]?.kind, 'guard');
    assert.equal(map.title, 'PID 1234 tiny.exe');
    assert.deepEqual(markLines(map), ['0x00000008 fault address (exception 0xc0000005)']);
    assert.match(map.assumptions?.join() ?? '', /list of memory.*not of Linux but of Windows/);
  });

  it('show modules and what memory they hold, each module in one piece', () => {
    const map = read(
      new Minidump()
        .system(AMD64, LINUX)
        .modules(
          [
            { start: 0x400000n, size: 0x4000, name: '/bin/x' },
            { start: 0x7f0000000000n, size: 0x2000, name: '/lib/liby.so.1' },
          ],
          true,
        )
        .memory([
          [0x7ffc00000000n, 0x1000],
          [0x7ffc00001000n, 0x1000],
          [0x402000n, 0x100],
        ]),
    );
    assert.deepEqual(lines(map), [
      '0x00400000 0x00404000 ???? /bin/x',
      '0x7f0000000000 0x7f0000002000 ???? /lib/liby.so.1',
      '0x7ffc00000000 0x7ffc00002000 ????',
    ]);
    assert.deepEqual(
      map.regions.map(({ other }) => other?.['Dumped']),
      [1, 0, 8],
    );
    assert.match(map.assumptions?.join() ?? '', /does not list the regions/);
  });

  const contexts = [
    ['x86', 0, 716, 4, 196, 184, 'i386'],
    ['arm', 5, 368, 4, 56, 64, 'arm'],
    ['arm64', 12, 912, 8, 256, 264, 'arm64'],
    ['arm64 of old', 0x8003, 796, 8, 256, 264, 'arm64'],
    ['mips', 1, 600, 8, 240, 312, 'mips'],
    ['ppc64', 0x8002, 1000, 8, 32, 8, 'ppc64'],
    ['riscv64', 0x8006, 600, 8, 24, 8, 'riscv64'],
  ] as const;
  for (const [name, processor, size, width, sp, pc, arch] of contexts) {
    it(`know the registers of ${name}`, () => {
      const dump = new Minidump();
      const context = dump.context(size, width, { [sp]: 0x7fff0100n, [pc]: 0x400100n });
      const map = read(
        dump.system(processor, LINUX).threads([{ id: 1, stack: 0x7fff0000n, stackSize: 0x1000, context }]),
      );
      assert.equal(map.arch, arch);
      assert.deepEqual(markLines(map), ['0x00400100 pc of thread 1', '0x7fff0100 sp of thread 1']);
    });
  }

  it('say what of them lies outside of the file, and read the rest', () => {
    const whole = breakpad().finish();
    const bytes = Uint8Array.from(whole);
    // The list of threads is said to be longer than its stream.
    const view = new DataView(bytes.buffer);
    const threads = view.getUint32(32 + 4 * 12 + 8 + 12, true);
    view.setUint32(threads, 0xffffffff, true);
    const [map] = parseMaps(bytes);
    assert.equal(map?.regions.count, 4);
    assert.match(
      map?.problems.map(({ reason }) => reason).join() ?? '',
      /4294967293 of 4294967295 entries of ThreadList lie outside/,
    );
  });
});
