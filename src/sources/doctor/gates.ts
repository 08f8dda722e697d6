/**
 * Which of the kernel's gates keeps a map closed. They stand in the order of `has_pid_permissions()` in fs/proc/base.c and
 * `__ptrace_may_access()` in kernel/ptrace.c; the system call only says EACCES or EPERM, so the gate is found by looking at
 * what each of them looks at. Yama is none of them: it guards attaching, not reading.
 */
import type { AccessFacts } from './access-facts.ts';
import { mayReadAll, mayTraceAll, perfmonIsEnough, sameAs, sameIds } from './credentials.ts';
import { versionText } from './kernel-version.ts';

export type GateName =
  | 'hidepid'
  | 'hidepid-or-gone'
  | 'user-namespace'
  | 'security-module'
  | 'root-without-capability'
  | 'other-user'
  | 'other-group'
  | 'not-dumpable'
  | 'more-capabilities'
  | 'root-not-dumpable'
  | 'unknown-gate';

/** What has to be done to open a gate; how depends on the source: see steps.ts. */
export type Remedy = 'rights' | 'container' | 'namespace' | 'module' | 'hidepid';

/** A gate: whether it is the one that closed, and what to say. */
export interface Gate {
  readonly name: GateName;
  readonly title: string;
  readonly remedy: Remedy;
  readonly closed: (facts: AccessFacts) => boolean;
  /** @param reader who reads, as the subject of a sentence */
  readonly message: (facts: AccessFacts, reader: string) => string;
}

/** The gates; the first that closed is the answer. */
const GATES: readonly Gate[] = [
  {
    name: 'hidepid',
    title: 'Hidden by hidepid',
    remedy: 'hidepid',
    closed: ({ code, mount }) => code === 'EPERM' && mount?.hidePid !== undefined,
    message: ({ mount }) =>
      `/proc is mounted with hidepid=${mount?.printed}, which closes the processes of other users.`,
  },
  {
    name: 'hidepid-or-gone',
    title: 'Ended, or hidden by hidepid',
    remedy: 'hidepid',
    closed: ({ code }) => code === 'ENOENT',
    message: ({ mount }) =>
      `Either it has ended, or it belongs to another user: /proc is mounted with hidepid=${mount?.printed}, which hides those.`,
  },
  {
    name: 'user-namespace',
    title: 'Outside of the user namespace',
    remedy: 'namespace',
    // Who has no capability there is kept out all the same, whatever IDs it sees: those that it has no names for all look alike.
    closed: ({ inUserNamespace, sameNamespace, reader }) =>
      inUserNamespace === true && (sameNamespace === false || (sameNamespace === undefined && mayTraceAll(reader))),
    message: ({ reader: { uids } }, reader) =>
      `It runs outside of the user namespace (a rootless container) in which ${reader} ${uids[3] === 0 ? 'is root' : 'runs'}.`,
  },
  {
    name: 'security-module',
    title: 'Refused by a security module',
    remedy: 'module',
    closed: ({ reader, kernel, inUserNamespace }) => mayReadAll(reader, kernel, inUserNamespace),
    message: (_, reader) =>
      `A security module (SELinux, AppArmor, or the profile of a container) refuses it: ${reader} has the capability that opens all other gates.`,
  },
  {
    name: 'root-without-capability',
    title: 'CAP_SYS_PTRACE is missing',
    remedy: 'container',
    closed: ({ reader, target }) => reader.uids[3] === 0 && (target === undefined || !sameIds(reader, target)),
    message: (facts, reader) =>
      `It belongs to ${owner(facts)}, and ${reader} runs as root but without the capability CAP_SYS_PTRACE, as is usual in a container. ${enough(facts)}`,
  },
  {
    name: 'other-user',
    title: 'Belongs to another user',
    remedy: 'rights',
    closed: ({ reader, target }) => target !== undefined && !sameAs(reader.uids[3], target.uids),
    message: (facts, reader) =>
      `It belongs to ${owner(facts)}, and ${reader} runs as ${userOf(facts, facts.reader.uids[3])}. ${enough(facts)}`,
  },
  {
    name: 'other-group',
    title: 'Runs with another group',
    remedy: 'rights',
    closed: ({ reader, target }) => target !== undefined && !sameAs(reader.gids[3], target.gids),
    message: (facts, reader) =>
      `It runs as the same user but with another group (group ID ${facts.target?.gids[1]}, ${reader} has ${facts.reader.gids[3]}), and the kernel compares both. ${enough(facts)}`,
  },
  {
    name: 'not-dumpable',
    title: 'Protected from its own user',
    remedy: 'rights',
    closed: ({ dumpable }) => dumpable === false,
    message: (facts) =>
      `It protects itself from its own user (it is not dumpable): it was started setuid or with file capabilities, gave up another user’s rights, or asked for it with prctl(PR_SET_DUMPABLE). ${enough(facts)}`,
  },
  {
    name: 'more-capabilities',
    title: 'Holds more capabilities',
    remedy: 'rights',
    closed: ({ reader, target }) => target !== undefined && (target.permitted & ~reader.effective) !== 0n,
    message: (facts, reader) =>
      `It runs as the same user but holds capabilities that ${reader} does not have. ${enough(facts)}`,
  },
  {
    name: 'root-not-dumpable',
    title: 'Protected, or refused by a security module',
    remedy: 'container',
    // Whose the files are tells nothing of a process of root: see isDumpable. What runs as another user has gone by above.
    closed: ({ reader, target }) => reader.uids[3] === 0 && target !== undefined,
    message: (facts, reader) =>
      `It runs as root, as ${reader} does. Most likely it protects itself: it is not dumpable, which nothing in /proc shows of a process of root. ${enough(facts)} Otherwise a security module (SELinux, AppArmor) refuses it.`,
  },
  {
    name: 'unknown-gate',
    title: 'Refused by the kernel',
    remedy: 'module',
    closed: () => true,
    message: ({ code, target }) =>
      target === undefined
        ? `The kernel refuses it (${code}) and tells nothing of the process: a security module (SELinux, AppArmor) or a sandbox stands between.`
        : `The kernel refuses it (${code}) though user and group are the same: a security module (SELinux, AppArmor) or a user namespace stands between.`,
  },
];

/** Finds the gate that closed. */
export function closedGate(facts: AccessFacts): Gate {
  const gate = GATES.find(({ closed }) => closed(facts));
  if (!gate) throw new Error('The last gate is always closed.');
  return gate;
}

/** Whether a process that is not to be seen may be there: hidepid hides it from who may not trace it and is in no exception. */
export function mayBeHidden({ mount, reader }: AccessFacts): boolean {
  if (mayTraceAll(reader)) return false;
  if (mount?.hidePid === '2') return reader.gids[3] !== mount.group && !reader.groups.includes(mount.group);
  return mount?.hidePid === '4';
}

/** Which capability would do, by the kernel's version. */
function enough({ kernel, inUserNamespace }: AccessFacts): string {
  if (inUserNamespace === true) return 'The capability CAP_SYS_PTRACE would be enough.';
  switch (perfmonIsEnough(kernel)) {
    case true:
      return `The capability CAP_SYS_PTRACE would be enough, and on this kernel (${kernel && versionText(kernel)}) CAP_PERFMON too.`;
    case false:
      return `Only the capability CAP_SYS_PTRACE would be enough: CAP_PERFMON is from Linux 6.15 on, and this is ${kernel && versionText(kernel)}.`;
    case undefined:
      return 'The capability CAP_SYS_PTRACE would be enough, and since Linux 6.15 CAP_PERFMON too.';
  }
}

function owner(facts: AccessFacts): string {
  return userOf(facts, facts.target?.uids[1]);
}

function userOf({ user }: AccessFacts, uid: number | undefined): string {
  return uid === undefined ? 'an unknown user' : user(uid);
}
