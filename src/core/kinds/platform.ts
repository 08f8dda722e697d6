/** What machine a map is from. maps does not say; names and addresses that only one architecture has do. */
import { addressNumberAt } from '../memory-map/address.ts';
import { ABSENT, counterColumn, WIDE, type Counters } from '../memory-map/counters.ts';
import type { Architecture } from '../memory-map/memory-map.ts';
import type { RegionTable } from '../memory-map/region-table.ts';

/**
 * Texts in names that tell the architecture; the first that occurs counts. The kernel's own names come first, because a
 * process may map files of another architecture (QEMU does), then names of dynamic linkers, then folders of libraries.
 */
const NAME_SIGNS: readonly (readonly [string, Architecture])[] = [
  ['[vsyscall]', 'x86-64'],
  ['[vectors]', 'arm'],
  ['[sigpage]', 'arm'],
  ['/ld-linux-x86-64.so', 'x86-64'],
  ['/ld-musl-x86_64.so', 'x86-64'],
  ['/ld-linux-x32.so', 'x86-64'],
  ['/ld-musl-x32.so', 'x86-64'],
  ['/ld-linux-aarch64', 'arm64'],
  ['/ld-musl-aarch64', 'arm64'],
  ['/ld-linux-armhf.so', 'arm'],
  ['/ld-linux.so.3', 'arm'],
  ['/ld-musl-arm', 'arm'],
  ['/ld-linux-riscv64', 'riscv64'],
  ['/ld-musl-riscv64', 'riscv64'],
  ['/ld-linux-loongarch', 'loongarch64'],
  ['/ld-musl-loongarch64', 'loongarch64'],
  ['/ld-musl-mips', 'mips'],
  ['/ld-linux-mipsn8.so', 'mips'],
  ['/ld-musl-powerpc64', 'ppc64'],
  ['/ld-musl-s390x', 's390x'],
  ['/ld-musl-i386', 'i386'],
  ['/ld64.so.2', 'ppc64'],
  ['/lib64/ld-linux.so.2', 'sparc64'],
  ['[gic]', 'mips'],
  ['/x86_64-linux-gnu/', 'x86-64'],
  ['/x86_64-linux-gnux32/', 'x86-64'],
  ['/aarch64-linux-gnu/', 'arm64'],
  ['/arm-linux-gnueabi', 'arm'],
  ['/i386-linux-gnu/', 'i386'],
  ['/riscv64-linux-gnu/', 'riscv64'],
  ['/powerpc64le-linux-gnu/', 'ppc64'],
  ['/powerpc64-linux-gnu/', 'ppc64'],
  ['/s390x-linux-gnu/', 's390x'],
  ['/loongarch64-linux-gnu/', 'loongarch64'],
  ['/mipsel-linux-gnu/', 'mips'],
  ['/mips-linux-gnu/', 'mips'],
  ['/mips64el-linux-gnuabi64/', 'mips'],
  ['/mips64-linux-gnuabi64/', 'mips'],
  ['/mips64el-linux-gnuabin32/', 'mips'],
  ['/mips64-linux-gnuabin32/', 'mips'],
  ['/sparc64-linux-gnu/', 'sparc64'],
  // Android's folders of native libraries and of compiled code.
  ['/lib/arm64/', 'arm64'],
  ['/arm64-v8a/', 'arm64'],
  ['/oat/arm64/', 'arm64'],
  ['/framework/arm64/', 'arm64'],
  ['/dalvik-cache/arm64/', 'arm64'],
  ['/lib/arm/', 'arm'],
  ['/armeabi-v7a/', 'arm'],
  ['/oat/arm/', 'arm'],
  ['/framework/arm/', 'arm'],
  ['/dalvik-cache/arm/', 'arm'],
  ['/lib/x86_64/', 'x86-64'],
];

/** Names beyond this many bytes from either end of the table are not searched: the telling ones stand at the ends. */
const SEARCHED = 1 << 16;

/** The architecture, or undefined when nothing in the map tells. */
export function guessArchitecture(regions: RegionTable): Architecture | undefined {
  const { nameBytes } = regions.files;
  const decoder = new TextDecoder('latin1');
  const names =
    nameBytes.length <= 2 * SEARCHED
      ? decoder.decode(nameBytes)
      : decoder.decode(nameBytes.subarray(0, SEARCHED)) + decoder.decode(nameBytes.subarray(-SEARCHED));
  for (const [text, arch] of NAME_SIGNS) if (names.includes(text)) return arch;
  return fromAddresses(regions, names);
}

/** Addresses that one architecture has and no other (asm/processor.h and asm/elf.h of each). */
function fromAddresses(regions: RegionTable, names: string): Architecture | undefined {
  let highest = 0;
  let has39BitProgram = false;
  let hasI386Program = false;
  for (let row = 0; row < regions.count; row++) {
    const start = addressNumberAt(regions.start, row);
    highest = Math.max(highest, addressNumberAt(regions.end, row));
    if (start >= 0x5555555000 && start < 0x6555555000) has39BitProgram = true;
    if (start === 0x8048000) hasI386Program = true;
  }
  const is32Bit = highest <= 2 ** 32;
  if (is32Bit) return hasI386Program || names.includes('/ld-linux.so.2') ? 'i386' : undefined;
  // User space of arm64 with 48-bit addresses ends at 2^48; the others end at 2^47 unless asked.
  if (highest > 0xff0000000000 && highest <= 2 ** 48) return 'arm64';
  if (has39BitProgram && highest > 0x7000000000 && highest <= 2 ** 39) return 'arm64';
  // User space of riscv64 with three levels of page tables ends at 2^38, and the stack is at most 1 GiB below.
  if (highest > 2 ** 38 - 2 ** 30 && highest <= 2 ** 38 && names.includes('[stack]')) return 'riscv64';
  // s390x and arm64 with 42-bit addresses end at 2^42; the latter takes 64 KiB pages.
  if (highest > 0x3ff00000000 && highest <= 2 ** 42 && alignmentOf(regions) === 4096) return 's390x';
  if (names.includes('/ld64.so.1')) return highest <= 2 ** 42 ? 's390x' : 'ppc64';
  return undefined;
}

/** With fewer regions an alignment over 4 KiB may be chance. */
const REGIONS_FOR_ALIGNMENT = 24;

/** Page size in bytes, or undefined when nothing in the map tells. */
export function guessPageSize(
  regions: RegionTable,
  counters: Counters | undefined,
  arch: Architecture | undefined,
): number | undefined {
  if (arch === 'x86-64' || arch === 'i386') return 4096;
  // The smallest page of a region; those of huge pages are larger (`vma_kernel_pagesize()` in mm/hugetlb.c).
  const told = counters && smallestPage(counters);
  if (told !== undefined) return told;
  const alignment = alignmentOf(regions);
  // No supported machine has pages below 4 KiB, and no region begins inside a page.
  if (alignment === 4096) return 4096;
  return regions.count >= REGIONS_FOR_ALIGNMENT && (alignment === 16384 || alignment === 65536) ? alignment : undefined;
}

function smallestPage(counters: Counters): number | undefined {
  const column = counterColumn(counters, 'KernelPageSize');
  if (!column) return undefined;
  let smallest = Infinity;
  for (const value of column.values)
    if (value !== ABSENT && value !== WIDE && value > 0 && value < smallest) smallest = value;
  return smallest === Infinity ? undefined : smallest * 1024;
}

/** The largest power of two that divides every start and end; 0 without regions. */
function alignmentOf({ count, start, end }: RegionTable): number {
  let bits = 0;
  for (let i = 0; i < 2 * count; i += 2) bits |= start[i]! | end[i]!;
  return (bits & -bits) >>> 0;
}
