/** Rules for regions without a name: guards, reserves, run-time code, and what is left. */
import { addressNumberAt } from '../memory-map/address.ts';
import { NO_FILE } from '../memory-map/file-table.ts';
import { Perm } from '../memory-map/permissions.ts';
import { LARGEST_GUARD, rowAbove, rowBelow, type MapFacts } from './facts.ts';
import { contiguous, endAt, sizeAt, startAt } from './geometry.ts';
import { endText, fact, permsOf, sizeOfRow, startText, type Rule } from './rule.ts';

const SMALL = 64 * 1024;
const NAMELESS = ['nameless'] as const;

/**
 * These ask what the neighbour is; `isKind` is the classifier itself, so that there is one answer. They ask only about
 * neighbours that can be written, which none of these rules is for: a long run of inaccessible regions asks nobody.
 */
export function neighbourRules(isKind: (m: MapFacts, row: number, id: Rule['gives']) => boolean): readonly Rule[] {
  return [
    {
      id: 'arena-reserve',
      on: NAMELESS,
      perms: ['---p'],
      test: (m, row) => isBelow(m, row) && isKind(m, rowBelow(m, row), 'arena'),
      gives: 'arena-reserve',
      confidence: 'likely',
      looksAt: 'an inaccessible region right behind an arena',
      because: (m, row) => [
        `the line before is an arena and ends at ${startText(m, row)}, where this begins: ${sizeOfRow(m, row)} the arena may grow into`,
      ],
    },
    {
      id: 'stack-guard',
      on: NAMELESS,
      perms: ['---p'],
      test: (m, row) =>
        isAbove(m, row) && isKind(m, rowAbove(m, row), 'thread-stack') && sizeAt(m.table, row) <= LARGEST_GUARD,
      gives: 'guard',
      confidence: 'likely',
      looksAt: 'an inaccessible region right below a thread stack',
      because: (m, row) => [
        `the line after is a thread stack and begins at ${endText(m, row)}, where this ends: a guard of ${sizeOfRow(m, row)}`,
      ],
    },
    {
      id: 'main-stack-guard',
      on: NAMELESS,
      perms: ['---p'],
      test: (m, row) =>
        isAbove(m, row) && isKind(m, rowAbove(m, row), 'stack') && sizeAt(m.table, row) <= LARGEST_GUARD,
      gives: 'guard',
      confidence: 'likely',
      looksAt: 'an inaccessible region right below the main stack',
      because: (m, row) => [`the line after is the main stack and begins at ${endText(m, row)}, where this ends`],
    },
  ];
}

export const ANONYMOUS_RULES: readonly Rule[] = [
  {
    id: 'vdso-unnamed',
    on: NAMELESS,
    test: (m, row) => m.table.start[2 * row] === 0xffffe000 && m.table.start[2 * row + 1] === 0,
    gives: 'vdso',
    confidence: 'likely',
    looksAt: 'the address ffffe000, where old i386 kernels map the vDSO without a name',
    because: fact('it starts at ffffe000, where i386 kernels mapped the vDSO before they named it'),
  },
  {
    id: 'vsyscall-unnamed',
    on: NAMELESS,
    test: (m, row) => m.table.start[2 * row] === 0xff600000 && m.table.start[2 * row + 1] === 0xffffffff,
    gives: 'vsyscall',
    confidence: 'likely',
    looksAt: 'the address ffffffffff600000 without a name',
    because: fact('it starts at ffffffffff600000, the fixed address of the vsyscall page'),
  },
  {
    id: 'page-above-stack',
    on: NAMELESS,
    perms: ['r-xp', 'r--p'],
    test: (m, row) =>
      m.stackRow >= 0 && sizeAt(m.table, row) <= SMALL && startAt(m.table, row) >= endAt(m.table, m.stackRow),
    gives: 'kernel-page',
    confidence: 'guess',
    looksAt: 'a small region above the main stack without a name',
    because: fact(
      'it lies above the main stack, where only the kernel maps: signal return code, or the delay slot page of mips',
    ),
  },
  {
    id: 'vectors-unnamed',
    on: NAMELESS,
    perms: ['r-xp'],
    test: (m, row) => m.table.start[2 * row] === 0xffff0000 && m.table.start[2 * row + 1] === 0,
    gives: 'kernel-page',
    confidence: 'likely',
    looksAt: 'the address ffff0000 without a name: the vectors page of old arm kernels',
    because: fact('it starts at ffff0000, the fixed address of the vectors page on 32-bit arm'),
  },
  {
    id: 'executable-anonymous',
    on: NAMELESS,
    perms: ['??x?'],
    gives: 'executable-anonymous',
    confidence: 'certain',
    looksAt: 'execute permission without a file',
    because: (m, row) => [
      `the permissions are ${permsOf(m, row)} and no file is behind it: code made at run time, by a JIT compiler or by hand`,
    ],
  },
  {
    id: 'small-guard',
    on: NAMELESS,
    perms: ['---p'],
    test: (m, row) => sizeAt(m.table, row) <= SMALL && (opensBelow(m, row) || opensAbove(m, row)),
    gives: 'guard',
    confidence: 'guess',
    looksAt: 'a small inaccessible region beside anonymous memory that can be used',
    because: (m, row) => [
      `the permissions are ${permsOf(m, row)}, it is small (${sizeOfRow(m, row)}) and touches memory in use, as guards do`,
    ],
  },
  {
    id: 'reserved',
    on: NAMELESS,
    perms: ['---?'],
    gives: 'reserved',
    confidence: 'likely',
    looksAt: 'no permission and no file',
    because: (m, row) => [
      `the permissions are ${permsOf(m, row)} and no file is behind it: ${sizeOfRow(m, row)} of address space`,
    ],
  },
  {
    id: 'stack-unnamed',
    on: NAMELESS,
    perms: ['rw?p'],
    test: (m, row) => m.stackRow < 0 && endsAtStackTop(m, row),
    gives: 'stack',
    confidence: 'guess',
    looksAt: 'the top of the address space in a map without [stack]',
    because: (m, row) => [
      `no line is named [stack], and this ends at ${endText(m, row)}, the top of the address space`,
    ],
  },
  {
    id: 'java-heap',
    on: NAMELESS,
    perms: ['rw-p'],
    test: (m, row) => m.hasJvm && !m.is32Bit && startAt(m.table, row) >= 1 << 24 && endAt(m.table, row) <= 0x800000000,
    gives: 'arena',
    confidence: 'guess',
    looksAt: 'memory below 32 GiB in a process that maps libjvm.so',
    because: fact(
      'the process maps libjvm.so, and this lies below 32 GiB, where HotSpot places the Java heap for 32-bit references',
    ),
  },
  {
    id: 'shared-unnamed',
    on: NAMELESS,
    perms: ['???s', '???S'],
    gives: 'shared-memory',
    confidence: 'guess',
    looksAt: 'a shared mapping without a name',
    because: (m, row) => [`the permissions are ${permsOf(m, row)}, and the source gives neither name nor inode`],
  },
  {
    id: 'anonymous',
    on: NAMELESS,
    perms: ['r??p', '?w?p', '??xp'],
    gives: 'anonymous',
    confidence: 'certain',
    looksAt: 'a private region without name and inode',
    because: (m, row) => [
      `it has no name and no inode, and the permissions are ${permsOf(m, row)}: private memory of the process`,
    ],
  },
];

function isBelow(m: MapFacts, row: number): boolean {
  const below = rowBelow(m, row);
  return below >= 0 && isWritable(m, below) && contiguous(m.table, below, row);
}

function isAbove(m: MapFacts, row: number): boolean {
  const above = rowAbove(m, row);
  return above >= 0 && isWritable(m, above) && contiguous(m.table, row, above);
}

function opensBelow(m: MapFacts, row: number): boolean {
  return isBelow(m, row) && m.table.file[rowBelow(m, row)] === NO_FILE;
}

function opensAbove(m: MapFacts, row: number): boolean {
  return isAbove(m, row) && m.table.file[rowAbove(m, row)] === NO_FILE;
}

function isWritable(m: MapFacts, row: number): boolean {
  return (m.table.perms[row]! & (Perm.write | Perm.unknown)) === Perm.write;
}

/** Where the kernel puts the top of the stack: below 3 GiB, 2 GiB (mips), 2^38 (riscv64) and 2^47. */
function endsAtStackTop(m: MapFacts, row: number): boolean {
  const end = addressNumberAt(m.table.end, row);
  return (
    (end > 0xbf000000 && end <= 0xc0000000) ||
    (end > 0x7f000000 && end <= 0x80000000 && m.is32Bit) ||
    end === 2 ** 47 - 4096
  );
}
