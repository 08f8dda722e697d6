/** Colours by what may be done with a region. */
import { Perm } from '../memory-map/permissions.ts';
import type { Category, Coloured, ColourSubject } from './category.ts';

export const PERMISSIONS: readonly Category[] = [
  {
    id: 'perms-code',
    label: 'Read, execute',
    description: 'r-x: code that is not written.',
    hue: 'program',
    part: 0.95,
  },
  { id: 'perms-read', label: 'Read only', description: 'r--: constants and files.', hue: 'library', part: 0.8 },
  {
    id: 'perms-write',
    label: 'Read, write',
    description: 'rw-p: private data. What is written is seen by this process only.',
    hue: 'anonymous',
    part: 0.95,
  },
  {
    id: 'perms-shared',
    label: 'Read, write, shared',
    description: 'rw-s: what is written reaches the file, or all processes that share the memory.',
    hue: 'shared',
    part: 0.95,
  },
  {
    id: 'perms-wx',
    label: 'Write, execute',
    description: 'Writable and executable at once: whatever is written there can be run.',
    hue: 'wx',
    part: 1,
    pattern: 'crossed',
  },
  {
    id: 'perms-execute',
    label: 'Execute only',
    description: '--x: code that cannot be read as data.',
    hue: 'thread-stack',
    part: 0.95,
    pattern: 'falling',
  },
  {
    id: 'perms-write-only',
    label: 'Write only',
    description: '-w-: can be written, but not read.',
    hue: 'device',
    part: 1,
    pattern: 'dots',
  },
  {
    id: 'perms-none',
    label: 'No access',
    description: '---: reserved space and guards; touching it ends the program.',
    hue: 'reserved',
    part: 0.16,
    pattern: 'rising',
  },
  {
    id: 'perms-unknown',
    label: 'Unknown',
    description: 'The source does not tell the permissions.',
    hue: 'unknown',
    part: 0.35,
    pattern: 'level',
  },
];

const at = (id: string): number => PERMISSIONS.findIndex((category) => category.id === `perms-${id}`);
const [NONE, READ, WRITE, EXECUTE] = [at('none'), at('read'), at('write-only'), at('execute')];
/** The category of each value of the bits read 1, write 2, execute 4. */
const BY_ACCESS = [NONE, READ, WRITE, at('write'), EXECUTE, at('code'), at('wx'), at('wx')];

/** Never unknown by mistake: a source that tells no permissions has them all unknown. */
export function byPermissions({ regions }: ColourSubject): Coloured {
  const ofBits = Uint8Array.from({ length: 256 }, (_, bits) => {
    if (bits & Perm.unknown) return at('unknown');
    const access = BY_ACCESS[bits & (Perm.read | Perm.write | Perm.execute)] ?? NONE;
    return access === at('write') && bits & Perm.shared ? at('shared') : access;
  });
  return { categories: PERMISSIONS, column: regions.perms.subarray(0, regions.count).map((bits) => ofBits[bits] ?? 0) };
}
