/** Next steps on this machine, on one behind SSH, and for what was saved. */
import { shellLine, shellWord } from '../../core/locate/shell-word.ts';
import type { AccessFacts } from './access-facts.ts';
import { hasCapability, type ReadingCapability } from './capabilities.ts';
import { perfmonIsEnough, sameAs } from './credentials.ts';
import { logStep, step, type SpecOf, type Step, type Steps, type StepSubject } from './step.ts';

type Local = StepSubject<SpecOf<'local'>>;
type Ssh = StepSubject<SpecOf<'ssh'>>;

/** Whether the reader can be given a capability: in most containers root has no CAP_SYS_PTRACE either. */
function canHave({ reader: { bounding } }: AccessFacts, name: ReadingCapability): boolean {
  return bounding === undefined || hasCapability(bounding, name);
}

/** Reads one map with the rights of root, whoever runs VS Code, or where root may not read it with those of its own user. */
function once({ facts }: Local): Step[] {
  const { pid, target, dumpable } = facts;
  const save = `cat /proc/${pid}/maps > ${pid}.maps`;
  if (canHave(facts, 'CAP_SYS_PTRACE'))
    return [step('Or save the map as root once, and open the file', `sudo ${save}`)];
  const [uid] = target?.uids ?? [];
  const [gid] = target?.gids ?? [];
  if (!target || dumpable === false || !sameAs(uid, target.uids) || !sameAs(gid, target.gids)) return [];
  const ids = `--reuid=${uid} --regid=${gid} --clear-groups`;
  return [step('Or save the map once as the user of the process, and open the file', `sudo setpriv ${ids} ${save}`)];
}

/** What a container has to be started with. */
function containerSteps(facts: AccessFacts): Step[] {
  return [
    step('In a dev container, add this to devcontainer.json and rebuild it', '"capAdd": ["SYS_PTRACE"]'),
    step('Start another container with this option', capabilityOption(facts)),
  ];
}

/**
 * A capability on the program that reads. Only on a Node of its own, as VS Code Server has: VS Code for the desktop finds its
 * libraries by `$ORIGIN`, which ld.so(8) leaves aside for a program with capabilities, so that it would not start any more.
 * No program starts any more with one that the container it runs in does not let it have.
 */
function capability({ facts, executable }: Local): Step[] {
  if (!canHave(facts, 'CAP_SYS_PTRACE')) return containerSteps(facts);
  if (!/^node[\w.-]*$/.test(executable.slice(executable.lastIndexOf('/') + 1))) {
    return [
      step(
        'Open the folder with VS Code Server as root or as that user, or give the server’s Node the capability CAP_SYS_PTRACE',
      ),
    ];
  }
  const set = (name: string): string => `sudo setcap ${name}+ep ${shellWord(executable)}`;
  const steps = [
    step(
      'Give the Node that reads the capability CAP_SYS_PTRACE, and start VS Code’s server again',
      set('cap_sys_ptrace'),
    ),
  ];
  if (perfmonOpens(facts) && facts.inUserNamespace === false && canHave(facts, 'CAP_PERFMON')) {
    steps.push(step('Or CAP_PERFMON, which gives fewer rights and opens memory maps all the same', set('cap_perfmon')));
  }
  return [...steps, step('Or run VS Code’s server as root or as that user')];
}

export const localSteps: Steps<SpecOf<'local'>> = {
  rights: (subject) => [...capability(subject), ...once(subject)],
  container: ({ facts }) => containerSteps(facts),
  namespace: () => [step('Read it from outside of the container, where the process runs')],
  module: () => [logStep('')],
  hidepid: (subject) => [
    ...capability(subject),
    ...openHidePid(subject.facts.mount?.hidePid === '4' ? undefined : 'gid=GROUP', ''),
    ...once(subject),
  ],
  gone: () => [],
};

/** The option of an engine that gives a container what reads: PERFMON gives less away, SYS_PTRACE opens on every kernel. */
export function capabilityOption(facts: AccessFacts): string {
  return perfmonOpens(facts) ? '--cap-add=PERFMON' : '--cap-add=SYS_PTRACE';
}

/** It opens no process that hidepid closes: who may trace sees those. */
function perfmonOpens({ kernel, code }: AccessFacts): boolean {
  return code === 'EACCES' && perfmonIsEnough(kernel) === true;
}

/** Opening hidepid shows a process; its memory stays as closed as without the option. */
function openHidePid(exception: string | undefined, prefix: string): Step[] {
  const why = 'it shows the process, and its memory still needs the rights above';
  return exception === undefined
    ? [step(`An administrator can mount /proc without the option: ${why}`, `${prefix}mount -o remount,hidepid=0 /proc`)]
    : [step(`An administrator can let your group in: ${why}`, `${prefix}mount -o remount,${exception} /proc`)];
}

export const sshSteps: Steps<SpecOf<'ssh'>> = {
  rights: (subject) => [asRoot(subject), rootLogin(), sudo(subject)],
  container: ({ facts }) => [step('If sshd runs in a container, start that with this option', capabilityOption(facts))],
  namespace: () => [step('Log in on the machine itself instead of in the container')],
  module: ({ source }) => [
    step(
      'Look for the refusal in the log of the kernel',
      `${shellLine('ssh', source.host)} 'dmesg | grep -i -e avc -e apparmor'`,
    ),
  ],
  hidepid: (subject) => [
    asRoot(subject),
    rootLogin(),
    ...openHidePid(subject.facts.mount?.hidePid === '4' ? undefined : 'gid=GROUP', ''),
  ],
  gone: () => [],
};

const asRoot = ({ source: { host } }: Ssh): Step =>
  step(
    'Add the machine once more as root, or as the user of the process; this tells whether its SSH server lets root in',
    shellLine('ssh', rootAt(host), 'id'),
  );

const rootLogin = (): Step =>
  step(
    'Where root may not log in: put your public key into /root/.ssh/authorized_keys and allow keys in sshd_config (dropbear must run without -w)',
    'PermitRootLogin prohibit-password',
  );

const sudo = ({ source: { host }, facts: { pid } }: Ssh): Step =>
  step(
    'Or, where sudo asks for no password, save the map once and open the file',
    `${shellLine('ssh', host, 'sudo', '-n', 'cat', `/proc/${pid}/maps`)} > ${pid}.maps`,
  );

/** The same machine with root for the user. */
function rootAt(host: string): string {
  const [, scheme = '', name = ''] = /^(ssh:\/\/)?(?:[^@]*@)?(.*)$/s.exec(host) ?? [];
  return `${scheme}root@${name}`;
}

const again = (): Step[] => [step('Save it again with the rights to read it: as root, or as the user of the process')];

export const savedSteps: Steps<SpecOf<'saved'>> = {
  rights: again,
  container: again,
  namespace: again,
  module: again,
  hidepid: again,
  gone: () => [],
};
