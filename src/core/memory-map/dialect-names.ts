/** The formats that maps are read from, each with what people call it. How each is read is in core/dialects. */
export const DIALECT_LABELS = {
  maps: 'maps',
  smaps: 'smaps',
  smaps_rollup: 'smaps_rollup',
  numa_maps: 'numa_maps',
  pmap: 'pmap',
  gdb: 'gdb info proc mappings',
  lldb: 'lldb memory region',
  vmmap: 'pwndbg or gef vmmap',
  'hs-err': 'JVM crash log',
  tombstone: 'Android tombstone',
  showmap: 'Android showmap',
  sanitizer: 'sanitizer module map',
  'glibc-abort': 'glibc abort message',
  ruby: 'Ruby bug report',
  mono: 'Mono crash report',
  art: 'ART report',
  gperftools: 'gperftools profile',
  jemalloc: 'jemalloc heap profile',
  pprof: 'pprof legacy profile',
  apport: 'apport report',
  'systemd-coredump': 'systemd-coredump journal',
  tizen: 'Tizen crash report',
  valgrind: 'valgrind aspacem log',
  strace: 'strace memory calls',
  'perf-mmap': 'perf mmap events',
  segfault: 'kernel segfault line',
  'v8-prof': 'V8 profiler log',
  'unwind-map': 'Android offline unwind data',
  'map-files': 'listing of map_files',
  'core-notes': 'readelf notes of a core file',
  'jvm-system-map': 'JVM System.map',
  'elf-core': 'ELF core file',
  minidump: 'minidump',
  json: 'Memory Maps JSON',
} as const;

export type DialectName = keyof typeof DIALECT_LABELS;

const BINARY: ReadonlySet<DialectName | undefined> = new Set(['elf-core', 'minidump']);

/** True for a map that was read from text, whose regions have lines. */
export function hasLines({ dialect }: { readonly dialect: DialectName | undefined }): boolean {
  return !BINARY.has(dialect);
}

/** The formats whose maps are put together from events, such as the calls of a trace. */
const REPLAYED: ReadonlySet<DialectName | undefined> = new Set(['strace', 'perf-mmap']);

/** True for a map that each line of its text has another state of. */
export function isReplayed({ dialect }: { readonly dialect: DialectName | undefined }): boolean {
  return REPLAYED.has(dialect);
}
