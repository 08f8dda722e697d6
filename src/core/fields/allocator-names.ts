/**
 * Names that allocators and Android give to their memory, without the `[anon:` and `]` around them (bionic, ART,
 * Android's own classifier in libmeminfo, LLVM's compiler-rt).
 */
import type { NameEntry } from './entry.ts';

const ALLOCATORS: readonly NameEntry[] = [
  {
    name: 'jemalloc_pg',
    match: /^jemalloc_pg(_overcommit)?$/,
    label: 'heap memory of jemalloc',
    meaning: 'Pages that jemalloc hands out; `_overcommit` when the system grants memory freely.',
    why: 'jemalloc keeps freed pages for a while, so Rss falls later than the program frees.',
    source: 'jemalloc',
  },
  {
    name: 'tcmalloc_region_NAME',
    match: /^tcmalloc_region_.*$/s,
    label: 'heap memory of TCMalloc',
    meaning: 'A region of TCMalloc; the name tells its use (NORMAL, METADATA, SAMPLED …).',
    why: 'It reserves addresses by the GiB; Rss tells what is used.',
    source: 'tcmalloc',
  },
  {
    name: 'mimalloc',
    label: 'heap memory of mimalloc',
    meaning: 'Any mapping that mimalloc made.',
    why: 'It reserves addresses by the GiB; Rss tells what is used.',
    source: 'mimalloc',
  },
  {
    name: 'partition_alloc',
    match: /^partition_alloc.*$/s,
    label: 'heap memory of Chromium',
    meaning: 'Memory of PartitionAlloc, the allocator of Chromium and Electron.',
    why: 'It reserves pools of many GiB; Rss tells what is used.',
    source: 'v8',
  },
  {
    name: 'scudo:primary',
    match: /^scudo:primary$/,
    label: 'heap memory of Scudo',
    meaning: 'Small allocations of the Scudo allocator, sorted by size.',
    why: 'The native heap of Android apps. This is where leaks of C and C++ code grow.',
    source: 'scudo',
  },
  {
    name: 'scudo:primary_reserve',
    label: 'addresses reserved for Scudo',
    meaning: 'Address space that the small allocations of Scudo can grow into.',
    why: 'It costs no memory.',
    source: 'scudo',
  },
  {
    name: 'scudo:secondary',
    label: 'large blocks of Scudo',
    meaning: 'One large allocation, or a freed one that is kept for the next.',
    why: 'A steady growth of their number points to a leak of large blocks.',
    source: 'scudo',
  },
  {
    name: 'scudo:NAME',
    match: /^scudo[:_].*$/s,
    label: 'bookkeeping of Scudo',
    meaning: 'Tables of the Scudo allocator, such as counters, stack depot and ring buffer.',
    why: 'Small, and not memory of the program itself.',
    source: 'scudo',
  },
  {
    name: 'GWP-ASan NAME',
    match: /^GWP-ASan.*$/s,
    label: 'sampled allocations',
    meaning: 'Guarded slots and tables of GWP-ASan, which checks a few allocations for misuse.',
    why: 'A crash inside one of the slots is a memory bug that was caught.',
    source: 'scudo',
  },
  {
    name: 'libdislocator',
    label: 'heap memory under test',
    meaning: 'Allocations of AFL’s checking allocator.',
    why: 'The process runs under a fuzzer.',
    source: 'afl',
  },
];

const BIONIC: readonly NameEntry[] = [
  {
    name: 'stack_and_tls:TID',
    match: /^stack_and_tls:(\d+|main)$/,
    label: 'the stack of a thread (Android)',
    meaning: 'Stack and thread-local storage of the thread with this ID, or of the main thread.',
    why: 'Size is what was set aside, Rss how much the thread has used so far.',
    source: 'bionic',
  },
  {
    name: 'thread signal stack',
    label: 'a stack for signal handlers (Android)',
    meaning: 'Each thread has one, so that a handler can run even when its stack is used up.',
    why: 'Small. Their number is about the number of threads.',
    source: 'bionic',
  },
  {
    name: '.bss',
    label: 'variables that start as zero (Android)',
    meaning: 'The part of a program’s or library’s variables that is not in its file.',
    why: 'It belongs to the file mapped right before it.',
    source: 'bionic',
  },
  {
    name: 'libc_malloc',
    label: 'the native heap (Android)',
    meaning: 'Memory of malloc in older Android versions.',
    why: 'This is where leaks of C and C++ code grow.',
    source: 'androidHeaps',
  },
  {
    name: 'LIB (compat loaded)',
    match: /^.* \(compat loaded\)$/s,
    label: 'a library loaded in a compatible way (Android)',
    meaning: 'A library built for 4 KiB pages, copied into memory on a system with 16 KiB pages.',
    why: 'It costs private memory that a library built for 16 KiB pages would share.',
    source: 'bionic',
  },
  {
    name: 'mt:LIB+OFFSET',
    match: /^mt:.*$/s,
    label: 'tagged variables (Android)',
    meaning: 'Variables of a library, moved to memory with tags (MTE).',
    why: 'Overruns of these variables are caught when they happen.',
    source: 'bionic',
  },
  {
    name: 'linker_alloc and others',
    match:
      /^(linker_alloc.*|cfi shadow|bionic_alloc_(small_objects|lob)|atexit handlers|abort message|crash details|arc4random data|System property context nodes)$/s,
    label: 'bookkeeping of Android’s C library',
    meaning: 'Memory of the C library or dynamic linker itself.',
    why: 'Small and constant in most programs.',
    source: 'bionic',
  },
];

const DALVIK: readonly NameEntry[] = [
  {
    name: 'dalvik-… space',
    match:
      /^dalvik-(main space|alloc space|large object space|free list large object space|non moving space|zygote space).*$/s,
    label: 'the Java heap (Android)',
    meaning: 'Objects of Java and Kotlin code.',
    why: 'The garbage collector keeps it within the limit of the app; leaks of objects grow it up to there.',
    source: 'androidHeaps',
  },
  {
    name: 'dalvik-…code-cache',
    match: /^dalvik-.*(jit|code-cache).*$/s,
    label: 'code of the JIT compiler (Android)',
    meaning: 'Machine code, and data for it, that ART compiled at run time.',
    why: 'Executable memory without a file is normal here.',
    source: 'androidHeaps',
  },
  {
    name: 'dalvik-….dex extracted in memory from …',
    match: /^dalvik-.*extracted in memory from .*$/s,
    label: 'unpacked app code (Android)',
    meaning: 'A dex file that was unpacked into memory, because it is compressed in the package.',
    why: 'It costs private memory in every process; stored uncompressed in the package it would be mapped from there.',
    source: 'androidHeaps',
  },
  {
    name: 'dalvik-/PATH.art',
    match: /^dalvik-\/.*\.art$/s,
    label: 'ready-made Java objects (Android)',
    meaning:
      'The boot image: objects and classes of the Java libraries, made ready when the system was built or started.',
    why: 'Every app has it. Pages that an app writes to become its own and cost memory.',
    source: 'androidHeaps',
  },
  {
    name: 'dalvik-NAME',
    match: /^dalvik-.*$/s,
    label: 'bookkeeping of ART (Android)',
    meaning: 'Memory of the Android runtime: tables of the collector, references, LinearAlloc, compiler data.',
    why: 'It is overhead of the runtime, not objects of the app.',
    source: 'androidHeaps',
  },
];

/** Names of allocators and of Android. */
export const ALLOCATOR_NAMES: readonly NameEntry[] = [...ALLOCATORS, ...BIONIC, ...DALVIK];
