/**
 * Which of the kernel's gates keeps a map closed. They stand in the order of `__ptrace_may_access()` in kernel/ptrace.c
 * and `has_pid_permissions()` in fs/proc/base.c; the system call only says EACCES or EPERM, so the gate is found by
 * looking at what each of them looks at. Yama is none of them: it guards attaching, not reading.
 */
import { statSync } from 'node:fs';
import { errorCode } from './files.ts';
import { credentials, type Credentials, hidePid, inUserNamespace, mayTraceAll, readOptional } from './reader.ts';
import { Users } from './users.ts';

/** What the gates look at. */
export interface AccessFacts {
  /** `EACCES` or `EPERM`. */
  readonly code: string;
  readonly reader: Credentials;
  /** undefined when not even `status` can be read. */
  readonly target: Credentials | undefined;
  /** False when the kernel gave the process's files to root because it may not be dumped; undefined when not told. */
  readonly dumpable: boolean | undefined;
  /** See `inUserNamespace`. */
  readonly inUserNamespace: boolean;
  /** See `hidePid`. */
  readonly hidePid: string | undefined;
  /** Shows a user. */
  readonly user: (uid: number) => string;
}

/** A gate: whether it is the one that closed, what to say, and the next step. */
interface Gate {
  readonly name: string;
  readonly title: string;
  readonly closed: (facts: AccessFacts) => boolean;
  readonly message: (facts: AccessFacts) => string;
  readonly advice: string;
}

const RUN_AS =
  'Run VS Code (on a remote machine: its server) as root or as that user, or give it the capability CAP_SYS_PTRACE; ' +
  'since Linux 6.15 CAP_PERFMON is enough.';

/** The gates; the first that closed is the answer. */
export const GATES: readonly Gate[] = [
  {
    name: 'hidepid',
    title: 'Hidden by hidepid',
    closed: ({ code, hidePid: option }) => code === 'EPERM' && option !== undefined,
    message: ({ hidePid: option }) =>
      `/proc is mounted with hidepid=${option}, which closes the processes of other users.`,
    advice: 'An administrator can let your group in: mount -o remount,gid=GROUP /proc',
  },
  {
    name: 'user-namespace',
    title: 'Outside of the user namespace',
    closed: (facts) => facts.inUserNamespace && mayTraceAll(facts.reader),
    message: () => 'It runs outside of the user namespace (a rootless container) in which VS Code is root.',
    advice: 'Run VS Code outside of the container, or open the map from there.',
  },
  {
    name: 'security-module',
    title: 'Refused by a security module',
    closed: ({ reader }) => mayTraceAll(reader),
    message: () => 'A security module (SELinux, AppArmor, or the profile of a container) refuses it.',
    advice: 'Look for the refusal in the audit log: journalctl -k | grep -i -e avc -e apparmor',
  },
  {
    name: 'root-without-capability',
    title: 'CAP_SYS_PTRACE is missing',
    closed: ({ reader, target }) => reader.uids[3] === 0 && (target === undefined || !sameIds(reader, target)),
    message: (facts) =>
      `It belongs to ${owner(facts)}, and VS Code runs as root but without the capability CAP_SYS_PTRACE, as is usual in a container.`,
    advice: 'Start the container with --cap-add=SYS_PTRACE; since Linux 6.15 --cap-add=PERFMON is enough.',
  },
  {
    name: 'other-user',
    title: 'Belongs to another user',
    closed: ({ reader, target }) => target !== undefined && !sameAs(reader.uids[3], target.uids),
    message: (facts) => `It belongs to ${owner(facts)}, and VS Code runs as ${facts.user(facts.reader.uids[3] ?? -1)}.`,
    advice: RUN_AS,
  },
  {
    name: 'other-group',
    title: 'Runs with another group',
    closed: ({ reader, target }) => target !== undefined && !sameAs(reader.gids[3], target.gids),
    message: ({ reader, target }) =>
      `It runs as the same user but with another group (group ID ${target?.gids[1]}, VS Code has ${reader.gids[3]}), and the kernel compares both.`,
    advice: RUN_AS,
  },
  {
    name: 'not-dumpable',
    title: 'Protected from its own user',
    closed: ({ dumpable }) => dumpable === false,
    message: () =>
      'It protects itself from its own user (it is not dumpable): it was started setuid or with file capabilities, gave up another user’s rights, or asked for it with prctl(PR_SET_DUMPABLE).',
    advice: RUN_AS,
  },
  {
    name: 'more-capabilities',
    title: 'Holds more capabilities',
    closed: ({ reader, target }) => target !== undefined && (target.permitted & ~reader.effective) !== 0n,
    message: () => 'It runs as the same user but holds capabilities that VS Code does not have.',
    advice: RUN_AS,
  },
  {
    name: 'security-module-or-namespace',
    title: 'Refused by the kernel',
    closed: () => true,
    message: ({ code }) =>
      `The kernel refuses it (${code}) though user and group are the same: a security module (SELinux, AppArmor) or a user namespace stands between.`,
    advice: 'Look for the refusal in the audit log: journalctl -k | grep -i -e avc -e apparmor',
  },
];

/** Finds the gate that closed. */
export function closedGate(facts: AccessFacts): { name: string; title: string; message: string; advice: string } {
  const gate = GATES.find(({ closed }) => closed(facts));
  if (!gate) throw new Error('The last gate is always closed.');
  const { name, title, message, advice } = gate;
  return { name, title, message: message(facts), advice };
}

/** Looks at everything the gates look at. */
export function accessFacts(root: string, pid: number, code: string): AccessFacts {
  const status = readOptional(`${root}/${pid}/status`);
  const target = status === undefined ? undefined : credentials(status);
  const users = new Users();
  users.refresh();
  return {
    code,
    reader: credentials(readOptional(`${root}/self/status`) ?? ''),
    target,
    dumpable: isDumpable(`${root}/${pid}/maps`, target),
    inUserNamespace: inUserNamespace(root),
    hidePid: hidePid(root),
    user: (uid) => (uid < 0 ? 'an unknown user' : `${users.name(uid)} (user ID ${uid})`),
  };
}

/** Files of a process belong to its effective user, and to root when it may not be dumped (`task_dump_owner()`). */
function isDumpable(path: string, target: Credentials | undefined): boolean | undefined {
  const effective = target?.uids[1];
  // For a process of root both look the same.
  if (effective === undefined || effective === 0) return undefined;
  try {
    return statSync(path).uid === effective;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined;
  }
}

function owner({ target, user }: AccessFacts): string {
  return user(target?.uids[1] ?? -1);
}

/** The check wants the reader's file system ID to equal the real, effective and saved ID, all three. */
function sameAs(id: number | undefined, ids: readonly number[]): boolean {
  return id !== undefined && ids.length >= 3 && ids.slice(0, 3).every((other) => other === id);
}

function sameIds(reader: Credentials, target: Credentials): boolean {
  return sameAs(reader.uids[3], target.uids) && sameAs(reader.gids[3], target.gids);
}
