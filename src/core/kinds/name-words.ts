/** What names mean, in the words of the evidence. */

/** Who gives memory names of which form: patterns of the name between `[anon:` and `]`, or after `/memfd:`. */
const RUNTIMES: readonly (readonly [RegExp, string])[] = [
  [/^ glibc: /, 'glibc (with GLIBC_TUNABLES=glibc.mem.decorate_maps=1)'],
  [/^ Go: /, 'Go’s runtime'],
  [/^jemalloc_/, 'jemalloc'],
  [/^tcmalloc_region_/, 'tcmalloc'],
  [/^mimalloc/, 'mimalloc'],
  [/^scudo:|^GWP-ASan/, 'scudo, the allocator of Android'],
  [/^(?:low|high|meta) shadow$|^shadow gap/, 'a sanitizer, for its shadow memory'],
  [/^v8/, 'V8, the JavaScript engine'],
  [/^partition_alloc/, 'PartitionAlloc, the allocator of Chromium'],
  [/^cpython:/, 'CPython'],
  [/^zend_|^opcache/, 'PHP'],
  [/^libdislocator/, 'libdislocator, the allocator of the fuzzer AFL'],
  [
    /^(?:stack_and_tls:|thread signal stack|libc_malloc|bionic_alloc|linker_alloc|\.bss|cfi shadow)/,
    'bionic, Android’s C library',
  ],
  [/^(?:atexit handlers|abort message|crash details|arc4random data|mt:)/, 'bionic, Android’s C library'],
  [/^dalvik-|^jit-(?:zygote-)?cache/, 'ART, Android’s Java runtime'],
  [/^doublemapper/, '.NET, which maps its code twice, once to write and once to execute'],
  [/^java_heap/, 'HotSpot’s ZGC, which may map the Java heap several times'],
];

/** Whose name it is, as evidence: one sentence or none. */
export function runtimeOf(name: string): readonly string[] {
  const inner = /^\[anon(?:_shmem)?:(.*)\]$/s.exec(name)?.[1] ?? /^\/memfd:(.*)$/s.exec(name)?.[1];
  const known = inner === undefined ? undefined : RUNTIMES.find(([pattern]) => pattern.test(inner));
  return known ? [`names of this form are given by ${known[1]}`] : [];
}

const KERNEL_PAGES: Readonly<Record<string, string>> = {
  '[vectors]': 'the page of helpers at a fixed address on 32-bit arm',
  '[sigpage]': 'the code that returns from a signal handler on 32-bit arm',
  '[kuser]': 'the page of helpers on nios2',
  '[kuserhelpers]': 'the page of helpers for 32-bit processes on arm64',
  '[gic]': 'the user page of the interrupt controller on mips',
  '[uprobes]': 'slots where probed instructions are stepped: a tracer has placed uprobes in this process',
  '[uprobes-trampoline]': 'the code that uprobes jump through: a tracer has placed uprobes in this process',
  '[sigreturn]': 'the code that returns from a signal handler',
};

/** What page of the kernel a name is of. */
export function kernelPage(name: string): string {
  return KERNEL_PAGES[name] ?? 'a page of the kernel';
}

const SHARED_MEMORY: readonly (readonly [string, string])[] = [
  ['/memfd:', 'memory made by memfd_create(); it is always marked deleted, because it never had a directory entry'],
  ['/SYSV', 'a System V shared memory segment made by shmget(); the hexadecimal digits are its key, the inode its id'],
  ['[ shmid=', 'a System V shared memory segment made by shmget(), with its id'],
  ['/dev/shm/', 'a file of the tmpfs for POSIX shared memory, as shm_open() makes it'],
  ['/dev/ashmem', 'Android’s anonymous shared memory (ashmem)'],
  ['/dev/hugepages', 'a file in huge pages; its pages are not counted in Rss'],
  ['/dev/zero', 'what mmap() with MAP_SHARED and MAP_ANONYMOUS makes, a hidden tmpfs file'],
  ['/anon_hugepage', 'memory in huge pages without a file (MAP_HUGETLB)'],
  ['/secretmem', 'memory made by memfd_secret(), which even the kernel does not map'],
  ['[anon_shmem:', 'shared memory that the program gave a name (PR_SET_VMA_ANON_NAME)'],
];

/** What kind of shared memory a name is of. */
export function sharedMemory(name: string): string {
  return SHARED_MEMORY.find(([start]) => name.startsWith(start))?.[1] ?? 'memory that can be shared';
}

const KERNEL_OBJECTS: readonly (readonly [RegExp, string])[] = [
  [/io_uring/, 'the rings of io_uring, shared with the kernel'],
  [/perf_event/, 'the ring buffer of a perf event'],
  [/bpf-?map/, 'a BPF map'],
  [/kvm/, 'the shared state of a virtual processor, or memory of a virtual machine (KVM)'],
  [/^socket:/, 'the packet ring of a socket (AF_PACKET or AF_XDP)'],
  [/^\/\[aio\]/, 'the ring of completed requests that io_setup() made'],
];

/** What kernel object a name is of. */
export function kernelObject(name: string): string {
  return KERNEL_OBJECTS.find(([pattern]) => pattern.test(name))?.[1] ?? 'an object of the kernel that has no path';
}
