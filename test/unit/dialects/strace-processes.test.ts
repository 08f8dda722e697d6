/** Traces of strace: which files descriptors are, whose calls they are, and how lines can look. */
import assert from 'node:assert/strict';
import { brief, one, read } from './event-maps.ts';

const RW = 'PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0';

describe('strace: files', () => {
  it('follows descriptors: dup, close, use again, relative paths, escapes', () => {
    const map = one(
      'openat(AT_FDCWD</srv>, "data/\\303\\251 \\"q\\".bin", O_RDONLY) = 3',
      'dup(3) = 4',
      'close(3) = 0',
      'openat(AT_FDCWD, "/b", O_RDONLY) = 3',
      'mmap(NULL, 4096, PROT_READ, MAP_SHARED, 4, 0x3000) = 0x7f0000000000',
      'mmap(NULL, 4096, PROT_READ, MAP_SHARED, 3, 0) = 0x7f0000002000',
      'close(3) = 0',
      'mmap(NULL, 4096, PROT_READ, MAP_SHARED, 3, 0) = 0x7f0000004000',
    );
    assert.deepEqual(brief(map), [
      '7f0000000000-7f0000001000 r--s 0x3000 /srv/data/é "q".bin @5',
      '7f0000002000-7f0000003000 r--s 0x0 /b @6',
      '7f0000004000-7f0000005000 r--s 0x0 fd 3 @8',
    ]);
    assert.equal(map.regions[0]?.inode, null);
    assert.match(map.assumptions?.join('\n') ?? '', /given as their descriptors/);
  });

  it('takes the paths that -y and -yy print', () => {
    const map = one(
      'mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, 3</usr/lib/a\\74b\\76.so>, 0) = 0x7f0000000000 <0.000012>',
      'mmap(NULL, 4096, PROT_READ, MAP_SHARED, 4</dev/dri/card0<char 226:0>>, 0x100000000) = 0x7f0000002000',
      'mmap(NULL, 4096, PROT_READ, MAP_SHARED, 5</tmp/x>(deleted), 0) = 0x7f0000004000',
    );
    assert.deepEqual(brief(map), [
      '7f0000000000-7f0000001000 r--p 0x0 /usr/lib/a<b>.so @1',
      '7f0000002000-7f0000003000 r--s 0x100000000 /dev/dri/card0 @2',
      '7f0000004000-7f0000005000 r--s 0x0 /tmp/x (deleted) @3',
    ]);
  });

  it('reads old 32-bit traces: old_mmap, open, offsets of mmap2 in pages', () => {
    const map = one(
      'open("/lib/libc.so.6", O_RDONLY) = 3',
      'old_mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x40017000',
      'mmap2(0x4014c000, 12288, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_FIXED|MAP_DENYWRITE, 3, 0x13e) = 0x4014c000',
    );
    assert.deepEqual(brief(map), [
      '40017000-40018000 rw-p 0x0 @2',
      '4014c000-4014f000 rw-p 0x13e000 /lib/libc.so.6 @3',
    ]);
  });

  it('reads flags as numbers', () => {
    const map = one(
      'mmap(NULL, 0x2000, 0x3 /* PROT_READ|PROT_WRITE */, 0x22 /* MAP_PRIVATE|MAP_ANONYMOUS */, -1, 0) = 0x7f0000000000',
      'mmap(0, 0x1000, 0x5, 0x1, 0x3, 0x1000) = 0x7f0000008000',
    );
    assert.deepEqual(brief(map), [
      '7f0000000000-7f0000002000 rw-p 0x0 @1',
      '7f0000008000-7f0000009000 r-xs 0x1000 fd 3 @2',
    ]);
  });
});

describe('strace: whose calls they are', () => {
  const spawn = [
    '100 execve("/usr/bin/sh", ["sh"], 0x7ffc20b8a3c0 /* 35 vars */) = 0',
    `100 mmap(NULL, 8192, ${RW}) = 0x7f0000000000`,
  ];

  it('copies memory to the child of a fork, and lets both go on', () => {
    const maps = read([
      ...spawn,
      '100 clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|SIGCHLD, child_tidptr=0x7f6642dada10) = 101',
      '101 munmap(0x7f0000000000, 4096) = 0',
      `100 mmap(NULL, 4096, ${RW}) = 0x7f0000008000`,
    ]);
    assert.deepEqual(
      maps.map(({ title, source }) => `${title} ${source.pid}`),
      ['PID 100 sh 100', 'PID 101 sh 101'],
    );
    assert.deepEqual(brief(maps[0]), [
      '7f0000000000-7f0000002000 rw-p 0x0 @2',
      '7f0000008000-7f0000009000 rw-p 0x0 @5',
    ]);
    assert.deepEqual(brief(maps[1]), ['7f0000001000-7f0000002000 rw-p 0x0 @2']);
  });

  it('lets threads share memory, and joins calls that were interrupted', () => {
    const maps = read([
      ...spawn,
      '100 clone3({flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_THREAD, child_tid=0x7f6642d51990}, 88) = 102',
      '102 mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0 <unfinished ...>',
      '100 munmap(0x7f0000000000, 4096 <unfinished ...>',
      '102 <... mmap resumed>)               = 0x7f0000008000',
      '100 <... munmap resumed> )            = 0',
      '102 +++ exited with 0 +++',
    ]);
    assert.equal(maps.length, 1);
    assert.deepEqual(brief(maps[0]), [
      '7f0000001000-7f0000002000 rw-p 0x0 @2',
      '7f0000008000-7f0000009000 rw-p 0x0 @6',
    ]);
  });

  it('ends an interrupted call only by its own end: one that was cut is not read for it later', () => {
    const maps = read([
      ...spawn,
      '100 munmap(0x7f0000000000, 4096 <unfinished ...>',
      '100 <... munmap resumed',
      '100 <... madvise resumed>)            = 0',
    ]);
    assert.deepEqual(brief(maps[0]), brief(read(spawn)[0]));
  });

  it('begins anew at execve, and gives a child of vfork memory of its own then', () => {
    const maps = read([
      ...spawn,
      '100 vfork( <unfinished ...>',
      '103 execve("/usr/bin/true", ["true"], 0x7ffe8aa6e250 /* 35 vars */ <unfinished ...>',
      '100 <... vfork resumed>)              = 103',
      '103 <... execve resumed>)             = 0',
      `103 mmap(NULL, 4096, ${RW}) = 0x7f1000000000`,
      '100 execve("/usr/bin/env", ["env"], 0x7ffe8aa6e250 /* 35 vars */) = -1 ENOENT (No such file or directory)',
      '100 execve("/bin/env", ["env"], 0x7ffe8aa6e250 /* 35 vars */) = 0',
      `100 mmap(NULL, 4096, ${RW}) = 0x7f2000000000`,
    ]);
    assert.deepEqual(
      maps.map((map) => `${map.title}: ${brief(map).join()}`),
      ['PID 103 true: 7f1000000000-7f1000001000 rw-p 0x0 @7', 'PID 100 env: 7f2000000000-7f2000001000 rw-p 0x0 @10'],
    );
    assert.match(maps[0]?.assumptions?.join('\n') ?? '', /the vDSO/);
  });

  it('tells processes on a terminal, where pids come and go and messages break lines', () => {
    const maps = read([
      'execve("./t", ["./t"], 0x7ffc20b8a3c0 /* 35 vars */) = 0',
      `mmap(NULL, 8192, ${RW}) = 0x7f0000000000`,
      'clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|SIGCHLDstrace: Process 25236 attached',
      ', child_tidptr=0x7fcd572baa10) = 25236',
      'hello from the traced program',
      '[pid 25236] munmap(0x7f0000000000, 8192 <unfinished ...>',
      '[pid 25234] mprotect(0x7f0000000000, 4096, PROT_READ <unfinished ...>',
      '[pid 25236] <... munmap resumed>)       = 0',
      '[pid 25234] <... mprotect resumed>)     = 0',
      `[pid 25236] mmap(NULL, 4096, ${RW}) = 0x7f3000000000`,
      '[pid 25236] +++ exited with 0 +++',
      '--- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=25236, si_uid=0} ---',
      'munmap(0x7f0000001000, 4096)            = 0',
    ]);
    assert.deepEqual(
      maps.map((map) => `${map.title}: ${brief(map).join()}`),
      ['PID 25234 t: 7f0000000000-7f0000001000 r--p 0x0 @9', 'PID 25236 t: 7f3000000000-7f3000001000 rw-p 0x0 @10'],
    );
    assert.deepEqual(maps[0]?.problems, []);
  });

  it('takes pids without a clone for threads, but those that begin like a program', () => {
    const maps = read([
      '10 brk(NULL) = 0x55e000000000',
      `10 mmap(NULL, 8192, ${RW}) = 0x7f0000000000`,
      '11 munmap(0x7f0000001000, 4096) = 0',
      '12 brk(NULL) = 0x56e000000000',
      `12 mmap(NULL, 4096, ${RW}) = 0x7f9000000000`,
    ]);
    assert.deepEqual(
      maps.map((map) => `${map.title}: ${brief(map).join()}`),
      ['PID 10: 7f0000000000-7f0000001000 rw-p 0x0 @2', 'PID 12: 7f9000000000-7f9000001000 rw-p 0x0 @5'],
    );
  });

  it('reads any head of a line: pids, names, times, instruction pointers, call numbers', () => {
    const call = `mmap(NULL, 4096, ${RW}) = 0x7f00000`;
    for (const head of [
      '',
      '77 ',
      '[pid    77] ',
      '77<cat> ',
      '[pid 77<cat>] ',
      '14:13:54 ',
      '77 14:13:54.851817 ',
      '77 1694161234.123456 ',
      '     0.000123 ',
      '77      0.000123 [00007f688aaf4000] ',
      '[   9] ',
    ]) {
      const maps = read([`${head}${call}00000`, `${head}${call}02000 <0.000012>`]);
      assert.deepEqual(
        brief(maps[0]),
        ['7f0000000000-7f0000001000 rw-p 0x0 @1', '7f0000002000-7f0000003000 rw-p 0x0 @2'],
        head,
      );
      if (head.includes('77')) assert.equal(maps[0]?.source.pid, 77, head);
    }
  });

  it('leaves the map that a traced program prints to itself', () => {
    const maps = read([
      `mmap(NULL, 4096, ${RW}) = 0x7f0000000000`,
      'write(1, "55d0a0000000-55d0a0002000 r-xp 0"..., 3429) = 3429',
      '55d0a0000000-55d0a0002000 r-xp 00002000 fe:00 260875                     /usr/bin/cat',
    ]);
    assert.deepEqual(
      maps.map(({ dialect }) => dialect),
      ['strace', 'maps'],
    );
  });

  it('is not fooled by source code and prose', () => {
    assert.deepEqual(
      read(['p = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 0x100000);', 'see brk(0x55e0000) for more']),
      [],
    );
  });
});
