/** From where on mmap() gives out addresses, downwards (`mmap_base()` in mm/util.c, or in mm/mmap.c of the architecture). */
import type { AddressSpace } from './address-space.ts';
import type { Ends } from './map-ends.ts';

/** The usual RLIMIT_STACK (`_STK_LIM` in include/uapi/linux/resource.h); a map does not tell the process's own. */
export const STACK_LIMIT = 8 * 2 ** 20;
/** Pages that must stay free below a stack (`stack_guard_gap` in mm/mmap.c). */
export const GUARD_PAGES = 256;

/** About where the mmap base is; undefined when the highest library is not where the usual layout would put it. */
export function mapBase(space: AddressSpace, { libraries, stack }: Ends): number | undefined {
  if (libraries === undefined || !stack || libraries > stack.start) return undefined;
  return libraries >= highestMapBase(space) - space.stackRoom - space.mapSlide ? libraries : undefined;
}

/** The highest mmap base with ASLR, and the one without: the kernel leaves room for the stack. */
export function highestMapBase({ stackTop, stackSlide, stackGap }: AddressSpace, randomised = true): number {
  const room = STACK_LIMIT + GUARD_PAGES * 4096 + (randomised ? stackSlide : 0);
  return stackTop - Math.max(stackGap, room);
}
