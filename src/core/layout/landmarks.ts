/**
 * The landmarks of an address space: what the kernel put where, as far as a map tells, each with what it was told by. What
 * had to be assumed is said; what nothing tells is left out.
 */
import { formatHexAddress } from '../memory-map/address.ts';
import type { Architecture } from '../memory-map/memory-map.ts';
import type { RegionTable } from '../memory-map/region-table.ts';
import { formatBytes } from '../memory-map/size.ts';
import type { AddressSpace } from './address-space.ts';
import { addressSpace } from './address-spaces.ts';
import { findEnds, type Ends } from './map-ends.ts';
import { GUARD_PAGES, mapBase, STACK_LIMIT } from './map-base.ts';
import { slidesOf } from './slides.ts';

/** A place that has a name. */
export interface Landmark {
  readonly label: string;
  readonly start: bigint;
  /** What tells it, and what was assumed, in a sentence or two. */
  readonly text: string;
  /** Where the fact is from: a file of the kernel's source. */
  readonly source: string;
}

/** What is told of a map's address space. */
export interface Landmarks {
  /** Those to be named first where there is room for few. */
  readonly places: readonly Landmark[];
  /** How far ASLR moved things, a sentence each. */
  readonly slides: readonly string[];
}

/** Where nothing can be told. */
export const NO_LANDMARKS: Landmarks = { places: [], slides: [] };

/** What is asked of a map. */
export interface MapPlaces {
  readonly regions: RegionTable;
  readonly arch: Architecture | undefined;
  /** In bytes; undefined when nothing tells. */
  readonly pageSize: number | undefined;
}

/** Finds the landmarks of a map: a step a region. */
export function findLandmarks(map: MapPlaces): Landmarks {
  const ends = findEnds(map.regions);
  const space = addressSpace(map.arch, ends);
  return {
    places: [
      ...heapPlaces(ends),
      ...(space ? mapPlaces(space, ends) : []),
      ...stackPlaces(ends, map.pageSize),
      ...(space ? spacePlaces(space, ends) : []),
      ...vsyscallPlaces(ends),
    ],
    slides: space ? slidesOf(space, ends) : [],
  };
}

function heapPlaces({ heap }: Ends): readonly Landmark[] {
  if (!heap) return [];
  const text = 'The heap ends here: brk() moves this place, up to the next region above it.';
  return [{ label: 'program break', start: BigInt(heap.end), text, source: 'mm/mmap.c' }];
}

/** Libraries are placed from the mmap base downwards, the dynamic linker first. */
function mapPlaces(space: AddressSpace, ends: Ends): readonly Landmark[] {
  const base = mapBase(space, ends);
  if (base === undefined) return [];
  const text =
    'mmap() gives out addresses from here downwards. Taken from the end of the highest library or dynamic linker, which is the first to be mapped; the base can be a few pages higher.';
  return [{ label: 'mmap base', start: BigInt(base), text, source: 'mm/util.c, arch/*/mm/mmap.c, mmap_base()' }];
}

function stackPlaces({ stack }: Ends, pageSize = 4096): readonly Landmark[] {
  if (!stack) return [];
  const limit = stack.end - STACK_LIMIT;
  const guard = GUARD_PAGES * pageSize;
  const places: Landmark[] = [];
  if (limit > 0 && limit < stack.start) {
    const text = `The main stack can grow down to here, if its limit is the usual ${formatBytes(STACK_LIMIT)} (RLIMIT_STACK), which a map does not tell.`;
    places.push({ label: 'stack limit', start: BigInt(limit), text, source: 'mm/mmap.c, acct_stack_growth()' });
  }
  if (guard < stack.start) {
    const text = `The kernel keeps ${GUARD_PAGES} pages (${formatBytes(guard)}) free between here and the stack, which move with it.`;
    places.push({
      label: 'stack guard gap',
      start: BigInt(stack.start - guard),
      text,
      source: 'mm/mmap.c, stack_guard_gap',
    });
  }
  return places;
}

function spacePlaces({ arch, name, top, hole, note, source }: AddressSpace, { upper }: Ends): readonly Landmark[] {
  const told = `User space ends here (TASK_SIZE) on ${arch} with ${name}, as the addresses of this map tell.`;
  const text = note ? `${told} ${note}` : told;
  const places: Landmark[] = [{ label: 'top of user space', start: BigInt(top), text, source }];
  if (hole && upper !== undefined) {
    const size = formatBytes(BigInt(hole.to) - BigInt(hole.from));
    const where = `${formatHexAddress(BigInt(hole.from))} to ${formatHexAddress(BigInt(hole.to))}`;
    const holeText = `No address can be in ${where} (${size}): bits above the highest one in use must equal it. With ${name}.`;
    places.push({ label: hole.name, start: BigInt(hole.from), text: holeText, source });
    // sparc64 has user space on both sides.
    if (hole.to < top) return places;
    const kernelText = 'The kernel has all addresses from here on.';
    places.push({ label: 'kernel half', start: BigInt(hole.to), text: kernelText, source });
  }
  return places;
}

function vsyscallPlaces({ vsyscall }: Ends): readonly Landmark[] {
  if (!vsyscall) return [];
  const text =
    'One page at the same address in every process, for system calls of old programs; it is no mapping of the process.';
  const source = 'arch/x86/entry/vsyscall/vsyscall_64.c';
  return [{ label: 'vsyscall', start: BigInt(vsyscall.start), text, source }];
}
