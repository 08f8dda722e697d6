/** How much of its limits a process uses. */
import { type Figure, type Unknown } from './figure.ts';
import type { FigureName } from './names.ts';

/** A limit: an amount, none, or why it is not known. */
export type Limit = number | 'unlimited' | Unknown;

export type LimitName = 'RLIMIT_AS' | 'RLIMIT_DATA' | 'RLIMIT_STACK' | 'RLIMIT_MEMLOCK' | 'vm.max_map_count';

/** A limit and the use against it: bytes, and regions for `vm.max_map_count`. */
export interface LimitUse {
  readonly name: LimitName;
  /** What is in force, and up to what the process may raise it. */
  readonly soft: Limit;
  readonly hard: Limit;
  readonly used: Figure;
}

/** A limit of proc_pid_limits(5), and the figure that the kernel compares with it. */
interface Resource {
  readonly name: LimitName;
  readonly line: string;
  readonly used: FigureName;
}

/**
 * `may_expand_vm()` in mm/mmap.c compares all address space with RLIMIT_AS and private writable memory with RLIMIT_DATA (that one
 * since Linux 4.7). RLIMIT_STACK holds for the first thread's stack as it grows. What io_uring or RDMA pinned counts against
 * RLIMIT_MEMLOCK too, and is not in `VmLck`.
 */
const RESOURCES: readonly Resource[] = [
  { name: 'RLIMIT_AS', line: 'Max address space', used: 'size' },
  { name: 'RLIMIT_DATA', line: 'Max data size', used: 'data' },
  { name: 'RLIMIT_STACK', line: 'Max stack size', used: 'stack' },
  { name: 'RLIMIT_MEMLOCK', line: 'Max locked memory', used: 'locked' },
];

/**
 * The limits of a process.
 * @param limits the text of its `limits`, or why there is none
 * @param mostRegions the text of `sys/vm/max_map_count`, or why there is none
 * @param counted regions that count against it
 */
export function limitUses(
  limits: string | Unknown,
  mostRegions: string | Unknown,
  counted: Figure,
  figures: Readonly<Record<FigureName, Figure>>,
): readonly LimitUse[] {
  const uses = RESOURCES.map(({ name, line, used }): LimitUse => {
    const [soft, hard] = limitsIn(limits, line);
    const kilobytes = figures[used];
    return { name, soft, hard, used: typeof kilobytes === 'number' ? kilobytes * 1024 : kilobytes };
  });
  const most = typeof mostRegions === 'string' ? limitOf(mostRegions.trim(), 'max_map_count') : mostRegions;
  return [...uses, { name: 'vm.max_map_count', soft: most, hard: most, used: counted }];
}

function limitsIn(text: string | Unknown, line: string): readonly [Limit, Limit] {
  if (typeof text !== 'string') return [text, text];
  const start = text.startsWith(line) ? 0 : text.indexOf(`\n${line}`) + 1;
  const rest = text.startsWith(line, start) ? text.slice(start + line.length).split('\n', 1)[0] : undefined;
  const [soft = '', hard = ''] = rest?.trim().split(/\s+/) ?? [];
  return [limitOf(soft, line), limitOf(hard, line)];
}

function limitOf(word: string, line: string): Limit {
  if (word === 'unlimited') return word;
  return /^\d{1,20}$/.test(word)
    ? Number(word)
    : { unknown: `The kernel does not tell it: “${line}” holds no number.` };
}
