/**
 * What the kernel's gates look at, gathered from files of /proc that everybody may read. Who reads them is left to the caller:
 * at once on this machine, in one round trip behind a shell.
 */
import { printable } from '../../core/memory-map/printable.ts';
import { userNames } from '../local/users.ts';
import { statusField } from '../local/status.ts';
import { credentials, type Credentials, mayMonitorAll } from './credentials.ts';
import { kernelVersion, type KernelVersion } from './kernel-version.ts';
import { procMount, type ProcMount } from './proc-mount.ts';

/** What the gates look at. What was not told is undefined. */
export interface AccessFacts {
  readonly pid: number;
  /** `EACCES`, `EPERM`, or `ENOENT` where hidepid may hide the process. */
  readonly code: string;
  readonly reader: Credentials;
  /** undefined when not even `status` can be read. */
  readonly target: Credentials | undefined;
  /** False when the kernel gave the process's files to root because it may not be dumped. */
  readonly dumpable: boolean | undefined;
  /** Whether the reader lives in a user namespace of its own, as the root of a rootless container does. */
  readonly inUserNamespace: boolean | undefined;
  /** Whether the target lives in the same one, as far as their ID maps tell. */
  readonly sameNamespace: boolean | undefined;
  /** The PIDs of the target, from this procfs's namespace inwards. */
  readonly namespacePids: readonly number[];
  readonly mount: ProcMount | undefined;
  readonly kernel: KernelVersion | undefined;
  /** What SELinux or AppArmor call the reader; safe to print. */
  readonly label: string | undefined;
  /** `ptrace_scope` of Yama. */
  readonly yama: string | undefined;
  /** The first argument of the target: for an app of Android its package; safe to print. */
  readonly program: string | undefined;
  /** Shows a user. */
  readonly user: (uid: number) => string;
}

/** The texts of files of /proc by their paths below it; a file that may not be read has none. */
export type ProcTexts = ReadonlyMap<string, string>;

const SELF = {
  status: 'self/status',
  uidMap: 'self/uid_map',
  mounts: 'self/mountinfo',
  release: 'sys/kernel/osrelease',
  label: 'self/attr/current',
  yama: 'sys/kernel/yama/ptrace_scope',
  // The reader's own root holds the names of its users, also behind a shell.
  users: 'self/root/etc/passwd',
};

/** The files that tell what {@link monitorsAll} looks at. */
export const READER_PATHS: readonly string[] = [SELF.status, SELF.uidMap, SELF.release];

/** `mayMonitorAll` of the reader, whose files the texts are; see {@link READER_PATHS}. */
export function monitorsAll(texts: ProcTexts): boolean {
  return mayMonitorAll(
    credentials(texts.get(SELF.status) ?? ''),
    kernelVersion(texts.get(SELF.release)),
    isInUserNamespace(idMap(texts.get(SELF.uidMap))),
  );
}

/** The files that facts are made of. */
export function accessPaths(pid: number): readonly string[] {
  return [...Object.values(SELF), `${pid}/status`, `${pid}/uid_map`, `${pid}/cmdline`];
}

/** How the read ended that is to be explained. */
export interface Refused {
  readonly pid: number;
  readonly code: string;
  /** See `Procfs.isOwn`, of one of the process's files. */
  readonly isOwn: boolean | undefined;
  /** Where the procfs is mounted that was read. */
  readonly mountPoint: string;
}

/** Makes facts of texts. */
export function accessFacts({ pid, code, isOwn, mountPoint }: Refused, texts: ProcTexts): AccessFacts {
  const status = texts.get(`${pid}/status`);
  const reader = credentials(texts.get(SELF.status) ?? '');
  const target = status === undefined ? undefined : credentials(status);
  const own = idMap(texts.get(SELF.uidMap));
  const other = idMap(texts.get(`${pid}/uid_map`));
  const names = userNames(texts.get(SELF.users) ?? '');
  return {
    pid,
    code,
    reader,
    target,
    dumpable: isDumpable(isOwn, reader, target),
    inUserNamespace: isInUserNamespace(own),
    sameNamespace: own === undefined || other === undefined ? undefined : own === other,
    namespacePids: (statusField(status ?? '', 'NSpid') ?? '').split(/\s+/).filter(Boolean).map(Number),
    mount: procMount(texts.get(SELF.mounts), mountPoint),
    kernel: kernelVersion(texts.get(SELF.release)),
    label: word(texts.get(SELF.label)),
    yama: word(texts.get(SELF.yama)),
    program: word(texts.get(`${pid}/cmdline`)?.split('\0')[0]),
    user: (uid) => `${names.get(uid) ?? uid} (user ID ${uid})`,
  };
}

/** The first namespace maps all IDs to themselves (user_namespaces(7)). */
const FIRST_NAMESPACE = '0 0 4294967295';

function isInUserNamespace(own: string | undefined): boolean | undefined {
  return own === undefined ? undefined : own !== FIRST_NAMESPACE;
}

/** Empty in a namespace that maps no IDs, as `unshare --user` makes it. */
function idMap(text: string | undefined): string | undefined {
  return text?.trim().split(/\s+/).join(' ');
}

/**
 * Files of a process belong to its effective user, and to root when it may not be dumped (`task_dump_owner()` in fs/proc/base.c).
 * For a process of root both look the same, and one of another user's is closed by that.
 */
function isDumpable(
  own: boolean | undefined,
  reader: Credentials,
  target: Credentials | undefined,
): boolean | undefined {
  const effective = target?.uids[1];
  return effective === undefined || effective === 0 || effective !== reader.uids[1] ? undefined : own;
}

function word(text: string | undefined): string | undefined {
  const shown = printable((text ?? '').replace(/[\0\n]+$/, ''));
  return shown === '' ? undefined : shown;
}
