/** All dialects that are found inside texts, in the order in which they are asked. */
import type { Dialect } from './dialect.ts';
import { CORE_NOTES } from './core-notes.ts';
import { GDB } from './gdb.ts';
import { JVM_SYSTEM_MAP } from './jvm-system-map.ts';
import { KERNEL_ROWS } from './kernel-rows.ts';
import { MAP_FILES } from './map-files.ts';
import { PERF_MMAP } from './perf-mmap.ts';
import { SEGFAULT } from './segfault.ts';
import { STRACE } from './strace.ts';
import { TOMBSTONE } from './tombstone.ts';
import { UNWIND_MAP } from './unwind-map.ts';
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
  UNWIND_MAP,
  MAP_FILES,
  CORE_NOTES,
  JVM_SYSTEM_MAP,
  GDB,
];
