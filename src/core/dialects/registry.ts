/** All dialects that are found inside texts, in the order in which they are asked. */
import type { Dialect } from './dialect.ts';
import { COREDUMP_BYTES } from './coredump.ts';
import { GDB } from './gdb.ts';
import { HS_ERR_MODULES } from './hs-err-modules.ts';
import { KERNEL_ROWS } from './kernel-rows.ts';
import { LLDB } from './lldb.ts';
import { NUMA_MAPS } from './numa-maps.ts';
import { CORE_NOTES } from './core-notes.ts';
import { JVM_SYSTEM_MAP } from './jvm-system-map.ts';
import { MAP_FILES } from './map-files.ts';
import { PERF_MMAP } from './perf-mmap.ts';
import { PMAP } from './pmap.ts';
import { PPROF } from './pprof.ts';
import { RUBY_MACOS } from './ruby-macos.ts';
import { SANITIZER } from './sanitizer.ts';
import { SEGFAULT } from './segfault.ts';
import { SHOWMAP } from './showmap.ts';
import { STRACE } from './strace.ts';
import { TIZEN } from './tizen.ts';
import { TOMBSTONE } from './tombstone.ts';
import { UNWIND_MAP } from './unwind-map.ts';
import { V8_PROF } from './v8-prof.ts';
import { VALGRIND } from './valgrind.ts';
import { VMMAP } from './vmmap.ts';

export const DIALECTS: readonly Dialect[] = [
  KERNEL_ROWS,
  TOMBSTONE,
  VALGRIND,
  STRACE,
  SANITIZER,
  TIZEN,
  RUBY_MACOS,
  HS_ERR_MODULES,
  PPROF,
  COREDUMP_BYTES,
  PERF_MMAP,
  SEGFAULT,
  V8_PROF,
  UNWIND_MAP,
  MAP_FILES,
  CORE_NOTES,
  JVM_SYSTEM_MAP,
  GDB,
  LLDB,
  NUMA_MAPS,
  PMAP,
  SHOWMAP,
  VMMAP,
];
