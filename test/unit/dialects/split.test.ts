/** The maps of several processes one after the other, with nothing between them. */
import assert from 'node:assert/strict';
import { parseMaps } from '../../../src/core/dialects/parse.ts';
import { regionAt } from '../../../src/core/memory-map/region-table.ts';

/** A process whose program, libraries and stack lie at these addresses; no `[vsyscall]`, as on arm64. */
function processAt(name: string, program: number, library: number, stack: number): string[] {
  const row = (start: number, pages: number, perms: string, path: string): string => {
    const end = (start + pages * 4096).toString(16).padStart(8, '0');
    const head = `${start.toString(16).padStart(8, '0')}-${end} ${perms} 00000000 `;
    return path.startsWith('/') ? `${head}08:01 11 ${path}` : `${head}00:00 0 ${path}`;
  };
  return [
    row(program, 1, 'r-xp', `/bin/${name}`),
    row(program + 0x1000, 1, 'rw-p', `/bin/${name}`),
    row(program + 0x100000, 33, 'rw-p', '[heap]'),
    row(library, 100, 'r-xp', '/lib/libc.so.6'),
    row(library + 0x200000, 1, 'r--p', '[vvar]'),
    row(library + 0x201000, 1, 'r-xp', '[vdso]'),
    row(stack, 33, 'rw-p', '[stack]'),
  ];
}

const LOW = processAt('low', 0x400000, 0xffff80000000, 0xffffe0000000);
const HIGH = processAt('high', 0xaaaaaaaa0000, 0xffff80000000, 0xffffe0000000);
const NARROW = processAt('narrow', 0x56555000, 0xf7c00000, 0xfffdd000);

function programs(lines: readonly string[]): string[] {
  return parseMaps(Buffer.from(`${lines.join('\n')}\n`)).map((map) => {
    assert.deepEqual(map.problems, []);
    return `${regionAt(map.regions, 0).file?.path ?? ''} ${map.regions.count} @${map.regions.line[0]}`;
  });
}

describe('maps one after the other', () => {
  it('are parted behind the stack, where the next one starts higher than the one before it', () => {
    assert.deepEqual(programs([...LOW, ...HIGH, ...LOW]), ['/bin/low 7 @1', '/bin/high 7 @8', '/bin/low 7 @15']);
  });

  it('are parted where addresses only go up: 32 bits before 64', () => {
    assert.deepEqual(programs([...NARROW, ...HIGH]), ['/bin/narrow 7 @1', '/bin/high 7 @8']);
  });

  it('are told without a problem behind the prefix of a log', () => {
    const lines = [...LOW, ...LOW].map((line) => `Nov 26 10:00:00 host app[100]: ${line}`);
    assert.deepEqual(programs(['crashed', ...lines]), ['/bin/low 7 @2', '/bin/low 7 @9']);
  });

  it('are one where the kernel printed a stack twice that grew while it was read', () => {
    const [grown] = processAt('low', 0x400000, 0xffff80000000, 0xffffe0000000 - 0x1000).slice(-1);
    const maps = parseMaps(Buffer.from([...LOW, grown, ''].join('\n')));
    assert.deepEqual(
      maps.map(({ regions }) => regions.count),
      [8],
    );
  });

  it('are told apart by what each process maps, not by what the others do', () => {
    const java = [
      ...processAt('java', 0x400000, 0x7f0000000000, 0x7ffc00000000),
      'ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]',
    ];
    java.splice(4, 0, '7f0000100000-7f0000101000 r-xp 00000000 08:01 12 /jdk/lib/server/libjvm.so');
    const maps = parseMaps(Buffer.from([...java, ...NARROW, ''].join('\n')));
    assert.deepEqual(
      maps.map(({ arch }) => arch),
      ['x86-64', undefined],
    );
    assert.deepEqual(
      maps.map(({ regions }) => regions.files.count),
      [9, 7],
    );
  });

  it('cost no more together than their rows: each has a table of its own files', () => {
    const files = Array.from({ length: 3000 }, (_, i) => processAt(`p${i}`, 0x400000, 0x7f0000000000, 0x7ffc00000000));
    const lines = files.flatMap((rows, i) => rows.map((row) => row.replace('libc.so.6', `lib${i}.so`)));
    const maps = parseMaps(Buffer.from(`${lines.join('\n')}\n`));
    assert.equal(maps.length, files.length);
    // The tables of files are parts of the one that was read, and together not larger.
    const entries = maps.reduce((sum, { regions }) => sum + regions.files.count, 0);
    assert.ok(entries <= 7 * files.length, `${entries} entries`);
  });
});
