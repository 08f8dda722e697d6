/**
 * What the name of a mapping says: one class for each name the kernel, a driver or a runtime gives. A name in brackets
 * comes from the kernel; a file of that name has its path in front (`get_vma_name()` in fs/proc/task_mmu.c).
 * Names are read as bytes, because a process can map tens of thousands of files.
 */
import { SuffixBit, suffixOf } from './suffix.ts';

/** How the regions of a file entry are mapped, as bits. */
export const Seen = {
  /** Readable and not executable. */
  privateRead: 1,
  shared: 2,
  privateExecute: 4,
  sharedExecute: 8,
  /** Executable and not writable. */
  pureExecute: 16,
  writeExecute: 32,
  /** The source does not tell the permissions of a region. */
  untold: 64,
} as const;

interface NameRow {
  readonly id: string;
  readonly exact?: readonly string[];
  /** For names with a slash in front: how they start. */
  readonly prefix?: readonly string[];
  readonly pattern?: RegExp;
}

/** The classes. The first row that matches a name counts. */
const NAME_CLASSES = [
  // No name, or a name that means a file; which of them is decided by classOfFile().
  { id: 'nameless' },
  { id: 'elf' },
  { id: 'shared-code' },
  { id: 'shared-code-deleted' },
  { id: 'data' },
  { id: 'untold' },
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
  // The second form is pmap's.
  { id: 'sysv', prefix: ['/SYSV'], pattern: /^\[ shmid=0x/ },
  { id: 'bracketed', pattern: /^\[/ },
  // Objects without a path of their own (d_dname in ipc, mm and drivers).
  { id: 'memfd', prefix: ['/memfd:'] },
  { id: 'anon-hugepage', prefix: ['/anon_hugepage'] },
  { id: 'aio', prefix: ['/[aio]'] },
  { id: 'secretmem', prefix: ['/secretmem'] },
  { id: 'gpu-object', prefix: ['/drm mm object', '/i915', '/dmabuf:'] },
  // /dev, /sys and /proc.
  { id: 'zero', prefix: ['/dev/zero'] },
  { id: 'posix-shm', prefix: ['/dev/shm/'] },
  { id: 'ashmem', prefix: ['/dev/ashmem'] },
  { id: 'hugetlbfs', prefix: ['/dev/hugepages'] },
  { id: 'property-area', prefix: ['/dev/__properties__'] },
  { id: 'device', prefix: ['/dev/', '/sys/devices/', '/sys/bus/pci/'] },
  { id: 'kernel-file', prefix: ['/sys/', '/proc/', '/selinux/'] },
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

/** Numbers that the loops over rows and files ask for; as constants, because looking a name up costs as much as the loop. */
export const NAMELESS = CLASS_NUMBER.nameless;
export const ELF = CLASS_NUMBER.elf;
export const DATA = CLASS_NUMBER.data;
/** A file of which the source does not tell all permissions. */
export const UNTOLD = CLASS_NUMBER.untold;
export const STACK = CLASS_NUMBER.stack;
const MEMFD = CLASS_NUMBER.memfd;

const exact = new Map<string, number>();
const patterns: { readonly number: number; readonly pattern: RegExp }[] = [];
/** Prefixes by the byte after the slash: nearly all paths lie below folders that start no special name. */
const prefixes: ({ readonly number: number; readonly bytes: Uint8Array }[] | undefined)[] = [];

const encoder = new TextEncoder();
NAME_CLASSES.forEach((row: NameRow, number) => {
  for (const name of row.exact ?? []) exact.set(name, number);
  if (row.pattern) patterns.push({ number, pattern: row.pattern });
  for (const prefix of row.prefix ?? [])
    (prefixes[prefix.charCodeAt(1)] ??= []).push({ number, bytes: encoder.encode(prefix) });
});

const SLASH = 0x2f;
const latin1 = new TextDecoder('latin1');

/** A file entry's name: where it stands in the table's bytes without the mark of a deleted file, and what it tells. */
export interface EntryName {
  readonly bytes: Uint8Array;
  from: number;
  to: number;
  deleted: boolean;
  /** The entry has an inode. */
  hasFile: boolean;
  /** `Seen` bits. */
  seen: number;
  /** `SuffixBit`s, set by classOfFile() for files. */
  suffix: number;
}

/**
 * The class of a file entry.
 * @param impliesExec every readable region of this process is executable, so `x` tells nothing
 */
export function classOfFile(name: EntryName, impliesExec: boolean): number {
  const { bytes, from, to } = name;
  name.suffix = 0;
  if (from === to) return name.hasFile ? classOfPath(name, impliesExec) : NAMELESS;
  if (bytes[from] !== SLASH) return classOfWord(name) ?? classOfPath(name, impliesExec);
  const special = prefixes[bytes[from + 1] ?? 0];
  if (special) {
    for (const { number, bytes: prefix } of special) {
      if (to - from < prefix.length || !startsWith(bytes, from, prefix)) continue;
      if (number !== MEMFD || !looksLoaded(name)) return number;
      return classOfPath(name, impliesExec);
    }
  }
  return classOfPath(name, impliesExec);
}

function startsWith(bytes: Uint8Array, from: number, prefix: Uint8Array): boolean {
  for (let i = 1; i < prefix.length; i++) if (bytes[from + i] !== prefix[i]) return false;
  return true;
}

/** Names without a slash in front: the kernel's, those given by prctl(), and objects without a path. */
function classOfWord({ bytes, from, to }: EntryName): number | undefined {
  const text = latin1.decode(bytes.subarray(from, to));
  return exact.get(text) ?? patterns.find(({ pattern }) => pattern.test(text))?.number;
}

/** A memfd that was executed or loaded has the segments of an ELF file; one that a JIT writes to is shared or W+X. */
function looksLoaded({ bytes, from, to, seen }: EntryName): boolean {
  const code = Seen.privateExecute | Seen.pureExecute | Seen.privateRead;
  if ((seen & code) !== code || (seen & (Seen.shared | Seen.writeExecute)) !== 0) return false;
  return !/jit/i.test(latin1.decode(bytes.subarray(from, to)));
}

function classOfPath(name: EntryName, impliesExec: boolean): number {
  const { seen } = name;
  name.suffix = suffixOf(name.bytes, name.from, name.to);
  const both = Seen.writeExecute | Seen.pureExecute;
  const code = impliesExec ? (seen & both) === both : (seen & Seen.privateExecute) !== 0;
  if (code || name.suffix & SuffixBit.versioned) return ELF;
  if (seen & Seen.sharedExecute && !impliesExec)
    return name.deleted ? CLASS_NUMBER['shared-code-deleted'] : CLASS_NUMBER['shared-code'];
  // What is not told may be code.
  return seen & Seen.untold ? UNTOLD : DATA;
}
