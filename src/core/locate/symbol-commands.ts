/** The commands that name the function at a place of a file, ready to be run in a shell. */
import type { FilePlace, Location } from './locate.ts';
import { shellWord } from './shell-word.ts';

/** Programs that are not position-independent are linked to these addresses or above, and below 1 GiB. */
const FIXED_PROGRAMS = 0x40000000n;
/** Those that are linked above: the tools of valgrind; all of mips64 and loongarch64. */
const FIXED_ABOVE: readonly bigint[] = [0x58000000n, 0x120000000n];
/**
 * Where kernels of arm and of i386 place position-independent programs: ELF_ET_DYN_BASE (asm/elf.h) and the widest random offset
 * above it. Linkers place others below it, and at 0x8048000.
 */
const PIE_32 = { from: 0x400000n, to: 0x10400000n } as const;
const FIXED_I386 = 0x8048000n;

/**
 * The address as the symbols of the file count: a position-independent file counts from its first byte, a program at a fixed
 * place by the addresses of the process. Undefined when the map does not show where the file begins.
 * @param isProgram the file is the program that the process runs
 */
export function symbolAddress({ map, file }: Location, isProgram: boolean): bigint | undefined {
  if (file?.relative === undefined || file.base === undefined) return undefined;
  const { base, relative } = file;
  const isPie32 =
    (map.arch === 'arm' || map.arch === 'i386') && base >= PIE_32.from && base < PIE_32.to && base !== FIXED_I386;
  const isFixed = (base < FIXED_PROGRAMS && !isPie32) || FIXED_ABOVE.includes(base);
  return isProgram && isFixed ? base + relative : relative;
}

/** `addr2line` (binutils) for an address of a file. */
export function addr2line(path: string, address: bigint): string {
  return `addr2line -Cfie ${shellWord(path)} 0x${address.toString(16)}`;
}

/** `llvm-symbolizer` for an address of a file. */
export function llvmSymbolizer(path: string, address: bigint): string {
  return `llvm-symbolizer --obj=${shellWord(path)} 0x${address.toString(16)}`;
}

/** The path of a mapped file below a sysroot; as the map tells it without one. */
export function pathInSysroot({ path }: FilePlace, sysroot: string): string {
  return sysroot === '' || sysroot === '/' ? path : `${sysroot.replace(/\/+$/, '')}${path}`;
}
