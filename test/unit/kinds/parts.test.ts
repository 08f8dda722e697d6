/** The parts of ELF files: code, constants, RELRO, data, bss, padding. */
import assert from 'node:assert/strict';
import { evidenceOf, expectKinds, labelOf, mapOf } from './labels.ts';

const LIBRARY = 'fe:00 77 /usr/lib/libdemo.so.1';

describe('parts of an ELF file', () => {
  it('as GNU ld lays them out today', () => {
    expectKinds(`
      library file-rodata  | 7f0000000000-7f0000026000 r--p 00000000 ${LIBRARY}
      library file-text!   | 7f0000026000-7f000017c000 r-xp 00026000 ${LIBRARY}
      library file-rodata  | 7f000017c000-7f00001cf000 r--p 0017c000 ${LIBRARY}
      library file-relro~  | 7f00001cf000-7f00001d3000 r--p 001cf000 ${LIBRARY}
      library file-data!   | 7f00001d3000-7f00001d5000 rw-p 001d3000 ${LIBRARY}
      library bss~         | 7f00001d5000-7f00001e2000 rw-p 00000000 00:00 0
    `);
  });

  it('as older linkers do, with a closed gap', () => {
    expectKinds(`
      library file-text!    | 77c40000-77dfe000 r-xp 00000000 ${LIBRARY}
      library file-padding! | 77dfe000-77e0d000 ---p 001be000 ${LIBRARY}
      library file-relro~   | 77e0d000-77e10000 r--p 001cd000 ${LIBRARY}
      library file-data!    | 77e10000-77e13000 rw-p 001d0000 ${LIBRARY}
    `);
  });

  it('as older linkers do, with an open gap', () => {
    expectKinds(`
      library file-text     | 775d0000-7770a000 r-xp 00000000 ${LIBRARY}
      library file-relro~   | 7771e000-77720000 r--p 0013e000 ${LIBRARY}
      library file-data     | 77720000-77727000 rw-p 00140000 ${LIBRARY}
    `);
  });

  it('as lld does: constants in front, RELRO behind the code', () => {
    expectKinds(`
      library file-rodata   | 7f0000000000-7f0000040000 r--p 00000000 ${LIBRARY}
      library file-text     | 7f0000040000-7f0000090000 r-xp 0003f000 ${LIBRARY}
      library file-relro?   | 7f0000090000-7f0000094000 r--p 0008e000 ${LIBRARY}
      library file-data     | 7f0000094000-7f0000095000 rw-p 00091000 ${LIBRARY}
    `);
  });

  it('without RELRO: constants behind the code, larger than the headers in front', () => {
    expectKinds(`
      program file-rodata   | 58000000-58001000 r--p 00000000 fe:00 22 /usr/libexec/valgrind/memcheck-amd64-linux
      program file-text     | 58001000-581d4000 r-xp 00001000 fe:00 22 /usr/libexec/valgrind/memcheck-amd64-linux
      program file-rodata~  | 581d4000-58279000 r--p 001d4000 fe:00 22 /usr/libexec/valgrind/memcheck-amd64-linux
      program file-data     | 58279000-5827f000 rw-p 00278000 fe:00 22 /usr/libexec/valgrind/memcheck-amd64-linux
    `);
  });

  it('as Go’s linker does: constants that go on from the code without a step', () => {
    expectKinds(`
      program file-text     | 00400000-00482000 r-xp 00000000 fe:00 5 /opt/gohello
      program file-rodata?  | 00482000-00511000 r--p 00082000 fe:00 5 /opt/gohello
      program file-data     | 00511000-00529000 rw-p 00111000 fe:00 5 /opt/gohello
      program bss           | 00529000-0055d000 rw-p 00000000 00:00 0
    `);
  });

  it('are certain with VmFlags: what was writable once has ac', () => {
    const map = mapOf(
      `00482000-00511000 r--p 00082000 ${LIBRARY}\nVmFlags: rd mr mw me \n` +
        `00511000-00529000 r--p 00111000 ${LIBRARY}\nVmFlags: rd mr mw me ac \n`,
    );
    assert.equal(labelOf(map, 0), 'library file-rodata!');
    assert.equal(labelOf(map, 1), 'library file-relro!');
    assert.match(evidenceOf(map, 1), /VmFlags has ac/);
  });

  it('can be bss right behind RELRO, and bss in several pieces', () => {
    expectKinds(`
      library file-text     | 7f0000000000-7f0000040000 r-xp 00000000 ${LIBRARY}
      library file-rodata   | 7f0000040000-7f0000042000 r--p 0003f000 ${LIBRARY}
      library bss?          | 7f0000042000-7f0000043000 rw-p 00000000 00:00 0
      library file-text     | 7f0000050000-7f0000060000 r-xp 00000000 fe:00 78 /apex/lib64/libb.so
      library bss!          | 7f0000060000-7f0000061000 rw-p 00000000 00:00 0 [anon:.bss]
      library bss!          | 7f0000061000-7f0000062000 r--p 00000000 00:00 0 [anon:.bss]
    `);
  });

  it('take what is too large for the bss of a library for other memory that merged with it', () => {
    const map = expectKinds(`
      library file-data     | 7f0000000000-7f0000001000 rw-p 00000000 ${LIBRARY}
      anonymous?            | 7f0000001000-7f0000320000 rw-p 00000000 00:00 0
    `);
    assert.match(evidenceOf(map, 1), /ends at 7f0000001000, where this begins/);
  });

  it('take it for code where it is executable, as the heap behind the core of SBCL', () => {
    expectKinds(`
      program file-text    | 00400000-00420000 r-xp 00000000 fe:00 21 /usr/lib/sbcl/sbcl
      |                      52a00000-53498000 rwxp 01b30000 fe:00 22 /usr/lib/sbcl/sbcl.core
      executable-anonymous?| 53498000-5ac00000 rwxp 00000000 00:00 0
      |                      7f0000000000-7f0000022000 rw-p 00000000 00:00 0
      |                      7ffd00000000-7ffd00021000 rw-p 00000000 00:00 0 [stack]
    `);
  });

  it('are not memory that only lies near', () => {
    expectKinds(`
      library file-data     | 7f0000000000-7f0000001000 rw-p 00000000 ${LIBRARY}
      anonymous             | 7f0000002000-7f0000003000 rw-p 00000000 00:00 0
    `);
  });

  it('hold nameless gaps between two parts of one file', () => {
    expectKinds(`
      library file-text     | 7f0000000000-7f000001d000 r-xp 00000000 ${LIBRARY}
      library file-padding  | 7f000001d000-7f000002d000 ---p 00000000 00:00 0
      library file-data     | 7f000002d000-7f000002e000 rw-p 0001d000 ${LIBRARY}
    `);
  });

  it('that are written and executed are data where code stands elsewhere, and code where it does not', () => {
    expectKinds(`
      library file-text     | 7f0000000000-7f000001d000 r-xp 00000000 ${LIBRARY}
      library file-data     | 7f000001d000-7f000001e000 rwxp 0001d000 ${LIBRARY}
    `);
    expectKinds(`library file-text | 7f0000000000-7f000001d000 rwxp 00000000 ${LIBRARY}`);
  });

  it('are not a library’s when somebody maps the file to read it', () => {
    expectKinds(`
      library file-text     | 7f0000000000-7f000001d000 r-xp 00000000 ${LIBRARY}
      data-file             | 7f1000000000-7f100001d000 r--s 00000000 ${LIBRARY}
    `);
  });
});
