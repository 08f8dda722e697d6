/** What was looked at to find a gate, a line a file, so that everybody can look again. */
import type { AccessFacts } from './access-facts.ts';
import { capabilitiesIn } from './capabilities.ts';
import { type Credentials, perfmonIsEnough } from './credentials.ts';
import { versionText } from './kernel-version.ts';

/** A file below /proc, and what it says in words. Safe to print. */
export interface Evidence {
  readonly file: string;
  readonly found: string;
}

/** The evidence of facts, in the order of the gates. */
export function evidenceOf(facts: AccessFacts): readonly Evidence[] {
  const { pid } = facts;
  const lines: readonly [file: string, found: string | undefined][] = [
    ['self/mountinfo', mountWords(facts)],
    ['self/status', who(facts.reader, facts.reader.effective, 'effective')],
    [`${pid}/status`, facts.target ? who(facts.target, facts.target.permitted, 'permitted') : 'may not be read'],
    [`${pid}/status`, namespaceWords(facts)],
    ['self/uid_map', userNamespaceWords(facts)],
    [`${pid}/uid_map`, sameNamespaceWords(facts)],
    [`${pid}/maps`, dumpableWords(facts)],
    ['sys/kernel/osrelease', kernelWords(facts)],
    [
      'self/attr/current',
      facts.label === undefined ? undefined : `a security module calls the reader “${facts.label}”`,
    ],
    [
      'sys/kernel/yama/ptrace_scope',
      facts.yama === undefined ? undefined : `${facts.yama}: of no matter, Yama guards attaching and not reading`,
    ],
  ];
  return lines.flatMap(([file, found]) => (found === undefined ? [] : [{ file, found }]));
}

function who({ uids, gids }: Credentials, set: bigint, kind: string): string {
  if (uids.length === 0) return 'does not tell users and groups';
  return `user IDs ${uids.join(' ')}, group IDs ${gids.join(' ')} (real, effective, saved, file system); ${kind} capabilities: ${capabilitiesIn(set)}`;
}

function mountWords({ mount }: AccessFacts): string | undefined {
  if (!mount) return undefined;
  if (mount.hidePid === undefined) return '/proc is mounted without hidepid';
  if (mount.hidePid === '4')
    return `hidepid=${mount.printed}: only what may be traced is shown, gid= makes no exception`;
  const group = mount.group === 0 ? 'the group root (0)' : `group ID ${mount.group}`;
  return `hidepid=${mount.printed}, with an exception for ${group}`;
}

function namespaceWords({ namespacePids }: AccessFacts): string | undefined {
  return namespacePids.length < 2
    ? undefined
    : `in a PID namespace of its own (a container), where its PID is ${namespacePids.at(-1)}`;
}

function userNamespaceWords({ inUserNamespace }: AccessFacts): string | undefined {
  if (inUserNamespace === undefined) return undefined;
  return inUserNamespace ? 'the reader is in a user namespace of its own' : 'the reader is in the first user namespace';
}

function sameNamespaceWords({ sameNamespace }: AccessFacts): string | undefined {
  return sameNamespace === false ? 'the process is in another user namespace than the reader' : undefined;
}

function dumpableWords({ dumpable }: AccessFacts): string | undefined {
  if (dumpable === undefined) return undefined;
  return dumpable ? 'belongs to the user of the process' : 'belongs to root and not to the user of the process';
}

/** CAP_PERFMON opens maps to readers in the first user namespace, and of processes that are not hidden. */
function kernelWords({ kernel, code, inUserNamespace }: AccessFacts): string | undefined {
  if (!kernel || code !== 'EACCES' || inUserNamespace === true) return undefined;
  const perfmon = perfmonIsEnough(kernel) === true ? 'is enough to read maps' : 'is not enough yet, it is from 6.15 on';
  return `Linux ${versionText(kernel)}: CAP_PERFMON ${perfmon}`;
}
