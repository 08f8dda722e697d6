/** Stacks of threads, their guards, and the arenas of allocators: told by shape, size and VmFlags. */
import assert from 'node:assert/strict';
import { evidenceOf, expectKinds, labelOf, mapOf } from './labels.ts';

const PROGRAM = `
  | 00400000-00401000 r-xp 00000000 08:01 11 /usr/bin/app
  | 00401000-00402000 rw-p 00001000 08:01 11 /usr/bin/app
`;
const LINKER = '| 7ff000000000-7ff000100000 r-xp 00000000 08:01 12 /lib64/ld-linux-x86-64.so.2';
const STACK = 'stack! | 7ffd00000000-7ffd00021000 rw-p 00000000 00:00 0 [stack]';

describe('thread stacks', () => {
  const shapes: [what: string, guard: number, size: number, label: string][] = [
    ['glibc since 2.27, limit 8 MiB', 0x1000, 0x800000, 'thread-stack~'],
    ['glibc before 2.27, guard taken out of 8 MiB', 0x1000, 0x7ff000, 'thread-stack~'],
    ['glibc, limit 10 MiB', 0x1000, 0xa00000, 'thread-stack~'],
    ['glibc, unlimited, and Rust: 2 MiB', 0x1000, 0x200000, 'thread-stack~'],
    ['glibc on arm64 with a guard of 64 KiB', 0x10000, 0x800000, 'thread-stack~'],
    ['HotSpot: four guard pages taken out of 1 MiB', 0x4000, 0xfc000, 'thread-stack~'],
    ['a size the program asked for', 0x1000, 0x40000, 'thread-stack?'],
    ['no stack: the uncommitted part of a table, which with the rest is 1 MiB', 0x42000, 0xbe000, 'anonymous!'],
    ['HotSpot: four guard pages of 64 KiB taken out of 1 MiB', 0x40000, 0xc0000, 'thread-stack~'],
    ['no stack: what V8 keeps free in a cage, 128 KiB at a time', 0x20000, 0x60000, 'anonymous!'],
    ['no stack: an odd size', 0x1000, 0x23000, 'anonymous!'],
    ['no stack: too small', 0x1000, 0x4000, 'anonymous!'],
    ['no stack: a reserve below, not a guard', 0x2000000, 0x800000, 'anonymous!'],
  ];
  for (const [what, guard, size, label] of shapes) {
    it(what, () => {
      const from = 0x7f0000003000;
      const hex = (address: number): string => address.toString(16);
      const isStack = label.startsWith('thread-stack');
      expectKinds(`
        ${PROGRAM}
        ${isStack ? 'guard' : ''} | ${hex(from)}-${hex(from + guard)} ---p 00000000 00:00 0
        ${label} | ${hex(from + guard)}-${hex(from + guard + size)} rw-p 00000000 00:00 0
        ${LINKER}
        ${STACK}
      `);
    });
  }

  it('of musl have 8 KiB of guard and 128 KiB with thread-local storage', () => {
    expectKinds(`
      ${PROGRAM}
      guard         | 7f8d1ac41000-7f8d1ac43000 ---p 00000000 00:00 0
      thread-stack~ | 7f8d1ac43000-7f8d1ac64000 rw-p 00000000 00:00 0
      |               7f8d1ac8f000-7f8d1aca3000 r-xp 00000000 00:00 5 /lib/ld-musl-x86_64.so.1
      ${STACK}
    `);
  });

  it('of fibers are told by their number', () => {
    const pairs = Array.from({ length: 10 }, (_, i) => {
      const at = 0x7f5141390000 + i * 0xa2000;
      const hex = (address: number): string => address.toString(16);
      return `guard | ${hex(at)}-${hex(at + 0x1000)} ---p 00000000 00:00 0
        thread-stack? | ${hex(at + 0x1000)}-${hex(at + 0xa2000)} rw-p 00000000 00:00 0`;
    });
    const map = expectKinds(`${PROGRAM}\n${pairs.join('\n')}\n${LINKER}\n${STACK}`);
    assert.match(evidenceOf(map, 3), /10 regions above a guard have the same size, 644 KiB/);
  });

  it('tell the guard below with its size', () => {
    const map = expectKinds(`
      guard         | 7f0000003000-7f0000004000 ---p 00000000 00:00 0
      thread-stack~ | 7f0000004000-7f0000804000 rw-p 00000000 00:00 0
    `);
    assert.match(
      evidenceOf(map, 1),
      /the line before is ---p and ends at 7f0000004000, where this begins \(4 KiB guard\)/,
    );
    assert.match(evidenceOf(map, 0), /the line after is a thread stack and begins at 7f0000004000/);
  });

  it('are named by old kernels, by bionic and by glibc', () => {
    expectKinds(`
      guard         | 40109000-4010a000 ---p 40109000 00:00 0
      thread-stack! | 4010a000-40209000 rw-p 4010a000 00:00 0 [stack:1234]
      guard!        | 70000000-70001000 ---p 00000000 00:00 0 [anon:stack_and_tls:77]
      thread-stack! | 70001000-700fc000 rw-p 00000000 00:00 0 [anon:stack_and_tls:77]
      guard?        | 700fc000-700fd000 ---p 00000000 00:00 0
      thread-stack! | 71000000-71800000 rw-p 00000000 00:00 0 [anon: glibc: pthread stack: 4711]
      guard!        | 72000000-72001000 ---p 00000000 00:00 0 [anon:thread stack guard]
    `);
  });

  it('are executable only where the main stack is', () => {
    const threads = (label: string, main: string): string => `
      ${PROGRAM}
      |        7f0000003000-7f0000004000 ---p 00000000 00:00 0
      ${label} | 7f0000004000-7f0000804000 rwxp 00000000 00:00 0
      ${LINKER}
      stack!   | 7ffd00000000-7ffd00021000 ${main} 00000000 00:00 0 [stack]`;
    expectKinds(threads('thread-stack', 'rwxp'));
    expectKinds(threads('executable-anonymous', 'rw-p'));
  });

  it('are not the memory of an allocator that keeps its notes behind a guard', () => {
    expectKinds(`
      anonymous     | b7400202000-b7400203000 rw-p 00000000 00:00 0
      guard?        | b7400203000-b7400204000 ---p 00000000 00:00 0
      anonymous     | b7400204000-b74003f4000 rw-p 00000000 00:00 0
    `);
    const pages = Array.from({ length: 9 }, (_, i) => {
      const hex = (page: number): string => (0x3c2400000000 + i * 0x200000 + page * 0x1000).toString(16);
      return `anonymous | ${hex(2)}-${hex(3)} rw-p 00000000 00:00 0
        guard?    | ${hex(3)}-${hex(4)} ---p 00000000 00:00 0
        anonymous | ${hex(4)}-${hex(0x1fc)} rw-p 00000000 00:00 0`;
    });
    expectKinds(pages.join('\n'));
  });
});

describe('VmFlags', () => {
  const record = (line: string, flags: string): string => `${line}\nSize: 4 kB\nVmFlags: ${flags} \n`;
  const ANON = '00000000 00:00 0 ';
  const labelsIn = (...records: string[]): string[] => {
    const map = mapOf(records.join(''));
    return records.map((_, row) => labelOf(map, row));
  };

  it('nh above a guard makes a stack of any size certain', () => {
    assert.deepEqual(
      labelsIn(
        record(`7fe498038000-7fe498039000 ---p ${ANON}`, 'mr mw me nh'),
        record(`7fe498039000-7fe498083000 rw-p ${ANON}`, 'rd wr mr mw me ac nh'),
      ),
      ['guard', 'thread-stack!'],
    );
  });

  it('nh above a guard is the stack of a thread from 16 KiB on, the least that threads may have, and of signals below', () => {
    const because = (end: string): string => {
      const map = mapOf(
        record(`7fe498038000-7fe498039000 ---p ${ANON}`, 'mr mw me nh') +
          record(`7fe498039000-${end} rw-p ${ANON}`, 'rd wr mr mw me ac nh'),
      );
      return evidenceOf(map, 1);
    };
    assert.doesNotMatch(because('7fe49803d000'), /sigaltstack/);
    assert.match(because('7fe49803c000'), /12 KiB are too small for a thread: .*sigaltstack/);
  });

  it('without nh there is no stack where others have it', () => {
    assert.deepEqual(
      labelsIn(
        record(`7fe498038000-7fe498039000 ---p ${ANON}`, 'mr mw me nh'),
        record(`7fe498039000-7fe498083000 rw-p ${ANON}`, 'rd wr mr mw me ac nh'),
        record(`7fe4a0000000-7fe4a0001000 ---p ${ANON}`, 'mr mw me'),
        record(`7fe4a0001000-7fe4a0801000 rw-p ${ANON}`, 'rd wr mr mw me ac'),
        record(`7ff000000000-7ff000100000 r-xp 00000000 08:01 12 /lib64/ld-linux-x86-64.so.2`, 'rd ex mr mw me'),
      ).slice(3, 4),
      ['anonymous!'],
    );
  });

  it('nh and gu tell stacks that glibc 2.42 merged, and how many', () => {
    const map = mapOf(record(`7f97d7133000-7f97d8938000 rw-p ${ANON}`, 'rd wr mr mw me gu ac nh'));
    assert.equal(labelOf(map, 0), 'thread-stack');
    assert.match(evidenceOf(map, 0), /24\.0 MiB hold about 3 of 8 MiB/);
  });

  it('nh and dd, as shadow memory has, tell no stack', () => {
    assert.deepEqual(labelsIn(record(`7f0000000000-7f0010000000 rw-p ${ANON}`, 'rd wr mr mw me nr dd gu nh')), [
      'anonymous!',
    ]);
  });

  it('gd tells a piece of the main stack near it, and a mapping made to grow elsewhere', () => {
    assert.deepEqual(
      labelsIn(
        record(`7f01b83f0000-7f01b83f4000 rw-p ${ANON}`, 'rd wr mr mw me gd ac'),
        record(`7fffc7f50000-7fffc7f67000 rw-p ${ANON}`, 'rd wr mr mw me gd ac'),
        record(`7fffc7f68000-7fffc7f71000 rw-p 00000000 00:00 0 [stack]`, 'rd wr mr mw me gd ac'),
      ),
      ['thread-stack?', 'stack', 'stack!'],
    );
  });

  it('ss tells a shadow stack', () => {
    assert.deepEqual(labelsIn(record(`7f01b83f0000-7f01b8bf0000 rw-p ${ANON}`, 'rd wr mr mw me ss')), [
      'shadow-stack!',
    ]);
  });
});

describe('arenas', () => {
  it('of glibc are 64 MiB with their reserve', () => {
    const map = expectKinds(`
      arena~         | 7f8288000000-7f8288021000 rw-p 00000000 00:00 0
      arena-reserve~ | 7f8288021000-7f828c000000 ---p 00000000 00:00 0
    `);
    assert.match(evidenceOf(map, 0), /ends at 7f828c000000, a multiple of 64 MiB/);
  });

  it('may have other memory merged below them', () => {
    const map = expectKinds(`
      arena~         | 7f97cbfff000-7f97d0039000 rw-p 00000000 00:00 0
      arena-reserve~ | 7f97d0039000-7f97d4000000 ---p 00000000 00:00 0
    `);
    assert.match(evidenceOf(map, 0), /the arena begins at 7f97d0000000, inside this region/);
  });

  it('are 1 MiB where pointers have 32 bits', () => {
    expectKinds(`
      arena~         | b1100000-b1145000 rw-p 00000000 00:00 0
      arena-reserve~ | b1145000-b1200000 ---p 00000000 00:00 0
      stack!         | be9d1000-be9f2000 rw-p 00000000 00:00 0 [stack]
    `);
  });

  it('are not told from a guard that ends where one of 1 MiB could, below a stack', () => {
    expectKinds(`
      guard          | f63fe000-f63ff000 ---p 00000000 00:00 0
      thread-stack~  | f63ff000-f6bff000 rw-p 00000000 00:00 0
      guard          | f6bff000-f6c00000 ---p 00000000 00:00 0
      thread-stack~  | f6c00000-f7400000 rw-p 00000000 00:00 0
      arena~         | f7400000-f7421000 rw-p 00000000 00:00 0
      arena-reserve~ | f7421000-f7500000 ---p 00000000 00:00 0
      stack!         | ff9d1000-ff9f2000 rw-p 00000000 00:00 0 [stack]
    `);
  });

  it('that are nearly full do not look like the guard of what follows', () => {
    expectKinds(`
      arena          | 7f8288000000-7f828bfff000 rw-p 00000000 00:00 0
      arena-reserve  | 7f828bfff000-7f828c000000 ---p 00000000 00:00 0
      anonymous      | 7f828c000000-7f828c800000 rw-p 00000000 00:00 0
    `);
  });

  it('of Go lie at c000000000', () => {
    expectKinds(`
      arena~         | c000000000-c003400000 rw-p 00000000 00:00 0
      arena-reserve~ | c003400000-c004000000 ---p 00000000 00:00 0
    `);
  });

  it('of Java are guessed below 32 GiB when libjvm.so is mapped', () => {
    expectKinds(`
      arena?         | c0000000-d7a00000 rw-p 00000000 00:00 0
      arena-reserve  | d7a00000-ffe00000 ---p 00000000 00:00 0
      |                55f95fcb5000-55f95fcb6000 r-xp 00001000 fe:00 9 /usr/bin/java
      |                7f7679300000-7f767a300000 r-xp 00000000 fe:00 8 /usr/lib/jvm/lib/server/libjvm.so
    `);
  });

  it('are named by glibc when it is asked to', () => {
    expectKinds(`
      arena!         | 7f8288000000-7f8288021000 rw-p 00000000 00:00 0 [anon: glibc: malloc arena]
      arena-reserve! | 7f8288021000-7f828c000000 ---p 00000000 00:00 0 [anon: glibc: malloc arena]
    `);
  });
});
