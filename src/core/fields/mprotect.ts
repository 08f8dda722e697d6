/**
 * What mprotect may still change about a region. VmFlags tell it exactly (`mr`, `mw`, `me`: the VM_MAY bits that
 * mprotect_fixup() in mm/mprotect.c checks against); without them only the rule is known.
 */
import { prose, text, type Text } from './text.ts';

const RIGHTS = [
  { now: 'rd', may: 'mr', name: 'read' },
  { now: 'wr', may: 'mw', name: 'write' },
  { now: 'ex', may: 'me', name: 'execute' },
] as const;

/**
 * What mprotect may still change, in a sentence or two.
 * @param perms the four letters
 * @param flags the region's VmFlags; undefined when the source has none
 * @param hasFile whether an object with an inode is behind the region; undefined when that is not known
 */
export function mayChange(perms: string, flags: readonly string[] | undefined, hasFile: boolean | undefined): Text {
  if (perms.endsWith('S'))
    return ['mprotect does not exist on kernels without an MMU: the permissions stay as they are.'];
  return (flags && mayChangeByFlags(flags)) ?? byRule(perms, hasFile);
}

/** What VmFlags say of it; undefined when they say nothing. */
export function mayChangeByFlags(flags: readonly string[]): Text | undefined {
  // Emulators print rd, wr, ex alone, while a kernel sets VM_MAYREAD with VM_READ: without any of them nothing is known.
  if (!RIGHTS.some(({ may }) => flags.includes(may))) return undefined;
  if (flags.includes('sl')) return prose('Sealed (`sl`): mprotect is refused, the permissions stay as they are.');
  const has = (flag: string): boolean => flags.includes(flag);
  const addable = RIGHTS.filter(({ now, may }) => !has(now) && has(may)).map(({ name }) => name);
  const never = RIGHTS.filter(({ now, may }) => !has(now) && !has(may)).map(({ name }) => name);
  const add =
    addable.length > 0 ? `mprotect may still add ${list(addable)}` : 'mprotect can only take permissions away';
  return text`${add}${never.length > 0 ? `; ${list(never)} can never be added` : ''} (from VmFlags).`;
}

function byRule(perms: string, hasFile: boolean | undefined): Text {
  const missing = RIGHTS.filter((_, i) => perms[i] === '-').map(({ name }) => name);
  if (missing.length === 0) return ['mprotect may take permissions away and give them back.'];
  if (perms[3] === 's') {
    return perms[1] === 'w'
      ? [`mprotect may still add ${list(missing)} if the object allows it.`]
      : ['mprotect may add write only if the file was opened for writing: VmFlags mw in smaps tells.'];
  }
  const add = `mprotect may still add ${list(missing)}`;
  if (hasFile !== true) return [`${add}, unless a security policy forbids it.`];
  const limits = [
    ...(missing.includes('write') ? ['writes would go to private copies, never to the file'] : []),
    ...(missing.includes('execute') ? ['a file system mounted noexec refuses execute'] : []),
  ];
  return [`${[add, ...limits].join('; ')}.`];
}

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}
