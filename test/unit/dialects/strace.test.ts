/** Traces of strace, played into maps: what calls do to memory. */
import assert from 'node:assert/strict';
import { brief, one, read } from './event-maps.ts';

const RW = 'PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0';

describe('strace: what calls do', () => {
  it('maps, splits by munmap and mprotect, and gives each region the line of its last change', () => {
    const map = one(
      `mmap(NULL, 40960, ${RW}) = 0x7f0000000000`,
      'munmap(0x7f0000002000, 4096)            = 0',
      'mprotect(0x7f0000004000, 8192, PROT_READ) = 0',
      'mprotect(0x7f0000008000, 1, PROT_NONE) = 0',
    );
    assert.equal(map.dialect, 'strace');
    assert.deepEqual(brief(map), [
      '7f0000000000-7f0000002000 rw-p 0x0 @1',
      '7f0000003000-7f0000004000 rw-p 0x0 @1',
      '7f0000004000-7f0000006000 r--p 0x0 @3',
      '7f0000006000-7f0000008000 rw-p 0x0 @1',
      '7f0000008000-7f0000009000 ---p 0x0 @4',
      '7f0000009000-7f000000a000 rw-p 0x0 @1',
    ]);
    assert.deepEqual(map.problems, []);
  });

  it('rounds lengths up to pages, and says that it had to', () => {
    const map = one(`mmap(NULL, 0x1001, ${RW}) = 0xb7700000`);
    assert.deepEqual(brief(map), ['b7700000-b7702000 rw-p 0x0 @1']);
    assert.match(map.assumptions?.join('\n') ?? '', /pages of 4096 bytes/);
  });

  it('replaces what MAP_FIXED maps over, and keeps the offsets of what is left', () => {
    const map = one(
      'openat(AT_FDCWD, "/usr/lib/libx.so", O_RDONLY|O_CLOEXEC) = 3',
      'mmap(NULL, 16384, PROT_READ, MAP_PRIVATE|MAP_DENYWRITE, 3, 0) = 0x7f0000000000',
      'mmap(0x7f0000001000, 4096, PROT_READ|PROT_EXEC, MAP_PRIVATE|MAP_FIXED, 3, 0x1000) = 0x7f0000001000',
      `mmap(0x7f0000003000, 4096, ${RW}) = 0x7f0000003000`,
    );
    assert.deepEqual(brief(map), [
      '7f0000000000-7f0000001000 r--p 0x0 /usr/lib/libx.so @2',
      '7f0000001000-7f0000002000 r-xp 0x1000 /usr/lib/libx.so @3',
      '7f0000002000-7f0000003000 r--p 0x2000 /usr/lib/libx.so @2',
      '7f0000003000-7f0000004000 rw-p 0x0 @4',
    ]);
    assert.deepEqual(map.range, { first: 1, last: 4 });
  });

  it('merges neighbours that the kernel merges, and no others', () => {
    const map = one(
      `mmap(NULL, 4096, ${RW}) = 0x7f0000001000`,
      `mmap(NULL, 4096, ${RW}) = 0x7f0000000000`,
      'mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_NORESERVE, -1, 0) = 0x7f0000002000',
      'mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS, -1, 0) = 0x7f0000004000',
      'mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS, -1, 0) = 0x7f0000003000',
      'mremap(0x7f0000000000, 4096, 4096, MREMAP_MAYMOVE|MREMAP_FIXED, 0x7f0000005000) = 0x7f0000005000',
      `mmap(NULL, 4096, ${RW}) = 0x7f0000006000`,
    );
    assert.deepEqual(brief(map), [
      '7f0000001000-7f0000002000 rw-p 0x0 @2',
      '7f0000002000-7f0000003000 rw-p 0x0 @3',
      '7f0000003000-7f0000004000 rw-s 0x0 /dev/zero (deleted) @5',
      '7f0000004000-7f0000005000 rw-s 0x0 /dev/zero (deleted) @4',
      '7f0000005000-7f0000006000 rw-p 0x0 @6',
      '7f0000006000-7f0000007000 rw-p 0x0 @7',
    ]);
  });

  it('grows and shrinks the heap', () => {
    const calls = [
      'brk(NULL) = 0x55e000000000',
      'brk(0x55e000021000) = 0x55e000021000',
      'brk(0x55e000010500) = 0x55e000010500',
    ];
    assert.deepEqual(brief(one(...calls)), ['55e000000000-55e000011000 rw-p 0x0 [heap] @2']);
    assert.deepEqual(brief(one(...calls, 'brk(0x55e000030000) = 0x55e000030000')), [
      '55e000000000-55e000030000 rw-p 0x0 [heap] @4',
    ]);
    assert.equal(one(...calls).regions[0]?.kind, 'heap');
  });

  it('does nothing for a call that failed or did not return', () => {
    const map = one(
      `mmap(NULL, 4096, ${RW}) = 0x7f0000001000`,
      `mmap(NULL, 99999999999999, ${RW}) = -1 ENOMEM (Cannot allocate memory)`,
      'munmap(0x7f0000001000, 4096) = -1 EINVAL (Invalid argument)',
      'mprotect(0x7f0000001000, 4096, PROT_READ) = ?',
    );
    assert.deepEqual(brief(map), ['7f0000001000-7f0000002000 rw-p 0x0 @1']);
  });

  it('does nothing for a call whose result is cut', () => {
    const lines = [
      `mmap(0x7f0000000000, 4096, ${RW}) = 0x7f0000000000`,
      'brk(NULL) = 0x56496db88000',
      'brk(0x56496dba9000) = 0x56496dba9000',
    ];
    const whole = brief(one(...lines));
    assert.deepEqual(brief(one(...lines, `mmap(NULL, 4096, ${RW}) = 0x7f6`)), whole);
    assert.deepEqual(brief(one(...lines, 'brk(0x56496dbca000) = 0x56')), whole);
  });

  it('changes nothing by calls on an empty range', () => {
    const map = one(`mmap(NULL, 8192, ${RW}) = 0x7f0000000000`, 'mprotect(0x7f0000001000, 0, PROT_NONE) = 0');
    assert.deepEqual(brief(map), ['7f0000000000-7f0000002000 rw-p 0x0 @1']);
    assert.doesNotMatch(map.assumptions?.join('\n') ?? '', /whose mapping the trace does not show/);
  });

  it('moves, grows and doubles by mremap', () => {
    const base = `mmap(NULL, 8192, ${RW}) = 0x7f0000000000`;
    assert.deepEqual(brief(one(base, 'mremap(0x7f0000000000, 8192, 16384, MREMAP_MAYMOVE) = 0x7f0000000000')), [
      '7f0000000000-7f0000004000 rw-p 0x0 @2',
    ]);
    assert.deepEqual(brief(one(base, 'mremap(0x7f0000000000, 8192, 4096, 0) = 0x7f0000000000')), [
      '7f0000000000-7f0000001000 rw-p 0x0 @1',
    ]);
    assert.deepEqual(
      brief(one(base, 'mremap(0x7f0000000000, 8192, 8192, MREMAP_MAYMOVE|MREMAP_DONTUNMAP) = 0x7f0000008000')),
      ['7f0000000000-7f0000002000 rw-p 0x0 @1', '7f0000008000-7f000000a000 rw-p 0x0 @2'],
    );
  });

  it('attaches and detaches System V memory, and tells what names the kernel gives', () => {
    const map = one(
      'shmget(0x2a, 10000, IPC_CREAT|0600) = 7',
      'shmat(7, NULL, 0) = 0x7f0000000000',
      'shmat(7, NULL, SHM_RDONLY) = 0x7f0000010000',
      'shmat(7, NULL, 0) = 0x7f0000020000',
      'shmdt(0x7f0000020000) = 0',
      'memfd_create("pool", MFD_CLOEXEC) = 5',
      'mmap(NULL, 4096, PROT_READ, MAP_SHARED, 5, 0) = 0x7f0000030000',
      `mmap(NULL, 8192, ${RW}) = 0x7f0000040000`,
      'prctl(PR_SET_VMA, PR_SET_VMA_ANON_NAME, 0x7f0000040000, 4096, "my arena") = 0',
    );
    assert.deepEqual(brief(map), [
      '7f0000000000-7f0000003000 rw-s 0x0 /SYSV0000002a (deleted) @2',
      '7f0000010000-7f0000013000 r--s 0x0 /SYSV0000002a (deleted) @3',
      '7f0000030000-7f0000031000 r--s 0x0 /memfd:pool (deleted) @7',
      '7f0000040000-7f0000041000 rw-p 0x0 [anon:my arena] @9',
      '7f0000041000-7f0000042000 rw-p 0x0 @8',
    ]);
  });

  it('shows the map at any line', () => {
    const lines = [
      `mmap(NULL, 8192, ${RW}) = 0x7f0000000000`,
      'mprotect(0x7f0000000000, 4096, PROT_READ) = 0',
      'munmap(0x7f0000000000, 8192) = 0',
      `mmap(NULL, 4096, ${RW}) = 0x7f0000009000`,
    ];
    assert.deepEqual(brief(read(lines, 1)[0]), ['7f0000000000-7f0000002000 rw-p 0x0 @1']);
    assert.deepEqual(brief(read(lines, 2)[0]), [
      '7f0000000000-7f0000001000 r--p 0x0 @2',
      '7f0000001000-7f0000002000 rw-p 0x0 @1',
    ]);
    assert.deepEqual(read(lines, 3), []);
    assert.deepEqual(read(lines, 2)[0]?.range, { first: 1, last: 4 });
    assert.deepEqual(brief(read(lines)[0]), ['7f0000009000-7f000000a000 rw-p 0x0 @4']);
  });

  it('tells arguments that it cannot read, and goes on', () => {
    const map = one(
      `mmap(NULL, 4096, ${RW}) = 0x7f0000000000`,
      'munmap(ptr, size) = 0',
      `mmap(NULL, 4096, ${RW}) = 0x7f0000008000`,
    );
    assert.deepEqual(
      map.problems.map(({ line, column, reason }) => `${line}:${column} ${reason}`),
      ['2:8 "ptr, size) = 0" stands where the arguments of munmap should be'],
    );
    assert.equal(map.regions.length, 2);
  });
});
