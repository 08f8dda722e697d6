/** Architecture and page size, told from a map or left open. */
import assert from 'node:assert/strict';
import { captured, mapOf } from './labels.ts';

const platform = (...lines: string[]): [arch: string | undefined, pageSize: number | undefined] => {
  const { arch, pageSize } = mapOf(lines.map((line) => `${line}\n`).join(''));
  return [arch, pageSize];
};

describe('the platform', () => {
  it('of a captured map is x86-64 with pages of 4 KiB', () => {
    const { arch, pageSize } = captured('threads.maps');
    assert.deepEqual([arch, pageSize], ['x86-64', 4096]);
  });

  const names: [name: string, arch: string][] = [
    ['/lib/ld-linux-aarch64.so.1', 'arm64'],
    ['/lib/ld-linux-armhf.so.3', 'arm'],
    ['/lib/ld-musl-armhf.so.1', 'arm'],
    ['/lib/ld-linux-riscv64-lp64d.so.1', 'riscv64'],
    ['/lib64/ld64.so.2', 'ppc64'],
    ['/lib/ld-musl-x86_64.so.1', 'x86-64'],
    ['/lib64/ld-linux-loongarch-lp64d.so.1', 'loongarch64'],
    ['/lib/mipsel-linux-gnu/libc.so.6', 'mips'],
    ['/lib/s390x-linux-gnu/libc.so.6', 's390x'],
    ['/data/app/x/lib/arm64/libx.so', 'arm64'],
    ['/usr/lib64/ld-linux.so.2', 'sparc64'],
    ['/usr/lib/sparc64-linux-gnu/libc.so.6', 'sparc64'],
    ['/libx32/ld-linux-x32.so.2', 'x86-64'],
  ];
  for (const [name, arch] of names) {
    it(`is ${arch} by ${name}`, () => {
      assert.equal(platform(`10000000-10010000 r-xp 00000000 08:01 1 ${name}`)[0], arch);
    });
  }

  it('is told by the kernel’s names before those of files: QEMU maps files of other machines', () => {
    assert.equal(
      platform(
        '00010000-00020000 r--p 00000000 08:01 1 /usr/aarch64-linux-gnu/lib/libc.so.6',
        'ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0 [vsyscall]',
      )[0],
      'x86-64',
    );
    assert.equal(platform('ffff0000-ffff1000 r-xp 00000000 00:00 0 [vectors]')[0], 'arm');
  });

  it('is told by addresses that no other machine has', () => {
    assert.equal(platform('fffffccf6000-fffffcd17000 rw-p 00000000 00:00 0 [stack]')[0], 'arm64');
    assert.equal(platform('08048000-08049000 r-xp 00000000 08:01 1 /bin/x')[0], 'i386');
    assert.equal(platform('3fffb90000-3fffbb1000 rw-p 00000000 00:00 0 [stack]')[0], 'riscv64');
    assert.equal(platform('3fffb90000-3fffbb1000 rw-p 00000000 00:00 0 ')[0], undefined);
    assert.equal(platform('3ffffff01000-3ffffff22000 rw-p 00000000 00:00 0 [stack]')[0], undefined);
    assert.equal(platform('3ffffdf1000-3ffffe12000 rw-p 00000000 00:00 0 [stack]')[0], 's390x');
  });

  it('is left open where nothing tells', () => {
    assert.deepEqual(platform('7ffd00000000-7ffd00010000 rw-p 00000000 00:00 0 [stack]'), [undefined, undefined]);
    assert.deepEqual(platform(), [undefined, undefined]);
  });

  it('has pages of 4 KiB when a region begins at a multiple of no more', () => {
    assert.equal(platform('10001000-10010000 rw-p 00000000 00:00 0 ')[1], 4096);
  });

  it('has larger pages when smaps says so, or when many regions agree', () => {
    const smaps = ['10000000-10010000 rw-p 00000000 00:00 0 ', 'KernelPageSize: 64 kB'];
    assert.equal(platform(...smaps)[1], 65536);
    const many = Array.from(
      { length: 40 },
      (_, i) => `1${String(i).padStart(2, '0')}10000-1${String(i).padStart(2, '0')}30000 rw-p 00000000 00:00 0 `,
    );
    assert.equal(platform(...many)[1], 65536);
    assert.equal(platform(...many.slice(0, 5))[1], undefined);
  });
});
