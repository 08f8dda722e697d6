/**
 * The address spaces of Linux, a row a width of addresses. All sizes and addresses in bytes; each row names the files of the
 * kernel that say so. Of one architecture the usual ones come first.
 */
import type { AddressSpace, Hole } from './address-space.ts';

const PAGE = 4096;
const MIB = 2 ** 20;
const GIB = 2 ** 30;

/** What most have; a row says what it has otherwise. */
const USUAL = {
  stackRoom: 0,
  // 0x7ff pages of 4 KiB: STACK_RND_MASK of mm/util.c.
  stackSlide: 8 * MIB,
  stackGap: 128 * MIB,
  hole: undefined,
  note: undefined,
};

type Row = Omit<AddressSpace, keyof typeof USUAL | 'stackTop'> & Partial<AddressSpace>;

/** @param row its stack ends at the top where it does not say otherwise */
function space(row: Row): AddressSpace {
  return { ...USUAL, stackTop: row.top, ...row };
}

/** Addresses between the lower and the upper half, of a processor that looks at so many bits and the sign. */
function hole(bits: number, name: string): Hole {
  return { from: 2 ** bits, to: 2 ** 64 - 2 ** bits, name };
}

/** `TASK_SIZE / 3 * 2`, where most architectures start position-independent programs. */
function twoThirds(size: number): number {
  return Math.floor((size * 2) / 3 / PAGE) * PAGE;
}

function x86(name: string, bits: number): AddressSpace {
  return space({
    arch: 'x86-64',
    name,
    top: 2 ** bits - PAGE,
    stackTop: 2 ** 47 - PAGE,
    stackSlide: 2 ** 22 * PAGE,
    programBase: 0x555555554000,
    mapSlide: 2 ** 32 * PAGE,
    hole: hole(bits, 'non-canonical hole'),
    source: 'arch/x86/include/asm/page_64_types.h, elf.h',
  });
}

/** @param window bits of the addresses that mmap() gives without being asked for higher ones: DEFAULT_MAP_WINDOW */
function risc(arch: 'arm64' | 'riscv64', name: string, bits: number, window = bits): AddressSpace {
  return space({
    arch,
    name,
    top: 2 ** bits,
    stackTop: 2 ** window,
    stackSlide: GIB,
    programBase: twoThirds(2 ** window),
    mapSlide: 2 ** (arch === 'arm64' ? window - 15 : 24) * PAGE,
    hole: hole(bits, 'hole between user and kernel'),
    source: `arch/${arch === 'arm64' ? 'arm64' : 'riscv'}/include/asm/processor.h, elf.h`,
  });
}

/** 32-bit addresses of x86 and ARM: ASLR moves mmap() by at most 2^16 pages. */
function narrow(
  arch: AddressSpace['arch'],
  name: string,
  top: number,
  programBase: number,
  source: string,
): AddressSpace {
  return space({ arch, name, top, programBase, mapSlide: 2 ** 16 * PAGE, source });
}

const X86_32 = 'arch/x86/include/asm/page_32_types.h, page_64_types.h, elf.h';
const ARM = 'arch/arm/include/asm/memory.h, elf.h';

/** How a 32-bit kernel of x86 splits 4 GiB: CONFIG_VMSPLIT_*, PAGE_OFFSET. */
const X86_SPLITS: readonly (readonly [offset: number, size: string])[] = [
  [0xc0000000, '3 GiB'],
  [0xb0000000, '2.75 GiB'],
  [0x80000000, '2 GiB'],
  [0x78000000, '1.875 GiB'],
  [0x40000000, '1 GiB'],
];

/** How a 32-bit kernel of ARM does; the last 16 MiB are for modules: `TASK_SIZE`, `CONFIG_PAGE_OFFSET - SZ_16M`. */
const ARM_SPLITS: readonly (readonly [offset: number, size: string])[] = [
  [0xc0000000, '3 GiB'],
  [0xb0000000, '2.75 GiB'],
  [0x80000000, '2 GiB'],
  [0x40000000, '1 GiB'],
];

/** @param stackTop DEFAULT_MAP_WINDOW_USER64: also with a higher top, mmap() gives no more to those that do not ask for it */
function power(name: string, top: number, stackTop: number, note?: string): AddressSpace {
  return space({
    arch: 'ppc64',
    name,
    top,
    stackTop,
    stackSlide: GIB,
    programBase: 2 ** 32,
    mapSlide: 2 ** 45,
    note,
    source: 'arch/powerpc/include/asm/task_size_64.h, elf.h',
  });
}

/**
 * TASK_SIZE is the whole of 64 bits; a process starts with three levels of page tables, and the kernel adds one when it maps
 * an address beyond (`crst_table_upgrade()`). The vdso is between the stack and 4 TiB.
 */
function s390x(levels: number, top: number): AddressSpace {
  return space({
    arch: 's390x',
    name: `${levels}-level page tables`,
    top,
    stackTop: 2 ** 42,
    stackRoom: MIB,
    stackSlide: 0x3ff80 * PAGE,
    stackGap: 32 * MIB,
    programBase: 0x2aa00000000,
    mapSlide: GIB,
    note: levels < 5 ? 'The kernel adds a level when an address beyond is asked for.' : undefined,
    source: 'arch/s390/include/asm/processor.h, elf.h, arch/s390/mm/mmap.c',
  });
}

/** The vdso is above the stack, its place random in 64 MiB; the last MiB is for its pages: `VDSO_RANDOMIZE_SIZE`. */
function loongarch(bits: number): AddressSpace {
  return space({
    arch: 'loongarch64',
    name: `${bits}-bit addresses`,
    top: 2 ** bits,
    stackRoom: 65 * MIB,
    programBase: twoThirds(2 ** bits),
    mapSlide: 2 ** 34,
    source: 'arch/loongarch/include/asm/processor.h, elf.h, arch/loongarch/kernel/process.c',
  });
}

/** As LoongArch; the place of the vdso is random in 1 MiB where addresses have 32 bits. */
function mips(name: string, top: number, vdso: number, mapSlide: number, note?: string): AddressSpace {
  return space({
    arch: 'mips',
    name,
    top,
    stackRoom: vdso + MIB,
    programBase: twoThirds(top),
    mapSlide,
    note,
    source: 'arch/mips/include/asm/processor.h, elf.h, arch/mips/kernel/process.c',
  });
}

/**
 * The stack ends 4 GiB below 2^43 whatever the processor, and mmap() gives out addresses from the upper end of its hole on
 * upwards. The kernel keeps 4 GiB free on both sides of the hole (`VA_EXCLUDE_START`), and does not move programs.
 */
function sparc(bits: number): AddressSpace {
  return space({
    arch: 'sparc64',
    name: `${bits + 1}-bit addresses`,
    top: 2 ** 64 - 2 ** 34,
    stackTop: 2 ** 43 - 4 * GIB,
    programBase: 2 ** 40,
    mapSlide: 0,
    hole: hole(bits, 'non-canonical hole'),
    source: 'arch/sparc/include/asm/processor_64.h, page_64.h, elf_64.h, arch/sparc/mm/init_64.c',
  });
}

export const ADDRESS_SPACES: readonly AddressSpace[] = [
  x86('4-level page tables', 47),
  x86('5-level page tables', 56),
  narrow('x86-64', '32-bit addresses (x32)', 0xffffe000, 0x400000, X86_32),
  risc('arm64', '39-bit addresses', 39),
  risc('arm64', '48-bit addresses', 48),
  risc('arm64', '52-bit addresses', 52, 48),
  risc('arm64', '42-bit addresses', 42),
  risc('arm64', '47-bit addresses', 47),
  risc('arm64', '36-bit addresses', 36),
  risc('riscv64', 'sv39', 38),
  risc('riscv64', 'sv48', 47),
  risc('riscv64', 'sv57', 56, 47),
  narrow('i386', 'a 64-bit kernel', 0xffffe000, 0x56555000, X86_32),
  ...X86_SPLITS.map(([top, size]) =>
    narrow('i386', `a 32-bit kernel with ${size} for user space`, top, 0x400000, X86_32),
  ),
  ...ARM_SPLITS.map(([offset, size]) =>
    narrow('arm', `a 32-bit kernel with ${size} for user space`, offset - 16 * MIB, 0x400000, ARM),
  ),
  {
    ...narrow('arm', 'a 64-bit kernel', 2 ** 32 - PAGE, 0x400000, 'arch/arm64/include/asm/processor.h, elf.h'),
    // AARCH32_VECTORS_BASE.
    stackTop: 0xffff0000,
  },
  power('pages of 4 KiB or an old kernel', 2 ** 46, 2 ** 46),
  power(
    'pages of 64 KiB',
    2 ** 47,
    2 ** 47,
    'Higher addresses, up to 4 PiB, are given only to those that ask for them.',
  ),
  power('pages of 64 KiB and 512 TiB', 2 ** 49, 2 ** 47),
  power('pages of 64 KiB and 4 PiB', 2 ** 52, 2 ** 47),
  s390x(3, 2 ** 42),
  s390x(4, 2 ** 53),
  s390x(5, 2 ** 64 - PAGE),
  mips('o32 or n32', 2 ** 31, MIB, 2 ** 15 * PAGE, 'A 64-bit kernel ends it 32 KiB lower.'),
  // Pages of 16 KiB.
  mips('40-bit addresses', 2 ** 40, 64 * MIB, 2 ** 32),
  mips('48-bit addresses', 2 ** 48, 64 * MIB, 2 ** 32),
  loongarch(47),
  loongarch(39),
  // The hole is told by what is above it, so the narrowest that fits is the one.
  ...[43, 47, 51, 52].map(sparc),
];
