/** Real processes of this kind of machine are labelled as their makers would. */
import assert from 'node:assert/strict';
import { regionAt } from '../../../src/core/memory-map/region-table.ts';
import type { MemoryMap } from '../../../src/core/memory-map/memory-map.ts';
import { captured, labelOf, labelsOf } from './labels.ts';

/** Paths of the files that have a role. */
function filesOf(map: MemoryMap, role: string): string[] {
  const paths = labelsOf(map).flatMap((label, row) =>
    label.startsWith(`${role} file-`) ? [regionAt(map.regions, row).file.path] : [],
  );
  return [...new Set(paths)];
}

/** How many rows have a kind, whatever the role and the sureness. */
function count(map: MemoryMap, kind: string): number {
  return labelsOf(map).filter((label) => label.replace(/[!?]$/, '').split(' ').at(-1) === kind).length;
}

describe('kinds of captured processes', () => {
  const programs: [file: string, what: string, program: string][] = [
    ['threads.maps', 'a position-independent program', '/opt/demo/threads'],
    ['static.maps', 'a static program', '/opt/demo/threads-static'],
    [
      'static-pie.maps',
      'a static PIE, which lies among the mappings with [heap] far below',
      '/opt/demo/threads-static-pie',
    ],
    ['ldso.maps', 'a program started through ld.so', '/opt/demo/threads'],
    ['unlimited.maps', 'a program above its libraries (stack limit "unlimited")', '/opt/demo/threads'],
    ['node.maps', 'Node.js', '/opt/demo/node'],
    ['python.maps', 'Python', '/usr/bin/python3.11'],
  ];
  for (const [file, what, program] of programs) {
    it(`finds the main program: ${what}`, () => {
      assert.deepEqual(filesOf(captured(file), 'program'), [program]);
    });
  }

  it('labels every line of a program with threads', () => {
    const labels = labelsOf(captured('threads.maps'));
    const arenas = Array.from({ length: 4 }, () => ['arena', 'arena-reserve']).flat();
    const stacks = ['guard', 'thread-stack?', ...Array.from({ length: 3 }, () => ['guard', 'thread-stack']).flat()];
    const parts = (role: string, sure = ''): string[] =>
      ['rodata', 'text!', 'rodata', 'relro', 'data!'].map((part) => `${role} file-${part.replace('!', `!${sure}`)}`);
    assert.deepEqual(labels, [
      ...parts('program'),
      'heap!',
      ...arenas,
      ...stacks,
      'anonymous!',
      ...parts('library'),
      'library bss',
      'anonymous!',
      'vvar!',
      'vvar!',
      'vdso!',
      ...parts('interpreter'),
      'stack!',
      'vsyscall!',
    ]);
  });

  it('is sure of stacks and of RELRO where smaps tells VmFlags', () => {
    const map = captured('threads.smaps');
    const labels = labelsOf(map);
    assert.equal(labels.filter((label) => label === 'thread-stack!').length, 4);
    assert.equal(labels.filter((label) => label.endsWith(' file-relro!')).length, 3);
    assert.equal(labels.filter((label) => label.endsWith(' file-rodata!')).length, 6);
  });

  it('finds the stacks of threads and a guard for each', () => {
    for (const file of ['threads.maps', 'static.maps', 'static-pie.maps', 'ldso.maps', 'unlimited.maps']) {
      assert.equal(count(captured(file), 'thread-stack'), 4, file);
      assert.equal(count(captured(file), 'guard'), 4, file);
    }
  });

  it('finds arenas with their reserve', () => {
    for (const file of ['threads.maps', 'static.maps', 'unlimited.maps']) {
      assert.equal(count(captured(file), 'arena'), 4, file);
      assert.equal(count(captured(file), 'arena-reserve'), 4, file);
    }
  });

  it('finds the dynamic linker and tells it from libraries', () => {
    const map = captured('python.maps');
    assert.deepEqual(filesOf(map, 'interpreter'), ['/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2']);
    assert.ok(filesOf(map, 'library').includes('/usr/lib/x86_64-linux-gnu/libc.so.6'));
  });

  it('calls locale and cache files data, not libraries', () => {
    const map = captured('python.maps');
    for (let row = 0; row < map.regions.count; row++) {
      const { path } = regionAt(map.regions, row).file;
      if (/LC_CTYPE|\.cache$/.test(path)) assert.equal(labelOf(map, row), 'data-file');
    }
    assert.ok(count(map, 'data-file') >= 1);
  });

  it('finds the code that a JIT compiler makes, and kernel rings', () => {
    const map = captured('node.maps');
    assert.ok(count(map, 'executable-anonymous') >= 1);
    assert.ok(count(map, 'kernel-object') >= 1, 'the rings of io_uring');
  });

  it('knows every line', () => {
    for (const file of ['threads.maps', 'static.maps', 'ldso.maps', 'node.maps', 'python.maps', 'threads.smaps']) {
      assert.equal(count(captured(file), 'unknown'), 0, file);
    }
  });
});
