/**
 * How Linux lays out the address space of a process, by architecture and by the width of its addresses. Where several fit,
 * the stack's place and the highest address tell them apart. All sizes and addresses in bytes.
 */
import type { Architecture } from '../memory-map/memory-map.ts';
import { ADDRESS_SPACES } from './address-space-table.ts';
import { HALF, type Ends } from './map-ends.ts';

export interface AddressSpace {
  readonly arch: Architecture;
  /** What is taken for granted when this one is taken. */
  readonly name: string;
  /** The first address that user space cannot have: TASK_SIZE, or what mmap() gives at most to those that ask for no more. */
  readonly top: number;
  /** Where the stack ends without ASLR: STACK_TOP. */
  readonly stackTop: number;
  /** How much lower STACK_TOP can be than `stackTop`, where the kernel keeps pages of its own above the stack. */
  readonly stackRoom: number;
  /** How far ASLR moves the stack down at most: STACK_RND_MASK, in pages. */
  readonly stackSlide: number;
  /** How much the kernel leaves free below STACK_TOP for the stack at least: MIN_GAP. */
  readonly stackGap: number;
  /** Where a position-independent program starts without ASLR: ELF_ET_DYN_BASE, in full pages of 4 KiB. */
  readonly programBase: number;
  /** How far ASLR moves programs up and mmap() down at most: 2 to the power of the largest vm.mmap_rnd_bits, in pages. */
  readonly mapSlide: number;
  /** Addresses that the processor does not take. */
  readonly hole: Hole | undefined;
  /** A sentence on the top that its name does not say. */
  readonly note: string | undefined;
  /** Where the kernel says so. */
  readonly source: string;
}

export interface Hole {
  readonly from: number;
  readonly to: number;
  readonly name: string;
}

const PAGE = 4096;

/** The address space that a map is of; undefined when nothing tells. */
export function addressSpace(
  arch: Architecture | undefined,
  { stack, highest, upper }: Pick<Ends, 'stack' | 'highest' | 'upper'>,
): AddressSpace | undefined {
  const fitting = ADDRESS_SPACES.filter(
    (space) => space.arch === arch && highest <= space.top && reaches(space, upper),
  );
  // Without a stack only the usual layout of x86-64 is certain enough.
  if (!stack) return arch === 'x86-64' ? fitting[0] : undefined;
  return fitting.find(
    ({ stackTop, stackRoom, stackSlide }) =>
      stack.end <= stackTop && stack.end >= stackTop - stackRoom - stackSlide - PAGE,
  );
}

/** True when a space can have the addresses of the upper half that a map has; those above a hole are the kernel's or its own. */
function reaches({ hole, top }: AddressSpace, upper: number | undefined): boolean {
  return upper === undefined || (hole ? upper >= hole.to : top > HALF);
}
