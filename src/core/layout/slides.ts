/** How far address space layout randomisation (ASLR) moved the parts of a process, where a map tells it. */
import { formatHexAddress } from '../memory-map/address.ts';
import { formatBytes, formatCount } from '../memory-map/size.ts';
import type { AddressSpace } from './address-space.ts';
import { highestMapBase, mapBase, STACK_LIMIT } from './map-base.ts';
import type { Ends } from './map-ends.ts';

/** Where linkers put programs that are not position-independent: of x86-64, i386, arm, lld, riscv64, s390x, ppc64, sparc64. */
const FIXED: ReadonlySet<number> = new Set([
  0x400000, 0x8048000, 0x10000, 0x200000, 0x8000, 0x1000000, 0x10000000, 0x100000,
]);
/** And of loongarch64 and 64-bit mips; on ppc64 a program can come to be here by chance. */
const FIXED_HIGH = 0x120000000;
/** A segment may be aligned to this much, so that it starts so much below where pages alone would put it. */
const ALIGNED = 0x10000;
/** The kernel's own pages above a stack are fewer than this, where ASLR does not move them. */
const VDSO = 2 ** 20;

/** What is told, a sentence each. */
export function slidesOf(space: AddressSpace, ends: Ends): readonly string[] {
  return [programSlide(space, ends), mapSlide(space, ends), stackSlide(space, ends)].flatMap((text) => text ?? []);
}

function programSlide(
  { arch, name, programBase, mapSlide: most }: AddressSpace,
  { program }: Ends,
): string | undefined {
  if (program === undefined) return undefined;
  const at = `The program starts at ${hex(program)}`;
  // There a program that can be moved starts at the same place without ASLR.
  const fixed = FIXED.has(program) || (program === FIXED_HIGH && arch !== 'ppc64');
  if (program === programBase && fixed) return undefined;
  if (fixed) return `${at}, where linkers put programs that cannot be moved: ASLR does not slide it.`;
  const base = `${hex(programBase)}, where position-independent programs start without ASLR on ${arch} with ${name}`;
  const slide = program - programBase;
  if (most > 0 && slide > -ALIGNED && slide <= 0) return `${at}: not slid from ${base}. ASLR seems to be off.`;
  return slide > 0 && slide < most ? `${at}: slid up by ${amount(slide)} from ${base} (ELF_ET_DYN_BASE).` : undefined;
}

function mapSlide(space: AddressSpace, ends: Ends): string | undefined {
  const base = mapBase(space, ends);
  if (base === undefined) return undefined;
  const at = `The mmap base is about ${hex(base)}`;
  const still = highestMapBase(space, false);
  if (base <= still && still - base < ALIGNED + Math.min(space.stackRoom, VDSO))
    return `${at}, where it is without ASLR.`;
  const highest = highestMapBase(space);
  return base < highest
    ? `${at}: slid down by about ${amount(highest - base)} from the highest that it can be with ASLR, ${hex(highest)}, if the stack limit is ${formatBytes(STACK_LIMIT)}.`
    : undefined;
}

/** The space was chosen by the stack's end, so it is in reach. */
function stackSlide({ stackTop, stackRoom }: AddressSpace, { stack }: Ends): string | undefined {
  if (!stack) return undefined;
  const at = `The stack ends at ${hex(stack.end)}`;
  if (stackRoom > 0) {
    return `${at}: ${amount(stackTop - stack.end)} below ${hex(stackTop)}, of which up to ${formatBytes(stackRoom)} are for pages of the kernel (STACK_TOP); the rest is the slide.`;
  }
  return stack.end === stackTop
    ? `${at}: exactly where it ends without ASLR (STACK_TOP).`
    : `${at}: slid down by ${amount(stackTop - stack.end)} from ${hex(stackTop)} (STACK_TOP).`;
}

function amount(bytes: number): string {
  return `${formatBytes(bytes)} (${formatCount(bytes / 4096)} pages of 4 KiB)`;
}

function hex(address: number): string {
  return formatHexAddress(BigInt(address));
}
