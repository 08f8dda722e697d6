/**
 * Names that C libraries and language runtimes give to their memory, without the `[anon:` and `]` around them and
 * without leading blanks (glibc and Go put one there). Allocators and Android are in allocator-names.ts.
 */
import type { NameEntry } from './entry.ts';

const GLIBC = { since: 'glibc 2.39', source: 'glibcTunables' } as const;
const GLIBC_SETTING = 'glibc gives names only with GLIBC_TUNABLES=glibc.mem.decorate_maps=1.';

const GLIBC_NAMES: readonly NameEntry[] = [
  {
    name: 'glibc: malloc',
    label: 'a large block of malloc',
    meaning: 'One allocation big enough for a mapping of its own, or heap memory where brk could not grow.',
    why: `It goes back to the system as soon as it is freed. ${GLIBC_SETTING}`,
    ...GLIBC,
  },
  {
    name: 'glibc: malloc arena',
    label: 'a malloc arena',
    meaning: 'Heap memory for threads other than the first.',
    why: `Many threads make many arenas; each reserves 64 MiB of addresses on 64-bit systems, which cost no memory. ${GLIBC_SETTING}`,
    ...GLIBC,
  },
  {
    name: 'glibc: loader malloc',
    label: 'memory of the dynamic linker',
    meaning: 'What ld.so allocates for itself while it loads libraries.',
    why: 'Small and constant in most programs.',
    ...GLIBC,
  },
  {
    name: 'glibc: pthread stack: TID',
    match: /^glibc: pthread stack: \d+$/,
    label: 'the stack of a thread',
    meaning: 'The stack that glibc made for the thread with this ID.',
    why: 'Size is what was set aside, Rss how much the thread has used so far.',
    ...GLIBC,
  },
  {
    name: 'glibc: pthread user stack: TID',
    match: /^glibc: pthread user stack: \d+$/,
    label: 'the stack of a thread, given by the program',
    meaning: 'The program brought its own memory for the stack of the thread with this ID.',
    why: 'The program, not glibc, decides on size and guard pages.',
    ...GLIBC,
  },
  {
    name: 'glibc: unused stack',
    label: 'a stack kept for the next thread',
    meaning: 'The stack of a thread that ended, kept to be used again.',
    why: 'It is not a leak: glibc keeps a few of them.',
    ...GLIBC,
  },
  {
    name: 'glibc: .bss LIB',
    match: /^glibc: \.bss .*$/s,
    label: 'variables that start as zero',
    meaning: 'The part of a library’s variables that is not in its file.',
    why: 'It belongs to the library that is named. Characters the kernel does not allow are shown as `!`.',
    ...GLIBC,
  },
  {
    name: 'glibc: getrandom',
    match: /^glibc: getrandom( states)?$/,
    label: 'state of the random number generator',
    meaning: 'Memory for getrandom in the vDSO, so that it needs no system call.',
    why: 'Small. The kernel may drop it at any time and never swaps it.',
    ...GLIBC,
  },
];

const GO = { since: 'Go 1.25', source: 'goDebug' } as const;

const GO_NAMES: readonly NameEntry[] = [
  {
    name: 'Go: heap',
    label: 'the heap of Go',
    meaning: 'Memory of Go’s garbage collected heap; goroutine stacks are in it too.',
    why: 'Go keeps freed memory for a while, so Rss follows the heap slowly.',
    ...GO,
  },
  {
    name: 'Go: heap reservation',
    label: 'addresses reserved for the heap of Go',
    meaning: 'Address space that the heap can grow into.',
    why: 'It costs no memory.',
    ...GO,
  },
  {
    name: 'Go: used',
    match: /^Go: (used|unused)$/,
    label: 'memory of the Go runtime',
    meaning: 'A piece of a larger mapping, marked as in use or not in use.',
    why: 'It belongs to the runtime, not to the heap of the program.',
    ...GO,
  },
  {
    name: 'Go: user arena chunk',
    label: 'an arena of a Go program',
    meaning: 'Memory that the program manages by hand through arenas.',
    why: 'It is freed when the program frees the arena.',
    ...GO,
  },
  {
    name: 'Go: NAME',
    match: /^Go: .*$/s,
    label: 'bookkeeping of the Go runtime',
    meaning: 'Tables of the runtime: heap index and metadata, page allocator, marks of the collector, trace buffers.',
    why: 'It grows with the heap and stays a small part of it.',
    ...GO,
  },
];

const LANGUAGE_NAMES: readonly NameEntry[] = [
  {
    name: 'v8',
    match: /^v8($|[ :_-])/i,
    label: 'memory of the V8 JavaScript engine',
    meaning: 'Part of the heap or the code of V8 (Node.js, Chromium, Electron).',
    why: 'If it is executable, it holds code of the JIT compiler.',
    source: 'v8',
  },
  {
    name: 'cpython:NAME',
    match: /^cpython:.*$/s,
    label: 'memory of Python',
    meaning: 'A mapping of the CPython interpreter, for instance of its JIT compiler.',
    why: 'Only debug builds and development mode give names.',
    source: 'cpython',
  },
  {
    name: 'zend_NAME',
    match: /^zend_(alloc|fiber_stack|huge_code_pages)$/,
    label: 'memory of PHP',
    meaning: 'The heap of PHP (zend_alloc), the stack of a fiber, or code moved to huge pages.',
    why: 'PHP frees its heap at the end of each request.',
    source: 'php',
  },
  {
    name: 'sanitizer shadow',
    match: /^((low|high|meta) shadow|shadow gap|.* shadow memory)$/,
    label: 'shadow memory of a sanitizer',
    meaning: 'Bookkeeping of ASan, MSan, TSan or another sanitizer: what may be accessed, and how it was used.',
    why: 'Sizes of many TiB are normal here; only touched pages cost memory.',
    source: 'sanitizers',
  },
];

/** Names of the C library and of language runtimes. */
export const RUNTIME_NAMES: readonly NameEntry[] = [...GLIBC_NAMES, ...GO_NAMES, ...LANGUAGE_NAMES];
