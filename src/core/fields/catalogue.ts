/** The whole field catalogue: look-ups by what stands in the file, and the word lists that grammar and docs are made of. */
import type { MappedFile } from '../memory-map/file-table.ts';
import { ALLOCATOR_NAMES } from './allocator-names.ts';
import { findName, type NameEntry } from './entry.ts';
import { DEVICE_NAMES, FILE_NAMES } from './file-names.ts';
import { HEADER_FIELDS, NAMELESS, NOT_A_PATH } from './header-fields.ts';
import { KERNEL_NAMES, NAMED_ANONYMOUS, NAMED_SHARED, UNKNOWN_PSEUDO_NAME } from './kernel-names.ts';
import { RUNTIME_NAMES } from './runtime-names.ts';
import { OBJECT_NAMES, SHARED_MEMORY_NAMES } from './shared-names.ts';
import { RESIDENCY_KEYS, type KeyEntry } from './smaps-keys.ts';
import { PAGE_KEYS } from './smaps-page-keys.ts';
import { toolKeyEntry } from './tool-keys.ts';
import { ACCESS_FLAGS, type FlagEntry } from './vm-flags-access.ts';
import { ADVICE_FLAGS } from './vm-flags-advice.ts';

/** Every key of smaps and smaps_rollup that is known, old ones too. */
export const SMAPS_KEYS: readonly KeyEntry[] = [...RESIDENCY_KEYS, ...PAGE_KEYS];

/** Every VmFlags code that is known, old ones too. */
export const VM_FLAGS: readonly FlagEntry[] = [...ACCESS_FLAGS, ...ADVICE_FLAGS];

const keys = new Map(SMAPS_KEYS.map((entry) => [entry.name, entry]));
const flags = new Map(VM_FLAGS.map((entry) => [entry.name, entry]));

/** The entry of a key of smaps, of numa_maps or of a tool's column, or undefined when the catalogue does not know it. */
export function keyEntry(key: string): KeyEntry | undefined {
  return keys.get(key) ?? toolKeyEntry(key);
}

/** The entry of a VmFlags code, or undefined when the catalogue does not know it. */
export function flagEntry(code: string): FlagEntry | undefined {
  return flags.get(code);
}

/** What stands for a key that is not in the catalogue. */
export const UNKNOWN_KEY: KeyEntry = {
  name: 'unknown key',
  label: 'a key that this catalogue does not know',
  meaning: 'What it means is unknown here. Kernels, emulators and tools have keys of their own.',
  why: 'Its value is kept and shown as it stands.',
  source: 'taskMmu',
  summable: false,
};

/** What stands for a VmFlags code that is not in the catalogue. */
export const UNKNOWN_FLAG: FlagEntry = {
  name: 'unknown flag',
  label: 'a flag that this catalogue does not know',
  meaning: 'What this code means is unknown here. The kernel may add codes and does not promise to keep them.',
  why: 'The running kernel’s source has the list.',
  source: 'taskMmu',
};

const ANON_NAME = /^\[anon(?:_shmem)?: *(.*)\]$/s;

/** The entry for a region's last column. There is always one; the last resort is an entry for any path or name. */
export function nameEntry({ name, path }: Pick<MappedFile, 'name' | 'path'>): NameEntry {
  if (name === '') return NAMELESS;
  if (name.startsWith('[')) {
    const inner = ANON_NAME.exec(name)?.[1];
    const known = inner === undefined ? undefined : findName(inner, [RUNTIME_NAMES, ALLOCATOR_NAMES]);
    return (
      known ??
      findName(name, [KERNEL_NAMES, [NAMED_ANONYMOUS, NAMED_SHARED, UNKNOWN_PSEUDO_NAME]]) ??
      UNKNOWN_PSEUDO_NAME
    );
  }
  return (
    findName(name, [SHARED_MEMORY_NAMES, OBJECT_NAMES]) ??
    findName(path, [DEVICE_NAMES, FILE_NAMES]) ??
    (/^\/|^\(deleted\)\//.test(name) ? HEADER_FIELDS.name : NOT_A_PATH)
  );
}

/** Every table of names, for the reference documentation and for tests. */
export const NAME_TABLES: Readonly<Record<string, readonly NameEntry[]>> = {
  kernel: [...KERNEL_NAMES, NAMED_ANONYMOUS, NAMED_SHARED],
  runtimes: RUNTIME_NAMES,
  allocators: ALLOCATOR_NAMES,
  'shared memory': SHARED_MEMORY_NAMES,
  'kernel objects': OBJECT_NAMES,
  devices: DEVICE_NAMES,
  files: FILE_NAMES,
};
