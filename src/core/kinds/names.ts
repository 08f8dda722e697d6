/**
 * What the name of a mapping says: one class for each name the kernel, a driver or a runtime gives. A name in brackets
 * comes from the kernel; a file of that name has its path in front (`get_vma_name()` in fs/proc/task_mmu.c).
 */
import type { FileColumns } from '../memory-map/file-table.ts';

/** How the regions of a file entry are mapped, as bits. */
export const Seen = {
  privateRead: 1,
  privateWrite: 2,
  sharedWrite: 4,
  shared: 8,
  privateExecute: 16,
  sharedExecute: 32,
  /** Executable and not writable. */
  pureExecute: 64,
  writeExecute: 128,
} as const;

interface NameRow {
  readonly id: string;
  readonly exact?: readonly string[];
  readonly pattern?: RegExp;
}

/** The classes. Within a first character the first row that matches counts. */
const NAME_CLASSES = [
  // No name, or a name that means a file; which of them is decided by classOfFile().
  { id: 'nameless' },
  { id: 'elf' },
  { id: 'shared-code' },
  { id: 'data' },
  // Names the kernel gives (arch/*/vdso, fs/proc/task_mmu.c, kernel/events/uprobes.c).
  { id: 'heap', exact: ['[heap]'] },
  { id: 'stack', exact: ['[stack]'] },
  { id: 'stack-of-thread', pattern: /^\[stack:\d+\]$/ },
  { id: 'vdso', exact: ['[vdso]', '[vdso32]'] },
  { id: 'vvar', exact: ['[vvar]', '[vvar_vclock]', '[vdso_data]'] },
  { id: 'vsyscall', exact: ['[vsyscall]'] },
  {
    id: 'kernel-page',
    exact: [
      '[vectors]',
      '[sigpage]',
      '[kuser]',
      '[kuserhelpers]',
      '[gic]',
      '[uprobes]',
      '[uprobes-trampoline]',
      '[sigreturn]',
    ],
  },
  { id: 'rollup', exact: ['[rollup]'] },
  // Names given by prctl(PR_SET_VMA_ANON_NAME).
  {
    id: 'anon-stack',
    pattern: /^\[anon: ?(?:stack_and_tls:|glibc: pthread (?:user )?stack|glibc: unused stack|thread stack)/,
  },
  { id: 'anon-guard', pattern: /^\[anon:.*\bguard(?: page)?\b/i },
  { id: 'anon-bss', pattern: /^\[anon: ?(?:glibc: )?\.bss/ },
  { id: 'anon-arena', pattern: /^\[anon: glibc: malloc arena/ },
  { id: 'anon-library', pattern: /^\[anon:.* \(compat loaded\)\]$/ },
  { id: 'anon', pattern: /^\[anon:/ },
  { id: 'anon-shmem', pattern: /^\[anon_shmem:/ },
  { id: 'bracketed', pattern: /^\[/ },
  // Objects without a path of their own (d_dname in ipc, mm and drivers).
  { id: 'memfd', pattern: /^\/memfd:/ },
  { id: 'sysv', pattern: /^\/SYSV[0-9a-fA-F]{8}$/ },
  { id: 'anon-hugepage', exact: ['/anon_hugepage'] },
  { id: 'aio', exact: ['/[aio]'] },
  { id: 'secretmem', exact: ['/secretmem'] },
  { id: 'gpu-object', pattern: /^\/(?:drm mm object|i915|dmabuf:)/ },
  // /dev and /sys.
  { id: 'zero', exact: ['/dev/zero'] },
  { id: 'posix-shm', pattern: /^\/dev\/shm\// },
  { id: 'ashmem', pattern: /^\/dev\/ashmem(?:\/|$)/ },
  { id: 'hugetlbfs', pattern: /^\/dev\/hugepages/ },
  { id: 'property-area', pattern: /^\/dev\/__properties__/ },
  { id: 'device', pattern: /^\/dev\// },
  { id: 'device-resource', pattern: /^\/sys\/.*\/resource\d+(?:_wc)?$/ },
  { id: 'kernel-file', pattern: /^\/(?:sys|proc|selinux)\// },
  { id: 'device-inode', pattern: /^anon_inode:\[?(?:i915|xe|drm|vfio|dmabuf|habanalabs|kgsl)/i },
  { id: 'kernel-object', pattern: /^(?:anon_inode:|[a-z_]+:\[)/ },
] as const satisfies readonly NameRow[];

/** The id of a name class. */
export type NameClass = (typeof NAME_CLASSES)[number]['id'];

/** The ids in the order of their numbers. */
export const NAME_CLASS_IDS: readonly NameClass[] = NAME_CLASSES.map((row) => row.id);

/** The number of a class, as it stands in MapFacts.fileClass. */
export const CLASS_NUMBER: Readonly<Record<NameClass, number>> = numbersOfClasses();

function numbersOfClasses(): Record<NameClass, number> {
  const numbers: Partial<Record<NameClass, number>> = {};
  NAME_CLASSES.forEach(({ id }, number) => (numbers[id] = number));
  if (!isComplete(numbers)) throw new Error('A name class has no number');
  return numbers;
}

function isComplete(numbers: Partial<Record<NameClass, number>>): numbers is Record<NameClass, number> {
  return NAME_CLASSES.every(({ id }) => numbers[id] !== undefined);
}

const exact = new Map<string, number>();
const patterns = new Map<number, { number: number; pattern: RegExp }[]>();
NAME_CLASSES.forEach((row: NameRow, number) => {
  for (const name of row.exact ?? []) exact.set(name, number);
  if (!row.pattern) return;
  for (const first of firstCharacters(row.pattern)) {
    const list = patterns.get(first) ?? [];
    list.push({ number, pattern: row.pattern });
    patterns.set(first, list);
  }
});

/** The character a pattern's names start with; patterns for words may start with any lower-case letter. */
function firstCharacters(pattern: RegExp): readonly number[] {
  const match = /^\^\\?(\[|\/)/.exec(pattern.source);
  if (match?.[1]) return [match[1].charCodeAt(0)];
  return Array.from({ length: 26 }, (_, i) => 0x61 + i);
}

/** True when file entry `i` is of the class. */
export function hasClass(fileClass: Uint8Array, i: number, id: NameClass): boolean {
  return fileClass[i] === CLASS_NUMBER[id];
}

/**
 * The class of a name.
 * @param name without ` (deleted)`
 * @param hasFile the entry has an inode
 * @param seen how it is mapped
 * @param impliesExec every readable region of this process is executable, so `x` tells nothing
 */
export function classOfFile(name: string, hasFile: boolean, seen: number, impliesExec: boolean): number {
  if (name === '') return hasFile ? classOfPath(name, seen, impliesExec) : CLASS_NUMBER.nameless;
  const known = exact.get(name);
  if (known !== undefined) return known;
  // Nearly all paths lie below directories whose second letter starts no special name.
  if (name.charCodeAt(0) !== 0x2f || SPECIAL_SECOND.has(name.charCodeAt(1))) {
    for (const { number, pattern } of patterns.get(name.charCodeAt(0)) ?? []) {
      if (!pattern.test(name)) continue;
      if (number === CLASS_NUMBER.memfd && looksLoaded(name, seen)) return CLASS_NUMBER.elf;
      return number;
    }
  }
  return classOfPath(name, seen, impliesExec);
}

/** Second characters of names in the table that start with a slash. */
const SPECIAL_SECOND = new Set(Array.from('mSasdip[', (letter) => letter.charCodeAt(0)));

/** A memfd that was executed or loaded has the segments of an ELF file; one that a JIT writes to is shared or W+X. */
function looksLoaded(name: string, seen: number): boolean {
  const code = Seen.privateExecute | Seen.pureExecute | Seen.privateRead;
  return (seen & code) === code && (seen & (Seen.shared | Seen.writeExecute)) === 0 && !/jit/i.test(name);
}

function classOfPath(name: string, seen: number, impliesExec: boolean): number {
  const code = impliesExec
    ? (seen & Seen.writeExecute) !== 0 && (seen & Seen.pureExecute) !== 0
    : seen & Seen.privateExecute;
  if (code || isLoadedName(name)) return CLASS_NUMBER.elf;
  return seen & Seen.sharedExecute && !impliesExec ? CLASS_NUMBER['shared-code'] : CLASS_NUMBER.data;
}

/** Names of shared objects, also with a version or a package manager's suffix; not ld.so.cache. */
function isLoadedName(name: string): boolean {
  return name.includes('.so') && /\.so(?:[.;]\d[^/]*)?$/.test(name);
}

/** True for names that only libraries and modules have; such a file is the main program only when more tells it. */
export function isLibraryName(name: string): boolean {
  return /\.(?:so(?:[.;][^/]*)?|node|dll|DLL|pyd|dylib|oat|odex|apk|jar)$/.test(name);
}

/** True for names of dynamic linkers: glibc, musl, uClibc, Android. */
export function isInterpreterName(name: string): boolean {
  return (
    name.includes('/l') &&
    /\/(?:ld-(?:linux|musl|uClibc|lsb)[^/]*\.so(?:\.\d+)?|ld(?:64)?\.so(?:\.\d+)?|ld-\d[\d.]*\.so|bin\/(?:bootstrap\/)?linker(?:64)?(?:_asan(?:64)?|_hwasan64)?)$/.test(
      name,
    )
  );
}

const DELETED = ' (deleted)';
const DELETED_PREFIX = '(deleted)/';

/**
 * The names of all file entries, a byte a character (nothing here looks past ASCII), without the mark of a deleted file.
 * Decoded at once: names are read in one step, not one by one.
 */
export function plainNames(files: FileColumns): readonly string[] {
  const all = new TextDecoder('latin1').decode(files.nameBytes);
  const names: string[] = [];
  let from = 0;
  for (let i = 0; i < files.count; i++) {
    const to = files.nameEnd[i]!;
    const deleted = to - from >= DELETED.length && files.nameBytes[to - 1] === 0x29 && all.endsWith(DELETED, to);
    const before = files.nameBytes[from] === 0x28 && all.startsWith(DELETED_PREFIX, from);
    names.push(
      all.slice(
        before ? from + DELETED_PREFIX.length - 1 : from,
        deleted && all[from] !== '[' ? to - DELETED.length : to,
      ),
    );
    from = to;
  }
  return names;
}
