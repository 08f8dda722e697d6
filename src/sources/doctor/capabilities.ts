/** The names of capabilities, in the order of their bits (include/uapi/linux/capability.h, capabilities(7)). */

const NAMES = [
  'CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE',
  'NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN',
  'SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE',
  'MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE',
]
  .join(' ')
  .split(' ')
  .map((name) => `CAP_${name}`);

/** Capabilities that decide whether memory may be read. */
export type ReadingCapability = 'CAP_SYS_PTRACE' | 'CAP_PERFMON' | 'CAP_SYS_ADMIN';

/** So many names are a list that somebody reads. */
const MOST = 6;

/** Whether a set, as `status` prints it, holds a capability. */
export function hasCapability(set: bigint, name: ReadingCapability): boolean {
  return ((set >> BigInt(NAMES.indexOf(name))) & 1n) === 1n;
}

/** A set in words: `none`, `CAP_CHOWN and CAP_KILL`, `41 capabilities`. A bit that has no name here is told by its number. */
export function capabilitiesIn(set: bigint): string {
  const names = Array.from(set.toString(2))
    .toReversed()
    .flatMap((bit, i) => (bit === '1' ? [NAMES[i] ?? `CAP_${i}`] : []));
  if (names.length === 0) return 'none';
  if (names.length > MOST) return `${names.length} capabilities`;
  const last = names.pop() ?? '';
  return names.length === 0 ? last : `${names.join(', ')} and ${last}`;
}
