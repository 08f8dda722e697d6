/** Which address space a map is of. Where several fit, the stack's place and the highest address tell them apart. */
import type { Architecture } from '../memory-map/memory-map.ts';
import type { AddressSpace } from './address-space.ts';
import { HALF } from '../kinds/kind-sums.ts';
import { ADDRESS_SPACES } from './address-space-table.ts';
import type { Ends } from './map-ends.ts';

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
