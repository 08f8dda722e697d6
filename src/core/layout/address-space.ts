/**
 * How Linux lays out the address space of a process, by architecture and by the width of its addresses. All sizes and addresses
 * in bytes.
 */
import type { Architecture } from '../memory-map/memory-map.ts';

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
