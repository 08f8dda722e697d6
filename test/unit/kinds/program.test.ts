/** Which file is the main program, and how sure that is. */
import assert from 'node:assert/strict';
import { evidenceOf, expectKinds, labelsOf, mapOf } from './labels.ts';

const STACK = '7ffd00000000-7ffd00021000 rw-p 00000000 00:00 0 [stack]';

describe('the main program', () => {
  it('is certain when two signs agree: directly below [heap], at an address that programs have', () => {
    const map = expectKinds(`
      program file-text!   | 00400000-00401000 r-xp 00000000 08:01 11 /usr/bin/cat
      program file-data!   | 00600000-00601000 rw-p 00000000 08:01 11 /usr/bin/cat
      heap!                | 01000000-01021000 rw-p 00000000 00:00 0 [heap]
      library file-text!   | 7f0000000000-7f0000100000 r-xp 00000000 08:01 12 /lib/libc.so.6
      stack!               | ${STACK}
    `);
    assert.match(evidenceOf(map, 0), /file directly below \[heap\]/);
    assert.match(evidenceOf(map, 0), /starts at 00400000, the address that linkers give programs/);
  });

  it('is found by its place alone, and then it is likely', () => {
    expectKinds(`
      program file-text~   | 00010000-00020000 r-xp 00000000 08:01 11 /bin/app
      library file-text!   | b6e00000-b6f00000 r-xp 00000000 08:01 12 /lib/libc.so.6
      stack!               | bec3b000-bec5c000 rw-p 00000000 00:00 0 [stack]
    `);
  });

  it('is guessed when only its name and order speak for it', () => {
    expectKinds(`
      program file-text?   | 7e0000000000-7e0000001000 r-xp 00000000 08:01 11 /srv/app
      library file-text!   | 7e0000002000-7e0000003000 r-xp 00000000 08:01 12 /srv/plugin
      stack!               | ${STACK}
    `);
  });

  it('is found on each architecture by where the kernel places position-independent programs', () => {
    const starts = [
      '555555554000',
      '565555554000',
      'aaaac1230000',
      '55a1b2c000',
      '2aa1d680000',
      '12d500000',
      '2aaabcd000',
    ];
    for (const start of starts) {
      const end = (BigInt(`0x${start}`) + 0x10000n).toString(16);
      const map = mapOf(
        `${start}-${end} r-xp 00000000 08:01 1 /bin/app\n` +
          '3f00000000000-3f00000001000 r-xp 00000000 08:01 2 /bin/other\n',
      );
      assert.equal(labelsOf(map)[0], 'program file-text', start);
    }
    for (const start of ['565c2000', '555d0000', '00459000']) {
      const end = (BigInt(`0x${start}`) + 0x10000n).toString(16).padStart(8, '0');
      const map = mapOf(
        `${start}-${end} r-xp 00000000 08:01 1 /bin/app\nf7000000-f7001000 r-xp 00000000 08:01 2 /bin/other\n`,
      );
      assert.equal(labelsOf(map)[0], 'program file-text', start);
    }
  });

  it('is not told from the place of one region alone, which may be of a machine of 64 bits', () => {
    const map = mapOf('00401000-00402000 r-xp 00001000 08:01 11 /srv/app\n');
    assert.doesNotMatch(evidenceOf(map, 0), /32-bit/);
  });

  it('is left open in a handful of lines where nothing tells', () => {
    expectKinds(`
      file-text!           | 7f0000000000-7f0000001000 r-xp 00000000 08:01 11 /data/app/waiter
      file-rodata          | 7f0000001000-7f0000002000 r--p 00001000 08:01 11 /data/app/waiter
      library file-text!   | 7f0000004000-7f0000005000 r-xp 00000000 08:01 12 /system/lib64/libc.so
    `);
  });

  it('may be a library that was run', () => {
    expectKinds(`
      program file-text~   | 555555554000-555555564000 r-xp 00000000 08:01 11 /lib/libapp.so.6
      program file-data    | 555555564000-555555565000 rw-p 00010000 08:01 11 /lib/libapp.so.6
      heap!                | 555555570000-555555591000 rw-p 00000000 00:00 0 [heap]
      interpreter file-text! | 7f0000000000-7f0000100000 r-xp 00000000 08:01 12 /lib64/ld-linux-x86-64.so.2
      stack!               | ${STACK}
    `);
  });

  it('may be a memfd, or a file that was deleted or replaced', () => {
    for (const name of ['/memfd:payload (deleted)', '/usr/bin/app (deleted)', '(deleted)/usr/bin/app']) {
      expectKinds(`
        heap!                | 555589ba8000-555589bca000 rw-p 00000000 00:00 0 [heap]
        program file-rodata  | 7f7d2948d000-7f7d29496000 r--p 00000000 00:01 77 ${name}
        program file-text    | 7f7d29496000-7f7d2950f000 r-xp 00009000 00:01 77 ${name}
        program file-rodata  | 7f7d2950f000-7f7d29539000 r--p 00082000 00:01 77 ${name}
        program file-relro   | 7f7d29539000-7f7d2953d000 r--p 000ab000 00:01 77 ${name}
        program file-data    | 7f7d2953d000-7f7d29540000 rw-p 000af000 00:01 77 ${name}
        program bss          | 7f7d29540000-7f7d29545000 rw-p 00000000 00:00 0
        stack!               | ${STACK}
      `);
    }
  });

  it('is both the tool and its client under valgrind', () => {
    expectKinds(`
      program file-text    | 00108000-00109000 r-xp 00000000 fe:00 92 /opt/app
      program file-data    | 00109000-0010a000 rw-p 00000000 fe:00 92 /opt/app
      interpreter file-text | 04001000-04027000 r-xp 00001000 fe:00 44 /usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2
      program file-text    | 58000000-581d4000 r-xp 00000000 fe:00 22 /usr/libexec/valgrind/memcheck-amd64-linux
      stack!               | ${STACK}
    `);
  });

  it('does not become each file that holds code once it is known', () => {
    expectKinds(`
      program file-text!   | 00400000-00401000 r-xp 00000000 08:01 11 /usr/bin/node
      program file-data!   | 00401000-00402000 rw-p 00001000 08:01 11 /usr/bin/node
      heap!                | 01000000-01021000 rw-p 00000000 00:00 0 [heap]
      library file-text!   | 7f0000000000-7f0000001000 r-xp 00000000 08:01 13 /opt/app/addon.node
      program file-text!   | 7f0b5e580000-7f0b5e590000 r-xp 01627000 08:01 11 /usr/bin/node
      stack!               | ${STACK}
    `);
  });
});

describe('the dynamic linker', () => {
  const names = [
    '/lib64/ld-linux-x86-64.so.2',
    '/lib/ld-linux.so.2',
    '/lib/ld-linux-aarch64.so.1',
    '/lib/ld-linux-armhf.so.3',
    '/lib/ld-2.31.so',
    '/lib64/ld64.so.2',
    '/lib/ld.so.1',
    '/lib/ld-musl-x86_64.so.1',
    '/lib/ld-uClibc.so.0',
    '/lib/ld-uClibc-0.9.33.2.so',
    '/system/bin/linker',
    '/apex/com.android.runtime/bin/linker64',
    '/system/bin/bootstrap/linker64',
    '/lib/x86_64-linux-musl/libc.so',
  ];
  for (const name of names) {
    it(`is ${name}`, () => {
      expectKinds(`
        program file-text    | 00400000-00401000 r-xp 00000000 08:01 11 /usr/bin/cat
        interpreter file-text | 7f0000000000-7f0000100000 r-xp 00000000 08:01 12 ${name}
        interpreter file-data | 7f0000100000-7f0000101000 rw-p 00100000 08:01 12 ${name}
        interpreter bss       | 7f0000101000-7f0000102000 rw-p 00000000 00:00 0
        stack                | ${STACK}
      `);
    });
  }

  it('is not a library that begins alike, nor bionic’s libc', () => {
    const others = [
      '/usr/lib/libld.so.1',
      '/system/lib64/ld-android.so',
      '/system/lib64/libc.so',
      '/opt/linker/tool.so',
    ];
    for (const name of [...others, '/usr/bin/linker']) {
      expectKinds(`
        program file-text    | 00400000-00401000 r-xp 00000000 08:01 11 /usr/bin/cat
        library file-text    | 7f0000000000-7f0000100000 r-xp 00000000 08:01 12 ${name}
        stack                | ${STACK}
      `);
    }
  });
});
