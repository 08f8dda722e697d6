/** Next steps in containers. */
import { shellLine } from '../../core/locate/shell-word.ts';
import { step, type SpecOf, type Step, type Steps, type StepSubject } from './step.ts';
import { capabilityOption } from './steps-machines.ts';

type Engine = StepSubject<SpecOf<'docker' | 'podman'>>;
type Kubectl = StepSubject<SpecOf<'kubectl'>>;

/** Needs no new container: a privileged command in the one that runs. */
const privileged = ({ source: { kind, container }, facts: { pid } }: Engine): Step =>
  step(
    'Save the map once with all rights, and open the file',
    `${shellLine(kind, 'exec', '--privileged', '--user', '0', container, 'cat', `/proc/${pid}/maps`)} > ${pid}.maps`,
  );

const startWith = ({ source: { kind }, facts }: Engine): Step =>
  step('To see it here, start the container with this option', `${kind} run ${capabilityOption(facts)}`);

const wholeMachine = ({ source: { kind } }: Engine): Step =>
  step(
    'A container shows its own processes by PIDs of its own; one that was started with this option shows those of the machine',
    `${kind} run --pid=host`,
  );

const engineRights = (subject: Engine): Step[] => [privileged(subject), startWith(subject)];

export const engineSteps: Steps<SpecOf<'docker' | 'podman'>> = {
  rights: engineRights,
  container: engineRights,
  namespace: (subject) => [
    step('Start the container in the user namespace of the machine', `${subject.source.kind} run --userns=host`),
    step('Or look from outside: the processes of a container are also among those of the machine'),
  ],
  module: (subject) => [
    step(
      'Start the container without the profile of AppArmor',
      `${subject.source.kind} run --security-opt apparmor=unconfined`,
    ),
    step('Or, where SELinux is at work, without its label', `${subject.source.kind} run --security-opt label=disable`),
  ],
  hidepid: (subject) => [privileged(subject), startWith(subject)],
  gone: (subject) => [wholeMachine(subject)],
};

/** The command of a pod, with what settings of kubectl it needs. */
function kubectl({ context, namespace }: SpecOf<'kubectl'>, ...words: readonly string[]): string {
  const at = [
    ...(context === undefined ? [] : ['--context', context]),
    ...(namespace === undefined ? [] : ['--namespace', namespace]),
  ];
  return shellLine('kubectl', ...at, ...words);
}

/** A container beside the one that is looked at, which sees its processes. The profile gives it SYS_PTRACE. */
function debug(source: SpecOf<'kubectl'>, profile: 'general' | 'sysadmin'): string {
  const target = source.container === undefined ? [] : [`--target=${source.container}`];
  return kubectl(
    source,
    'debug',
    '-it',
    source.pod,
    '--image=busybox',
    '--container=memory-maps',
    ...target,
    `--profile=${profile}`,
  );
}

const kubectlRights = ({ source }: Kubectl): Step[] => [
  step(
    'Give the container the capability in the pod’s manifest',
    'securityContext: { capabilities: { add: ["SYS_PTRACE"] } }',
  ),
  step('Or start a debugging container beside it, and add that one (memory-maps) instead', debug(source, 'general')),
  step('The same with all rights, where that is not enough', debug(source, 'sysadmin')),
];

export const kubectlSteps: Steps<SpecOf<'kubectl'>> = {
  rights: kubectlRights,
  container: kubectlRights,
  namespace: ({ source }) => [
    step('Run the pod in the user namespace of the node, by its manifest', 'hostUsers: true'),
    step('Or look from the node', debug(source, 'sysadmin')),
  ],
  module: () => [
    step(
      'Run the container without the profile of AppArmor, by its manifest',
      'securityContext: { appArmorProfile: { type: Unconfined } }',
    ),
  ],
  hidepid: kubectlRights,
  gone: ({ source }) => [
    step(
      'A container shows its own processes only; the pod’s manifest can make its containers share them',
      'shareProcessNamespace: true',
    ),
    step('Or start a debugging container beside the one that is meant', debug(source, 'general')),
  ],
};
