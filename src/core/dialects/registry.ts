/** All dialects that are found inside texts, in the order in which they are asked. */
import type { Dialect } from './dialect.ts';
import { GDB } from './gdb.ts';
import { KERNEL_ROWS } from './kernel-rows.ts';
import { LLDB } from './lldb.ts';
import { NUMA_MAPS } from './numa-maps.ts';
import { PMAP } from './pmap.ts';
import { SHOWMAP } from './showmap.ts';
import { VMMAP } from './vmmap.ts';

export const DIALECTS: readonly Dialect[] = [KERNEL_ROWS, GDB, LLDB, NUMA_MAPS, PMAP, SHOWMAP, VMMAP];
