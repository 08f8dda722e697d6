/**
 * How Linux lays out the address space of a process, by architecture and by the width of its addresses. Where several fit,
 * the stack's place and the highest address tell them apart. All sizes and addresses in bytes.
 */
import type { Architecture } from '../memory-map/memory-map.ts';

export interface AddressSpace {
  readonly arch: Architecture;
  /** What is taken for granted when this one is taken. */
  readonly name: string;
  /** The first address that user space cannot have: TASK_SIZE. */
  readonly top: number;
  /** Where the stack ends without ASLR: STACK_TOP. */
  readonly stackTop: number;
  /** How far ASLR moves the stack down at most. */
  readonly stackSlide: number;
  /** Where a position-independent program starts without ASLR: ELF_ET_DYN_BASE, in full pages of 4 KiB. */
  readonly programBase: number;
  /** How far ASLR moves programs up and mmap() down at most: 2 to the power of the largest vm.mmap_rnd_bits, in pages. */
  readonly mapSlide: number;
  /** Where addresses end that the processor takes for user space, and where those of the kernel begin. */
  readonly hole: Hole | undefined;
  /** Where the kernel says so. */
  readonly source: string;
}

interface Hole {
  readonly from: number;
  readonly to: number;
  readonly name: string;
}

const PAGE = 4096;
const MIB = 2 ** 20;

/** The 64-bit space minus this much: addresses of the upper half. */
function below64(bytes: number): number {
  return 2 ** 64 - bytes;
}

function x86(name: string, bits: number): AddressSpace {
  return {
    arch: 'x86-64',
    name,
    top: 2 ** bits - PAGE,
    stackTop: 2 ** 47 - PAGE,
    stackSlide: 2 ** 22 * PAGE,
    programBase: 0x555555554000,
    mapSlide: 2 ** 32 * PAGE,
    hole: { from: 2 ** bits, to: below64(2 ** bits), name: 'non-canonical hole' },
    source: 'arch/x86/include/asm/page_64_types.h, elf.h',
  };
}

/** @param window bits of the addresses that mmap() gives without being asked for higher ones */
function risc(arch: 'arm64' | 'riscv64', name: string, bits: number, window = bits): AddressSpace {
  return {
    arch,
    name,
    top: 2 ** bits,
    stackTop: 2 ** window,
    stackSlide: 2 ** 18 * PAGE,
    programBase: Math.floor((2 ** window * 2) / 3 / PAGE) * PAGE,
    mapSlide: 2 ** (arch === 'arm64' ? window - 15 : 24) * PAGE,
    hole: { from: 2 ** bits, to: below64(2 ** bits), name: 'hole between user and kernel' },
    source: `arch/${arch === 'arm64' ? 'arm64' : 'riscv'}/include/asm/processor.h, elf.h`,
  };
}

function narrow(arch: 'i386' | 'arm', name: string, top: number, programBase: number, source: string): AddressSpace {
  const slides = { stackSlide: 8 * MIB, mapSlide: 256 * MIB };
  return { arch, name, top, stackTop: top, programBase, ...slides, hole: undefined, source };
}

const I386 = 'arch/x86/include/asm/page_32_types.h, page_64_types.h, elf.h';
const ARM = 'arch/arm/include/asm/memory.h, elf.h';

/** Of one architecture the usual ones come first. */
const SPACES: readonly AddressSpace[] = [
  x86('4-level page tables', 47),
  x86('5-level page tables', 56),
  risc('arm64', '39-bit addresses', 39),
  risc('arm64', '42-bit addresses', 42),
  risc('arm64', '48-bit addresses', 48),
  risc('arm64', '52-bit addresses', 52, 48),
  risc('riscv64', 'sv39', 38),
  risc('riscv64', 'sv48', 47),
  risc('riscv64', 'sv57', 56, 47),
  narrow('i386', 'a 64-bit kernel', 0xffffe000, 0x56555000, I386),
  narrow('i386', 'a 32-bit kernel with 3 GiB for user space', 0xc0000000, 0x400000, I386),
  narrow('arm', 'a 32-bit kernel with 3 GiB for user space', 0xbf000000, 0x400000, ARM),
  narrow('arm', 'a 32-bit kernel with 2 GiB for user space', 0x7f000000, 0x400000, ARM),
  narrow('arm', 'a 64-bit kernel', 0xffff0000, 0x400000, 'arch/arm64/include/asm/processor.h, elf.h'),
];

/**
 * The address space that a map is of; undefined when nothing tells.
 * @param stackEnd of the main stack, when the map has it
 * @param highest end of all regions of user space
 */
export function addressSpace(
  arch: Architecture | undefined,
  stackEnd: number | undefined,
  highest: number,
): AddressSpace | undefined {
  const fitting = SPACES.filter((space) => space.arch === arch && highest <= space.top);
  // Without a stack only the usual layout of x86-64 is certain enough.
  if (stackEnd === undefined) return arch === 'x86-64' ? fitting[0] : undefined;
  return fitting.find(({ stackTop, stackSlide }) => stackEnd <= stackTop && stackEnd >= stackTop - stackSlide - PAGE);
}
