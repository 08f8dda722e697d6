/** Rules for thread stacks and malloc arenas: no name tells them, size, neighbours and VmFlags do. */
import { addressAt, formatAddress } from '../memory-map/address.ts';
import { formatBytes } from '../memory-map/size.ts';
import { rowAbove, type MapFacts } from './facts.ts';
import { sizeAt, startAt } from './geometry.ts';
import { endText, fact, sizeOfRow, startText, type Rule } from './rule.ts';
import { Sign } from './signs.ts';
import { arenaBase, guardBelow, sizeCount } from './stacks.ts';

const NAMELESS = ['nameless'] as const;
/** PTHREAD_STACK_MIN of most architectures. */
const SMALLEST_STACK = 16 * 1024;
/** Stacks are executable only where the main stack is. */
const STACK = ['rw-p', 'rwxp'];

export const STACK_RULES: readonly Rule[] = [
  {
    id: 'sanitizer-shadow',
    on: NAMELESS,
    perms: ['rw-p'],
    needs: Sign.shadowPlace,
    gives: 'anonymous',
    confidence: 'likely',
    looksAt: 'the addresses where AddressSanitizer, ThreadSanitizer and MemorySanitizer place their shadow on x86-64',
    because: shadowText,
  },
  {
    id: 'sanitizer-gap',
    on: NAMELESS,
    perms: ['---p'],
    needs: Sign.shadowPlace,
    gives: 'reserved',
    confidence: 'likely',
    looksAt: 'the addresses where sanitizers keep a gap beside their shadow on x86-64',
    because: shadowText,
  },
  {
    id: 'shadow-stack-flag',
    on: NAMELESS,
    needs: Sign.shadowStack,
    gives: 'shadow-stack',
    confidence: 'certain',
    looksAt: 'VmFlags ss',
    because: fact('VmFlags has ss: a shadow stack'),
  },
  {
    id: 'stack-split',
    on: NAMELESS,
    needs: Sign.growsDown | Sign.nearStack,
    gives: 'stack',
    confidence: 'likely',
    looksAt: 'VmFlags gd below [stack] without a name',
    because: fact(
      'VmFlags has gd: it grows down, and it lies less than 1 GiB below [stack]: only the part with the stack’s start keeps the name when mprotect() splits it',
    ),
  },
  {
    id: 'stack-grows-down',
    on: NAMELESS,
    needs: Sign.growsDown,
    gives: 'thread-stack',
    confidence: 'guess',
    looksAt: 'VmFlags gd far from [stack]',
    because: fact('VmFlags has gd: the program mapped it with MAP_GROWSDOWN, which is made for stacks'),
  },
];

export const THREAD_STACK_RULES: readonly Rule[] = [
  {
    id: 'thread-stack-marked',
    on: NAMELESS,
    perms: STACK,
    needs: Sign.noHugePage | Sign.guardBelow,
    gives: 'thread-stack',
    confidence: 'certain',
    looksAt: 'a guard below, and VmFlags nh, which MAP_STACK sets',
    because: (m, row) => [
      guardText(m, row),
      'VmFlags has nh, which MAP_STACK sets since Linux 6.7',
      ...(sizeAt(m, row) < SMALLEST_STACK
        ? [`${sizeOfRow(m, row)} are too small for a thread: a stack for handling signals (sigaltstack)`]
        : []),
    ],
  },
  {
    id: 'thread-stacks-merged',
    on: NAMELESS,
    perms: STACK,
    needs: Sign.noHugePage | Sign.guardsInside,
    gives: 'thread-stack',
    confidence: 'likely',
    looksAt: 'VmFlags nh and gu: stacks with guards inside the region, as glibc 2.42 makes them',
    because: (m, row) => [
      'VmFlags has nh, which MAP_STACK sets, and gu: guards are inside the region and have no line of their own',
      `glibc since 2.42 does so, and stacks side by side become one region: ${sizeOfRow(m, row)} hold about ${stacksIn(m, row)} of 8 MiB`,
    ],
  },
  {
    id: 'thread-stack-size',
    on: NAMELESS,
    perms: STACK,
    needs: Sign.guardBelow | Sign.unmarked | Sign.stackSize,
    gives: 'thread-stack',
    confidence: 'likely',
    looksAt: 'a guard below, and a size that C libraries and runtimes give stacks',
    because: (m, row) => [
      guardText(m, row),
      `its size, ${sizeOfRow(m, row)}, is one that C libraries and runtimes give stacks`,
    ],
  },
  {
    id: 'thread-stack-musl',
    on: NAMELESS,
    perms: STACK,
    needs: Sign.guardBelow | Sign.unmarked | Sign.muslSize,
    gives: 'thread-stack',
    confidence: 'likely',
    looksAt: 'a guard of 8 KiB below 128 KiB and thread-local storage: musl’s default',
    because: (m, row) => [
      guardText(m, row),
      `${sizeOfRow(m, row)} is musl’s default of 128 KiB with thread-local storage`,
    ],
  },
  {
    id: 'thread-stack-repeated',
    on: NAMELESS,
    perms: STACK,
    needs: Sign.guardBelow | Sign.unmarked | Sign.roundSize | Sign.repeatedSize,
    gives: 'thread-stack',
    confidence: 'likely',
    looksAt: 'a guard below, and the same round size three times or more',
    because: repeatedText,
  },
  {
    id: 'thread-stack-many',
    on: NAMELESS,
    perms: STACK,
    needs: Sign.guardBelow | Sign.unmarked | Sign.oftenRepeatedSize,
    gives: 'thread-stack',
    confidence: 'guess',
    looksAt: 'a guard below, and the same size eight times or more, as threads or fibers have',
    because: repeatedText,
  },
  {
    id: 'thread-stack-round',
    on: NAMELESS,
    perms: STACK,
    needs: Sign.guardBelow | Sign.unmarked | Sign.roundSize,
    gives: 'thread-stack',
    confidence: 'guess',
    looksAt: 'a guard below and a round size',
    because: (m, row) => [
      guardText(m, row),
      `its size, ${sizeOfRow(m, row)}, is round as stack sizes are; allocators make such pairs too`,
    ],
  },
];

export const ARENA_RULES: readonly Rule[] = [
  {
    id: 'go-heap-arena',
    on: NAMELESS,
    perms: ['rw-p'],
    needs: Sign.goHeap,
    gives: 'arena',
    confidence: 'likely',
    looksAt: 'addresses from c000000000, where Go places its heap on 64-bit machines',
    because: (m, row) => [`it starts at ${startText(m, row)}: Go’s runtime asks for its heap from c000000000 on`],
  },
  {
    id: 'malloc-arena',
    on: NAMELESS,
    perms: ['rw-p', 'rwxp'],
    needs: Sign.arenaRestAbove,
    gives: 'arena',
    confidence: 'likely',
    looksAt: 'memory from a multiple of 64 MiB (1 MiB on 32-bit) whose inaccessible rest ends at the next multiple',
    because: (m, row) => {
      const tail = rowAbove(m, row);
      const base = arenaBase(m, row);
      return [
        `the line after is ---p and ends at ${endText(m, tail)}, a multiple of ${formatBytes(m.arenaBytes)}: glibc keeps that much for each arena`,
        base === startAt(m, row)
          ? `this begins at ${startText(m, row)}, where the arena begins`
          : `the arena begins at ${formatAddress(BigInt(base))}, inside this region: other memory was merged with it`,
      ];
    },
  },
  {
    id: 'arena-full',
    on: NAMELESS,
    perms: ['rw-p'],
    needs: Sign.arenaSized,
    gives: 'arena',
    confidence: 'guess',
    looksAt: 'exactly 64 MiB at a multiple of 64 MiB',
    because: fact('it is exactly 64 MiB at a multiple of 64 MiB, as a full arena of glibc is'),
  },
];

function shadowText(m: MapFacts, row: number): readonly string[] {
  return [
    `it starts at ${startText(m, row)}, where a sanitizer (ASan, TSan or MSan) places its shadow, and ${sizeOfRow(m, row)} are usual there`,
    'only the pages that are used cost memory',
  ];
}

function repeatedText(m: MapFacts, row: number): readonly string[] {
  const count = sizeCount(m, sizeAt(m, row));
  return [guardText(m, row), `${count} regions above a guard have the same size, ${sizeOfRow(m, row)}`];
}

function guardText(m: MapFacts, row: number): string {
  const guard = guardBelow(m, row);
  return `the line before is ---p and ends at ${formatAddress(addressAt(m.end, guard))}, where this begins (${sizeOfRow(m, guard)} guard)`;
}

const stacksIn = (m: MapFacts, row: number): number => Math.max(1, Math.round(sizeAt(m, row) / ((8 << 20) + 4096)));
