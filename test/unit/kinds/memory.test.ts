/** Regions whose name says what they are, and names that only look so. */
import assert from 'node:assert/strict';
import { evidenceOf, expectKinds, labelOf, mapOf } from './labels.ts';

const label = (line: string): string => labelOf(mapOf(`${line}\n`), 0);

describe('names', () => {
  const named: [name: string, perms: string, label: string][] = [
    ['[heap]', 'rw-p', 'heap!'],
    ['[heap]', '---p', 'heap!'],
    ['[heap]', 'rwxp', 'heap!'],
    ['[stack]', 'rw-p', 'stack!'],
    ['[vdso]', 'r-xp', 'vdso!'],
    ['[vvar]', 'r--p', 'vvar!'],
    ['[vvar_vclock]', 'r--p', 'vvar!'],
    ['[vsyscall]', '--xp', 'vsyscall!'],
    ['[vectors]', 'r-xp', 'kernel-page!'],
    ['[sigpage]', 'r-xp', 'kernel-page!'],
    ['[uprobes]', '--xp', 'kernel-page!'],
    ['[uprobes-trampoline]', 'r-xp', 'kernel-page!'],
    ['[rollup]', '---p', 'rollup!'],
    ['[something new]', 'r-xp', 'kernel-page?'],
    ['[heap stuff]', 'rw-p', 'named-anonymous?'],
    ['[anon:dalvik-main space]', 'rw-p', 'named-anonymous!'],
    ['[anon: Go: heap]', 'rw-p', 'named-anonymous!'],
    ['[anon: Go: heap reservation]', '---p', 'reserved!'],
    ['[anon:dalvik-jit-code-cache]', 'r-xp', 'executable-anonymous!'],
    ['[anon_shmem:frames]', 'rw-s', 'shared-memory!'],
    ['[anon_shmem:dalvik-jit-code-cache]', 'r-xs', 'executable-anonymous!'],
    ['[anon:libfoo.so (compat loaded)]', 'r-xp', 'library file-text!'],
    ['/memfd:frames (deleted)', 'rw-s', 'shared-memory!'],
    ['/memfd:frames (deleted)', 'rw-p', 'shared-memory!'],
    ['/memfd:doublemapper (deleted)', 'r-xs', 'executable-anonymous!'],
    ['/SYSV0000002a (deleted)', 'rw-s', 'shared-memory!'],
    ['[ shmid=0x8001 ]', 'rw-s', 'shared-memory!'],
    ['/dev/shm/ring', 'rw-s', 'shared-memory!'],
    ['/dev/zero (deleted)', 'rw-s', 'shared-memory!'],
    ['/dev/zero (deleted)', 'rwxs', 'executable-anonymous!'],
    ['/dev/zero', 'rw-p', 'anonymous!'],
    ['/anon_hugepage (deleted)', 'rw-s', 'shared-memory!'],
    ['/anon_hugepage (deleted)', 'rw-p', 'anonymous!'],
    ['/dev/hugepages/rtemap_0', 'rw-s', 'shared-memory!'],
    ['/dev/ashmem/CursorWindow (deleted)', 'rw-s', 'shared-memory!'],
    ['/secretmem (deleted)', 'rw-s', 'shared-memory!'],
    ['/dev/__properties__/u:object_r:default_prop:s0', 'r--s', 'shared-memory!'],
    ['/[aio] (deleted)', 'rw-s', 'kernel-object!'],
    ['anon_inode:[io_uring]', 'rw-s', 'kernel-object!'],
    ['anon_inode:bpf-map', 'rw-s', 'kernel-object!'],
    ['anon_inode:kvm-vcpu:0', 'rw-s', 'kernel-object!'],
    ['socket:[221215]', 'rw-s', 'kernel-object!'],
    ['anon_inode:i915.gem', 'rw-s', 'device!'],
    ['/dev/dri/renderD128', 'rw-s', 'device!'],
    ['/dev/kgsl-3d0', 'rw-s', 'device!'],
    ['/dev/nvidiactl', 'rw-s', 'device!'],
    ['/dev/mem', 'rw-s', 'device!'],
    ['/sys/devices/pci0000:00/0000:00:02.0/resource0', 'rw-s', 'device!'],
    ['/dmabuf:camera', 'rw-s', 'device!'],
    ['/drm mm object (deleted)', 'rw-s', 'device!'],
    ['/sys/fs/selinux/status', 'r--s', 'kernel-object'],
    ['/usr/lib/locale/locale-archive', 'r--p', 'data-file'],
    ['/usr/lib/gconv/gconv-modules.cache', 'r--s', 'data-file'],
    ['/etc/ld.so.cache', 'r--p', 'data-file'],
    ['/usr/lib/jvm/lib/server/classes.jsa', 'rw-p', 'data-file'],
    ['/var/lib/db/table.ibd', 'rw-s', 'data-file'],
    ['/usr/lib/libicudata.so.72.1', 'r--p', 'library file-rodata'],
  ];
  for (const [name, perms, expected] of named) {
    it(`${perms} ${name}`, () => {
      const inode = name.startsWith('[') ? '0' : '77';
      assert.equal(label(`7f0000000000-7f0000010000 ${perms} 00000000 00:01 ${inode} ${name}`), expected);
    });
  }

  it('of files that look like the kernel’s are files', () => {
    for (const name of ['/srv/[heap]', '/srv/x [stack]', '/srv/[anon:fake]', '/srv/memfd:x', '/srv/dev/zero']) {
      assert.equal(label(`7f0000000000-7f0000010000 rw-p 00000000 08:01 77 ${name}`), 'data-file', name);
    }
  });

  it('of runtimes are told in the evidence', () => {
    const told: [name: string, what: RegExp][] = [
      ['[anon: Go: heap]', /given by Go/],
      ['[anon:scudo:primary]', /scudo/],
      ['[anon:v8]', /V8/],
      ['[anon:jemalloc_pg]', /jemalloc/],
      ['[anon:dalvik-main space]', /given by ART/],
    ];
    for (const [name, what] of told) {
      assert.match(evidenceOf(mapOf(`7f0000000000-7f0000010000 rw-p 00000000 00:00 0 ${name}\n`), 0), what);
    }
  });
});

describe('executable memory without a file', () => {
  it('is told with its permissions', () => {
    const map = expectKinds(`
      executable-anonymous! | 7f0000000000-7f0000010000 rwxp 00000000 00:00 0
      executable-anonymous! | 7f0000020000-7f0000030000 r-xp 00000000 00:00 0
      executable-anonymous! | 7f0000040000-7f0000050000 --xp 00000000 00:00 0
    `);
    assert.match(evidenceOf(map, 0), /permissions are rwxp and no file is behind it/);
  });

  it('is a deleted file that is mapped twice, once to write and once to execute', () => {
    expectKinds(`
      data-file             | 7f0000000000-7f0000010000 rw-s 00000000 08:01 5 /tmp/ffi1QzX (deleted)
      executable-anonymous  | 7f0000020000-7f0000030000 r-xs 00000000 08:01 5 /tmp/ffi1QzX (deleted)
    `);
  });

  it('is not every region of a process whose readable memory is all executable', () => {
    expectKinds(`
      program file-text     | 08048000-08049000 r-xp 00000000 08:01 5 /opt/old
      program file-data     | 08049000-0804a000 rwxp 00001000 08:01 5 /opt/old
      program bss           | 0804a000-0804c000 rwxp 00000000 00:00 0
      heap                  | 0804c000-0806d000 rwxp 00000000 00:00 0 [heap]
      data-file             | b7600000-b7800000 r-xp 00000000 08:01 6 /usr/lib/locale/locale-archive
      guard                 | b7c00000-b7c01000 ---p 00000000 00:00 0
      thread-stack          | b7c01000-b8401000 rwxp 00000000 00:00 0
      anonymous             | b8500000-b8502000 rwxp 00000000 00:00 0
      stack                 | bffeb000-c0000000 rwxp 00000000 00:00 0 [stack]
    `);
  });
});

describe('old kernels', () => {
  it('print the address as the offset of anonymous memory', () => {
    expectKinds(`
      program file-text     | 00008000-00062000 r-xp 00000000 1f:05 34 /bin/busybox
      program file-data     | 00062000-00063000 rw-p 00052000 1f:05 34 /bin/busybox
      heap                  | 00063000-000d1000 rwxp 00063000 00:00 0 [heap]
      anonymous             | 40005000-40006000 rw-p 40005000 00:00 0
      library file-text     | 4000e000-40011000 r-xp 00000000 1f:05 35 /lib/libcrypt.so.0
      library file-padding  | 40011000-40018000 ---p 40011000 00:00 0
      library file-rodata   | 40018000-40019000 r--p 00002000 1f:05 35 /lib/libcrypt.so.0
      stack                 | bea0e000-bea23000 rwxp bea0e000 00:00 0 [stack]
    `);
  });

  it('name neither the stack nor the vDSO', () => {
    expectKinds(`
      program file-text     | 08048000-0804c000 r-xp 00000000 03:02 5 /bin/cat
      program file-data     | 0804c000-0804d000 rw-p 00003000 03:02 5 /bin/cat
      stack?                | bffeb000-c0000000 rw-p bffeb000 00:00 0
      vdso                  | ffffe000-fffff000 r-xp 00000000 00:00 0
    `);
  });

  it('of 32-bit arm and mips have pages above the stack', () => {
    expectKinds(`
      stack!                | 7f769000-7f78a000 rwxp 00000000 00:00 0 [stack]
      kernel-page?          | 7fefd000-7fefe000 r-xp 00000000 00:00 0
      vvar!                 | 7fff8000-7fff9000 r--p 00000000 00:00 0 [vvar]
    `);
    expectKinds('kernel-page | ffff0000-ffff1000 r-xp 00000000 00:00 0');
  });
});

describe('sanitizers', () => {
  it('have shadow memory at fixed places', () => {
    const map = expectKinds(`
      anonymous             | 7fff7000-8fff7000 rw-p 00000000 00:00 0
      reserved              | 8fff7000-2008fff7000 ---p 00000000 00:00 0
      anonymous             | 2008fff7000-10007fff8000 rw-p 00000000 00:00 0
    `);
    for (const row of [0, 1, 2]) assert.match(evidenceOf(map, row), /where a sanitizer .* places its shadow/);
  });
});

describe('a vDSO that no name tells', () => {
  const pmap = (...regions: readonly string[]): string[] => {
    const map = mapOf(
      [
        '4711:   app',
        '000055fce7600000      4K r-x-- app',
        '00007f0000000000    128K r----   [ anon ]',
        ...regions,
        '00007f9112dac000      4K r---- ld-linux-x86-64.so.2',
        '00007f9112dad000    152K r-x-- ld-linux-x86-64.so.2',
        '00007ffc7aea5000    132K rw---   [ stack ]',
        ' total             4096K\n',
      ].join('\n'),
    );
    return Array.from({ length: regions.length }, (_, i) => labelOf(map, i + 2));
  };

  it('is guessed by its shape in pmap, with its data', () => {
    assert.deepEqual(
      pmap(
        '00007f9112da4000     16K r----   [ anon ]',
        '00007f9112da8000      8K r----   [ anon ]',
        '00007f9112daa000      8K r-x--   [ anon ]',
      ),
      ['vvar?', 'vvar?', 'vdso?'],
    );
  });

  it('is not guessed where several could be it, or where the pages before can be written', () => {
    const jit = ['00007f8000000000      4K r----   [ anon ]', '00007f8000001000      4K r-x--   [ anon ]'];
    assert.deepEqual(
      pmap(...jit, '00007f9112da4000     16K r----   [ anon ]', '00007f9112da8000      8K r-x--   [ anon ]'),
      ['anonymous!', 'executable-anonymous!', 'anonymous!', 'executable-anonymous!'],
    );
    assert.deepEqual(
      pmap('00007f9112da4000     16K rw---   [ anon ]', '00007f9112da8000      8K r-x--   [ anon ]')[1],
      'executable-anonymous!',
    );
  });
});
