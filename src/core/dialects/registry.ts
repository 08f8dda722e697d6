/** All dialects that are found inside texts, in the order in which they are asked. */
import type { Dialect } from './dialect.ts';
import { GDB } from './gdb.ts';
import { KERNEL_ROWS } from './kernel-rows.ts';
import { PERF_MMAP } from './perf-mmap.ts';
import { SEGFAULT } from './segfault.ts';
import { STRACE } from './strace.ts';
import { TOMBSTONE } from './tombstone.ts';
import { V8_PROF } from './v8-prof.ts';
import { VALGRIND } from './valgrind.ts';

export const DIALECTS: readonly Dialect[] = [
  KERNEL_ROWS,
  TOMBSTONE,
  VALGRIND,
  STRACE,
  PERF_MMAP,
  SEGFAULT,
  V8_PROF,
  GDB,
];
