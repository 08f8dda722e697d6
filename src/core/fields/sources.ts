/** Where the facts of the catalogue are published. Every link that a hover or a page of documentation shows is one of these. */

/** A published source. */
export interface Source {
  readonly title: string;
  readonly url: string;
  /** A tool that prints it itself; all else the kernel does. */
  readonly isTool?: true;
}

/** Where the kernel's source files are. */
export const KERNEL_TREE = 'https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree';
const KERNEL_DOCS = 'https://docs.kernel.org';
const MAN = 'https://man7.org/linux/man-pages';

/** The sources by a short name of ours. */
export const SOURCES = {
  procMaps: man('proc_pid_maps', 5),
  procSmaps: man('proc_pid_smaps', 5),
  numaMaps: man('proc_pid_numa_maps', 5),
  procRst: docs('The /proc filesystem', 'filesystems/proc.html#process-specific-subdirectories'),
  taskMmu: tree('fs/proc/task_mmu.c'),
  taskNommu: tree('fs/proc/task_nommu.c'),
  dPath: tree('fs/d_path.c'),
  anonInodes: tree('fs/anon_inodes.c'),
  rollupAbi: tree('Documentation/ABI/testing/procfs-smaps_rollup'),
  devices: docs('Linux allocated devices', 'admin-guide/devices.html'),
  transhuge: docs('Transparent hugepage support', 'admin-guide/mm/transhuge.html'),
  hugetlb: docs('HugeTLB pages', 'admin-guide/mm/hugetlbpage.html'),
  ksm: docs('Kernel samepage merging', 'admin-guide/mm/ksm.html'),
  softDirty: docs('Soft-dirty PTEs', 'admin-guide/mm/soft-dirty.html'),
  userfaultfd: docs('Userfaultfd', 'admin-guide/mm/userfaultfd.html'),
  protectionKeys: docs('Memory protection keys', 'core-api/protection-keys.html'),
  memoryTagging: docs('Memory tagging extension', 'arch/arm64/memory-tagging-extension.html'),
  shadowStack: docs('Control-flow enforcement: shadow stack', 'arch/x86/shstk.html'),
  mseal: docs('mseal', 'userspace-api/mseal.html'),
  armHelpers: docs('ARM kernel-provided user helpers', 'arch/arm/kernel_user_helpers.html'),
  uprobes: docs('Uprobe-tracer', 'trace/uprobetracer.html'),
  uio: docs('The Userspace I/O HOWTO', 'driver-api/uio-howto.html'),
  drm: docs('DRM memory management', 'gpu/drm-mm.html'),
  dmaBuf: docs('Buffer sharing (dma-buf)', 'driver-api/dma-buf.html'),
  kvm: docs('The KVM API', 'virt/kvm/api.html'),
  packetMmap: docs('Packet MMAP', 'networking/packet_mmap.html'),
  bpfMaps: docs('BPF maps', 'bpf/maps.html'),
  mmap: man('mmap', 2),
  mprotect: man('mprotect', 2),
  madvise: man('madvise', 2),
  mlock: man('mlock', 2),
  brk: man('brk', 2),
  memfdCreate: man('memfd_create', 2),
  memfdSecret: man('memfd_secret', 2),
  shmget: man('shmget', 2),
  shmOverview: man('shm_overview', 7),
  ioSetup: man('io_setup', 2),
  ioUring: man('io_uring', 7),
  perfEventOpen: man('perf_event_open', 2),
  vdso: man('vdso', 7),
  locale: man('locale', 7),
  open: man('open', 2),
  pmap: { ...man('pmap', 1), isTool: true },
  core: { ...man('core', 5), isTool: true },
  glibcTunables: {
    title: 'glibc: memory related tunables',
    url: 'https://sourceware.org/glibc/manual/latest/html_node/Memory-Related-Tunables.html',
  },
  goDebug: { title: 'Go: GODEBUG history', url: 'https://go.dev/doc/godebug' },
  jemalloc: { title: 'jemalloc: src/pages.c', url: 'https://github.com/jemalloc/jemalloc/blob/dev/src/pages.c' },
  tcmalloc: { title: 'TCMalloc: design', url: 'https://google.github.io/tcmalloc/design.html' },
  mimalloc: { title: 'mimalloc', url: 'https://github.com/microsoft/mimalloc' },
  scudo: { title: 'Scudo hardened allocator', url: 'https://llvm.org/docs/ScudoHardenedAllocator.html' },
  sanitizers: { title: 'AddressSanitizer', url: 'https://clang.llvm.org/docs/AddressSanitizer.html' },
  bionic: { title: 'Android bionic', url: 'https://android.googlesource.com/platform/bionic/' },
  androidHeaps: {
    title: 'Android libmeminfo',
    url: 'https://android.googlesource.com/platform/system/memory/libmeminfo/',
  },
  androidCrash: {
    title: 'Android: diagnosing native crashes',
    url: 'https://source.android.com/docs/core/tests/debug/native-crash',
    isTool: true,
  },
  showmap: {
    title: 'Android libmeminfo: showmap',
    url: 'https://android.googlesource.com/platform/system/memory/libmeminfo/',
    isTool: true,
  },
  lldb: { title: 'LLDB', url: 'https://lldb.llvm.org/', isTool: true },
  valgrind: { title: 'Valgrind', url: 'https://valgrind.org/docs/manual/manual-core.html', isTool: true },
  v8: { title: 'V8 documentation', url: 'https://v8.dev/docs' },
  cpython: { title: 'CPython', url: 'https://github.com/python/cpython' },
  php: { title: 'PHP', url: 'https://github.com/php/php-src' },
  afl: {
    title: 'AFL++: libdislocator',
    url: 'https://github.com/AFLplusplus/AFLplusplus/tree/stable/utils/libdislocator',
  },
  jvm: {
    title: 'HotSpot: class data sharing',
    url: 'https://docs.oracle.com/en/java/javase/21/vm/class-data-sharing.html',
  },
  sqlite: { title: 'SQLite: write-ahead logging', url: 'https://www.sqlite.org/wal.html' },
} as const satisfies Readonly<Record<string, Source>>;

/** The short name of a source. */
export type SourceId = keyof typeof SOURCES;

function tree(path: string): Source {
  return { title: path, url: `${KERNEL_TREE}/${path}` };
}

function docs(title: string, path: string): Source {
  return { title: `Kernel documentation: ${title}`, url: `${KERNEL_DOCS}/${path}` };
}

function man(page: string, section: number): Source {
  return { title: `${page}(${section})`, url: `${MAN}/man${section}/${page}.${section}.html` };
}
