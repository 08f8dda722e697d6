/** Who reads: the credentials of this process and how its /proc is mounted, as far as they decide what may be read. */
import { readFileSync } from 'node:fs';
import { errorCode } from './files.ts';
import { statusField } from './status.ts';

/** A bit of capabilities(7). */
const CAP_SYS_PTRACE = 19n;

/** Credentials as `/proc/PID/status` shows them. */
export interface Credentials {
  /** Real, effective, saved and file system user ID; empty when they could not be read. */
  readonly uids: readonly number[];
  /** The same of groups. */
  readonly gids: readonly number[];
  readonly permitted: bigint;
  readonly effective: bigint;
}

/** The credentials in a status text. */
export function credentials(status: string): Credentials {
  return {
    uids: numbers(statusField(status, 'Uid')),
    gids: numbers(statusField(status, 'Gid')),
    permitted: hex(statusField(status, 'CapPrm')),
    effective: hex(statusField(status, 'CapEff')),
  };
}

/** True when the credentials let their owner read any process of its user namespace. */
export function mayTraceAll({ effective }: Credentials): boolean {
  return ((effective >> CAP_SYS_PTRACE) & 1n) === 1n;
}

/** A file of procfs as text; undefined when it cannot be read. */
export function readOptional(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined; // Which file is missing is itself a fact: the caller treats it as not told.
  }
}

/**
 * True when this process lives in a user namespace of its own (a rootless container): its root has no rights over
 * processes outside. The first namespace maps all IDs to themselves (user_namespaces(7)).
 */
export function inUserNamespace(root: string): boolean {
  const map = readOptional(`${root}/self/uid_map`);
  return map !== undefined && map.trim().split(/\s+/).join(' ') !== '0 0 4294967295';
}

/** The mount option `hidepid` of this procfs (1 to 4, or its words since Linux 5.8); undefined when it is not set. */
export function hidePid(root: string): string | undefined {
  return hidePidIn(readOptional(`${root}/self/mountinfo`) ?? '', root);
}

/** The same from a text of mountinfo, for the procfs that is mounted on `root`. */
export function hidePidIn(mountInfo: string, root: string): string | undefined {
  let option: string | undefined;
  for (const line of mountInfo.split('\n')) {
    const [head, tail] = line.split(' - ');
    // Of several mounts on one place the last is the one that is seen.
    if (head?.split(' ')[4] === root) option = /(?:^|,)hidepid=([^,]+)/.exec(tail?.split(' ')[2] ?? '')?.[1];
  }
  return option === '0' || option === 'off' ? undefined : option;
}

/**
 * Why processes are missing from a listing; undefined when nothing tells.
 * @param refused how many are listed and refused
 */
export function hiddenProcesses(root: string, refused: number): string | undefined {
  return hiddenBy(hidePid(root), root, refused);
}

/** The same when the mount option is known: see `hidePid`. */
export function hiddenBy(option: string | undefined, root: string, refused: number): string | undefined {
  if (option !== undefined) {
    return (
      `Processes of other users are not shown, because ${root} is mounted with hidepid=${option}. ` +
      `An administrator can let a group see them: mount -o remount,gid=GROUP ${root}`
    );
  }
  return refused === 0 ? undefined : `${refused} processes are not shown: the kernel refuses to tell anything of them.`;
}

function numbers(field: string | undefined): number[] {
  return field === undefined ? [] : field.split(/\s+/).map(Number);
}

function hex(field: string | undefined): bigint {
  return field !== undefined && /^[0-9a-f]+$/.test(field) ? BigInt(`0x${field}`) : 0n;
}
