/** What the kernel tells of a page, as one byte: the state of the page below, details above. */
import type { Category } from '../layout/category.ts';

/**
 * The states, by their number. It is the low three bits of a page's byte; the look of each is the same in every colouring of
 * the map. Source: pagemap.rst of the kernel's documentation, `pagemap_pte_hole()` and `pte_to_pagemap_entry()` in
 * fs/proc/task_mmu.c.
 */
export const PAGE_STATES: readonly Category[] = [
  {
    id: 'page-unknown',
    label: 'Not told',
    description: 'The kernel told nothing of the page: it is no longer mapped, or was never part of the page tables.',
    hue: 'text',
    part: 0.3,
    pattern: 'rising',
  },
  {
    id: 'page-absent',
    label: 'Not in memory',
    description: 'Nothing stands there: it was never touched, was given back, or can be read again from its file.',
    hue: 'text',
    part: 0.1,
  },
  {
    id: 'page-anonymous',
    label: 'Anonymous, only here',
    description: 'In memory, without a file, and mapped by this process alone.',
    hue: 'heap',
    part: 1,
  },
  {
    id: 'page-anonymous-shared',
    label: 'Anonymous, shared',
    description:
      'In memory, without a file, and not of this process alone: shared since a fork, merged, the page of zeros, or of a device.',
    hue: 'heap',
    part: 0.5,
    pattern: 'dots',
  },
  {
    id: 'page-file',
    label: 'File, only here',
    description: 'In memory, of a file or of shared memory, and mapped by this process alone.',
    hue: 'library',
    part: 1,
  },
  {
    id: 'page-file-shared',
    label: 'File, shared',
    description: 'In memory, of a file or of shared memory, and mapped more than once.',
    hue: 'library',
    part: 0.5,
    pattern: 'dots',
  },
  {
    id: 'page-swapped',
    label: 'In swap',
    description: 'Not in memory but in swap, or on the way from one place to another.',
    hue: 'stack',
    part: 0.8,
    pattern: 'falling',
  },
  {
    id: 'page-guard',
    label: 'Guard',
    description: 'Made a guard by madvise: touching it ends the program. The region does not tell of it (Linux 6.15).',
    hue: 'wx',
    part: 1,
    pattern: 'crossed',
  },
];

/** The numbers of the states. */
export const PageState = {
  unknown: 0,
  absent: 1,
  anonymous: 2,
  anonymousShared: 3,
  file: 4,
  fileShared: 5,
  swapped: 6,
  guard: 7,
} as const;

/** What a page can be beside its state. */
export interface PageDetail {
  readonly bit: number;
  readonly label: string;
  readonly description: string;
}

/** The details of a page's byte. */
export const PAGE_DETAILS: readonly PageDetail[] = [
  {
    bit: 0x10,
    label: 'soft-dirty',
    description: 'Written or mapped since clear_refs was last told to forget; of every page while nobody tells it.',
  },
  {
    bit: 0x20,
    label: 'write-protected',
    description: 'A write is told to who watches the region by userfaultfd.',
  },
];

const STATE_BITS = 7;

/** The state of a page's byte. */
export function stateOf(byte: number): number {
  return byte & STATE_BITS;
}

/** True for a page that takes memory. */
export function isPresent(state: number): boolean {
  return state >= PageState.anonymous && state <= PageState.fileShared;
}
