/** What names mean, in the words of the evidence. */

/** Pattern of the name between `[anon:` and `]`, or after `/memfd:`; and what it is. First match counts. */
const RUNTIMES: readonly (readonly [RegExp, string])[] = [
  [/^ glibc: malloc arena/, 'glibc: an arena of malloc'],
  [/^ glibc: (?:loader )?malloc/, 'glibc: a large chunk of malloc, or memory it took because brk could not grow'],
  [/^ glibc: pthread (?:user )?stack/, 'glibc: the stack of the thread with this number'],
  [/^ glibc: unused stack/, 'glibc: the stack of a thread that ended, kept for the next one'],
  [/^ glibc: \.bss/, 'glibc: the bss of the named library'],
  [/^ glibc: getrandom/, 'glibc: state of getrandom() in the vDSO'],
  [/^ Go: heap$/, 'Go: the heap, goroutine stacks included'],
  [/^ Go: heap reservation/, 'Go: address space kept for the heap'],
  [/^ Go: /, 'Go: memory of the Go runtime'],
  [/^jemalloc_/, 'jemalloc: pages of the allocator'],
  [/^tcmalloc_region_/, 'tcmalloc: a region of the allocator'],
  [/^mimalloc/, 'mimalloc: memory of the allocator'],
  [/^scudo:primary_reserve|^scudo:primary/, 'scudo: blocks of up to 256 KiB, sorted by size class'],
  [/^scudo:secondary/, 'scudo: one large allocation'],
  [/^scudo:/, 'scudo: memory of the allocator'],
  [/^(?:low|high) shadow$|^shadow gap|^meta shadow/, 'a sanitizer: shadow memory'],
  [/^v8$/, 'V8: memory of the JavaScript engine'],
  [/^partition_alloc/, 'PartitionAlloc: memory of Chromium’s allocator'],
  [/^cpython:/, 'CPython: memory of the interpreter'],
  [/^zend_|^opcache/, 'PHP: memory of the Zend engine'],
  [/^libdislocator/, 'libdislocator: an allocation of the fuzzer’s allocator'],
  [/^stack_and_tls:main/, 'bionic: thread-local storage of the first thread'],
  [/^stack_and_tls:/, 'bionic: stack and thread-local storage of the thread with this number'],
  [/^thread signal stack/, 'bionic: the stack on which a thread handles signals'],
  [/^libc_malloc|^GWP-ASan/, 'Android: the native heap'],
  [/^bionic_alloc|^linker_alloc/, 'bionic: the allocator of the linker and the C library'],
  [/^\.bss/, 'bionic: the bss of the library below'],
  [/^cfi shadow/, 'bionic: the table of control-flow integrity'],
  [/^(?:atexit handlers|abort message|crash details|arc4random data)/, 'bionic: memory of the C library'],
  [
    /^dalvik-(?:main|alloc|large object|non moving|zygote|free list large object) ?space|^dalvik-zygote/,
    'ART: the Java heap',
  ],
  [/^dalvik-.*(?:jit|data)-code-cache|^jit-(?:zygote-)?cache/, 'ART: the JIT code cache'],
  [/^dalvik-/, 'ART: memory of the Android runtime'],
  [/^doublemapper/, '.NET: code that is mapped twice, once to write and once to execute'],
  [/^java_heap/, 'HotSpot (ZGC): the Java heap, which may be mapped several times'],
  [/^mt:/, 'bionic: globals of a library with memory tags'],
];

/** What is known of a name, as evidence: one sentence or none. */
export function runtimeOf(name: string): readonly string[] {
  const inner =
    /^\[anon(?:_shmem)?:(.*)\]$/s.exec(name)?.[1] ??
    /^\/memfd:(.*)$/s.exec(name)?.[1] ??
    name.slice(name.lastIndexOf('/') + 1);
  const known = RUNTIMES.find(([pattern]) => pattern.test(inner));
  return known ? [known[1]] : [];
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
