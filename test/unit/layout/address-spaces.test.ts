/** Which address space a map is of: told by its stack and its highest address, and by nothing else. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseMemoryMap } from '../../../src/core/dialects/parse.ts';
import { ADDRESS_SPACES } from '../../../src/core/layout/address-space-table.ts';
import { addressSpace } from '../../../src/core/layout/address-spaces.ts';
import { findLandmarks, type Landmarks } from '../../../src/core/layout/landmarks.ts';

const PAGE = 4096;

function line(start: number, end: number, name: string): string {
  return `${start.toString(16).padStart(8, '0')}-${end.toString(16).padStart(8, '0')} rw-p 00000000 08:01 0 ${name}\n`;
}

function landmarks(text: string): Landmarks {
  return findLandmarks(parseMemoryMap(new TextEncoder().encode(text)));
}

/** A program with a library that tells the machine, and its stack. */
function told(library: string, program: number, stackEnd: number, ...more: string[]): Record<string, string> {
  const lines = [line(program, program + 0x10000, '/usr/bin/x'), line(program + 0x20000, program + 0x30000, library)];
  const text = [...lines, line(stackEnd - 0x21000, stackEnd, '[stack]'), ...more].join('');
  return Object.fromEntries(landmarks(text).places.map(({ label, start }) => [label, start.toString(16)]));
}

describe('the address space of a map', () => {
  const tops: [what: string, library: string, program: number, stackEnd: number, top: string][] = [
    ['ppc64, pages of 4 KiB', '/usr/lib/powerpc64le-linux-gnu/ld64.so.2', 0x12d500000, 0x3fffd6e13000, '400000000000'],
    ['ppc64, pages of 64 KiB', '/usr/lib64/ld64.so.2', 0x110f90000, 0x7fffc31f0000, '800000000000'],
    ['s390x', '/lib/s390x-linux-gnu/libc.so.6', 0x2aa10000000, 0x3fffba7b000, '40000000000'],
    ['mips o32', '/lib/mipsel-linux-gnu/ld.so.1', 0x55610000, 0x7fac8000, '80000000'],
    ['mips64', '/lib/mips64el-linux-gnuabi64/libc.so.6', 0xaaab2d0000, 0xfffbac8000, '10000000000'],
    ['mips64 with 48 bits', '/lib/mips64el-linux-gnuabi64/libc.so.6', 0xaaaaab2d0000, 0xfffffbac8000, '1000000000000'],
    ['loongarch64', '/lib64/ld-linux-loongarch-lp64d.so.1', 0x555556000000, 0x7ffffbac8000, '800000000000'],
    ['sparc64', '/lib64/ld-linux.so.2', 0x10000000000, 0x7feffd0a000, 'fffffffc00000000'],
    ['riscv64 sv39', '/lib/ld-linux-riscv64-lp64d.so.1', 0x2aaabcd000, 0x3fff8a9000, '4000000000'],
    ['riscv64 sv48', '/lib/ld-linux-riscv64-lp64d.so.1', 0x555555bcd000, 0x7fffd08a9000, '800000000000'],
    ['arm64 with 36 bits', '/lib/ld-linux-aarch64.so.1', 0xaaab00000, 0xfff8a9000, '1000000000'],
    ['arm64 with 42 bits', '/lib/ld-linux-aarch64.so.1', 0x2aaabb00000, 0x3fffb8b0000, '40000000000'],
    ['arm64 with 47 bits', '/lib/ld-linux-aarch64.so.1', 0x555555b00000, 0x7fffd08a8000, '800000000000'],
    ['arm on arm64', '/lib/ld-linux-armhf.so.3', 0x4ac000, 0xff89b000, 'fffff000'],
    ['arm with 2 GiB', '/lib/ld-linux-armhf.so.3', 0x4ac000, 0x7eb9b000, '7f000000'],
    ['x32', '/libx32/ld-linux-x32.so.2', 0x400000, 0xfff1c000, 'ffffe000'],
    ['i386 with 2 GiB', '/lib/i386-linux-gnu/libc.so.6', 0x4ac000, 0x7fe9b000, '80000000'],
  ];
  for (const [what, library, program, stackEnd, top] of tops) {
    it(`of ${what} ends where the kernel ends it`, () => {
      assert.equal(told(library, program, stackEnd)['top of user space'], top);
    });
  }

  it('is larger where a region is beyond the usual end', () => {
    const s390x = (end: number): string | undefined =>
      told('/lib/s390x-linux-gnu/libc.so.6', 0x2aa10000000, 0x3fffba7b000, line(end - PAGE, end, ''))[
        'top of user space'
      ];
    assert.equal(s390x(2 ** 50), (2 ** 53).toString(16));
    assert.equal(s390x(2 ** 60), 'fffffffffffff000');
    assert.equal(s390x(2 ** 63 + 2 ** 40), 'fffffffffffff000');
    const ppc64 = (end: number): string | undefined =>
      told('/usr/lib64/ld64.so.2', 0x110f90000, 0x7fffc31f0000, line(end - 65536, end, ''))['top of user space'];
    assert.equal(ppc64(2 ** 48), (2 ** 49).toString(16));
    assert.equal(ppc64(2 ** 51), (2 ** 52).toString(16));
  });

  it('of sparc64 has user space on both sides of a hole, which the addresses above tell', () => {
    const of = (above: number): Record<string, string> =>
      told('/lib64/ld-linux.so.2', 0x100000, 0x7feffd0a000, line(above, above + 0x10000, '/lib64/libc.so.6'));
    const narrow = of(2 ** 64 - 2 ** 43 + 2 ** 33);
    assert.equal(narrow['non-canonical hole'], '80000000000');
    assert.equal(narrow['kernel half'], undefined);
    assert.equal(of(2 ** 64 - 2 ** 51 + 2 ** 33)['non-canonical hole'], '8000000000000');
  });

  it('has the stack’s slide only as far as the kernel’s pages above it allow', () => {
    const text = line(0x7faa7000, 0x7fac8000, '[stack]') + line(0x7ff31000, 0x7ff32000, '/lib/mipsel-linux-gnu/x.so');
    assert.match(landmarks(text).slides[0] ?? '', /5\.2 MiB .* below 0x80000000, of which up to 2 MiB are for pages/);
  });

  it('is told for every stack that ASLR can place, and never smaller than the map', () => {
    const row = fc.constantFrom(...ADDRESS_SPACES);
    fc.assert(
      fc.property(row, fc.double({ min: 0, max: 1, noNaN: true }), (space, share) => {
        const lowest = space.stackTop - space.stackRoom - space.stackSlide;
        const end = lowest + Math.floor(((space.stackTop - lowest) * share) / PAGE) * PAGE;
        const stack = { start: end - 33 * PAGE, end };
        const found = addressSpace(space.arch, { stack, highest: end, upper: undefined });
        assert.ok(found && found.arch === space.arch && end <= found.top);
        assert.equal(found.stackTop, space.stackTop);
      }),
      { numRuns: 300 },
    );
  });

  it('is no space where the stack is where no kernel puts it', () => {
    for (const arch of new Set(ADDRESS_SPACES.map((space) => space.arch))) {
      const end = 0x20000000;
      assert.equal(
        addressSpace(arch, { stack: { start: end - PAGE, end }, highest: end, upper: undefined }),
        undefined,
      );
    }
  });
});

describe('the table of address spaces', () => {
  it('has numbers that doubles hold, in whole pages, each with its source', () => {
    for (const { name, top, stackTop, programBase, hole, source } of ADDRESS_SPACES) {
      for (const address of [top, stackTop, programBase, ...(hole ? [hole.from, hole.to] : [])]) {
        assert.equal(BigInt(address) % BigInt(PAGE), 0n, name);
      }
      assert.ok(stackTop <= top && programBase < stackTop, name);
      assert.match(source, /^arch\/\w+\/include\/asm\/\w+\.h/);
    }
  });
});
