/** From a source that a shell reaches to the program that leads there. */
import type { OpenChannel } from '../shell/channel.ts';
import type { SourceSettings } from '../source-settings.ts';
import type { SourceSpec } from '../source-spec.ts';
import { adbTarget } from './adb.ts';
import { containerTarget } from './containers.ts';
import { explainEnd } from './known-end.ts';
import { kubectlTarget } from './kubectl.ts';
import { openProgram } from './program-channel.ts';
import { sshTarget } from './ssh.ts';
import type { Target } from './target.ts';

/** The sources that are read through a shell on the other side. */
export type ShellSpec = Exclude<SourceSpec, { kind: 'local' | 'saved' }>;

/** True for a source that is read through a shell on the other side. */
export function isShellSpec(spec: SourceSpec): spec is ShellSpec {
  return spec.kind !== 'local' && spec.kind !== 'saved';
}

/**
 * How a POSIX shell on a target is reached.
 * @throws SourceFailure when a name in the specification cannot be one; all else is told by the channel
 */
export function openTarget(spec: ShellSpec, { executables }: SourceSettings): OpenChannel {
  const target = targetOf(spec);
  const { args, env, ends, tool } = target;
  return (signal) =>
    openProgram(
      { file: executables[tool] ?? tool, args, ...(env && { env }) },
      (end) => explainEnd(end, { ...target, file: executables[tool] }, ends),
      signal,
    );
}

function targetOf(spec: ShellSpec): Target {
  switch (spec.kind) {
    case 'ssh':
      return sshTarget(spec.host);
    case 'adb':
      return adbTarget(spec.serial, spec.rights);
    case 'docker':
    case 'podman':
      return containerTarget(spec.kind, spec.container);
    case 'kubectl':
      return kubectlTarget(spec);
  }
}
