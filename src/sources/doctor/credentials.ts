/** Who reads and who is read: the credentials that the kernel compares. */
import { statusField } from '../local/status.ts';
import { hasCapability } from './capabilities.ts';
import { isSince, type KernelVersion } from './kernel-version.ts';

/** Credentials as `/proc/PID/status` shows them. */
export interface Credentials {
  /** Real, effective, saved and file system user ID; empty when they could not be read. */
  readonly uids: readonly number[];
  /** The same of groups. */
  readonly gids: readonly number[];
  /** Further groups. */
  readonly groups: readonly number[];
  readonly permitted: bigint;
  readonly effective: bigint;
  /** A file that gives another capability than these is not run at all (capabilities(7)); undefined when not told. */
  readonly bounding: bigint | undefined;
}

/** The credentials in a status text. */
export function credentials(status: string): Credentials {
  const bounding = statusField(status, 'CapBnd');
  return {
    uids: numbers(statusField(status, 'Uid')),
    gids: numbers(statusField(status, 'Gid')),
    groups: numbers(statusField(status, 'Groups')),
    permitted: hex(statusField(status, 'CapPrm')),
    effective: hex(statusField(status, 'CapEff')),
    bounding: bounding === undefined ? undefined : hex(bounding),
  };
}

/** True when the credentials let their owner read any process of its user namespace. */
export function mayTraceAll({ effective }: Credentials): boolean {
  return hasCapability(effective, 'CAP_SYS_PTRACE');
}

/** Since when `may_access_mm()` in kernel/fork.c lets through who may monitor performance (`perfmon_capable()`). */
const PERFMON_SINCE: KernelVersion = { major: 6, minor: 15 };

/** Whether CAP_PERFMON is enough to read maps and its like; undefined when the version is not known. */
export function perfmonIsEnough(kernel: KernelVersion | undefined): boolean | undefined {
  return kernel && isSince(kernel, PERFMON_SINCE);
}

/**
 * True when nothing but the security modules can keep the memory of any process closed: CAP_SYS_PTRACE, or what `mayMonitorAll`
 * asks for. Only the former counts for a process of this user namespace.
 */
export function mayReadAll(
  reader: Credentials,
  kernel: KernelVersion | undefined,
  inUserNamespace: boolean | undefined,
): boolean {
  return mayTraceAll(reader) || mayMonitorAll(reader, kernel, inUserNamespace);
}

/** Since Linux 6.15: CAP_PERFMON or CAP_SYS_ADMIN of the first user namespace, which open the maps of every process that is shown. */
export function mayMonitorAll(
  reader: Credentials,
  kernel: KernelVersion | undefined,
  inUserNamespace: boolean | undefined,
): boolean {
  if (inUserNamespace !== false || perfmonIsEnough(kernel) !== true) return false;
  return hasCapability(reader.effective, 'CAP_PERFMON') || hasCapability(reader.effective, 'CAP_SYS_ADMIN');
}

/** The check wants the reader's file system ID to equal the real, effective and saved ID, all three. */
export function sameAs(id: number | undefined, ids: readonly number[]): boolean {
  return id !== undefined && ids.length >= 3 && ids.slice(0, 3).every((other) => other === id);
}

/** The same for user and group. */
export function sameIds(reader: Credentials, target: Credentials): boolean {
  return sameAs(reader.uids[3], target.uids) && sameAs(reader.gids[3], target.gids);
}

function numbers(field: string | undefined): number[] {
  return field !== undefined && /^\d+(?:\s+\d+)*$/.test(field) ? field.split(/\s+/).map(Number) : [];
}

function hex(field: string | undefined): bigint {
  return field !== undefined && /^[0-9a-f]+$/.test(field) ? BigInt(`0x${field}`) : 0n;
}
