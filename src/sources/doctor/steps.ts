/** The next steps to read what could not be read, by where the process runs and by what keeps it closed. */
import type { SourceKind, SourceSpec } from '../source-spec.ts';
import type { AccessFacts } from './access-facts.ts';
import type { Need, Step } from './step.ts';
import { adbSteps } from './steps-adb.ts';
import { engineSteps, kubectlSteps } from './steps-containers.ts';
import { localSteps, savedSteps, sshSteps } from './steps-machines.ts';

/** The steps for a source. @param executable see StepSubject */
export function nextSteps(
  need: Need,
  source: SourceSpec,
  facts: AccessFacts,
  executable = process.execPath,
): readonly Step[] {
  const rest = { facts, executable };
  switch (source.kind) {
    case 'local':
      return localSteps[need]({ source, ...rest });
    case 'ssh':
      return sshSteps[need]({ source, ...rest });
    case 'adb':
      return adbSteps[need]({ source, ...rest });
    case 'docker':
    case 'podman':
      return engineSteps[need]({ source, ...rest });
    case 'kubectl':
      return kubectlSteps[need]({ source, ...rest });
    case 'saved':
      return savedSteps[need]({ source, ...rest });
  }
}

/** Who reads, as the subject of a sentence. */
export const READERS: Readonly<Record<SourceKind, string>> = {
  // The command line reads too.
  local: 'Memory Maps',
  ssh: 'the SSH login',
  adb: 'the reader on the device',
  docker: 'the reader in the container',
  podman: 'the reader in the container',
  kubectl: 'the reader in the container',
  saved: 'whoever saved it',
};
