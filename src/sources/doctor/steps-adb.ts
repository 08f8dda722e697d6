/** Next steps on a device behind adb. */
import { shellLine } from '../../core/locate/shell-word.ts';
import { step, type SpecOf, type Step, type Steps, type StepSubject } from './step.ts';

type Adb = StepSubject<SpecOf<'adb'>>;

/** Apps have user IDs from here on (AID_APP_START in Android's android_filesystem_config.h). */
const FIRST_APP = 10_000;

/** The package of an app: its processes are named by it, those beside the main one with `:` and a name. */
function packageOf({ facts: { program, target } }: Adb): string | undefined {
  const name = program?.split(':')[0] ?? '';
  const isApp = (target?.uids[1] ?? 0) % 100_000 >= FIRST_APP;
  return isApp && /^[A-Za-z]\w*(?:\.[A-Za-z]\w*)+$/.test(name) ? name : undefined;
}

function rights(subject: Adb): Step[] {
  const { source, facts } = subject;
  const adb = (...words: readonly string[]): string => shellLine('adb', '-s', source.serial, ...words);
  const app = packageOf(subject);
  const steps = [
    step('On a userdebug or eng build: run adb as root, and refresh', adb('root')),
    step(
      'On a rooted device: add it once more, read through su; this tells whether it has one',
      adb('shell', 'su', '0', 'id'),
    ),
  ];
  // Only the shell user may become an app.
  if (app === undefined || source.rights !== 'shell') return source.rights === 'su' ? [module(subject)] : steps;
  const maps = adb('shell', 'run-as', app, 'cat', `/proc/${facts.pid}/maps`);
  return [
    step(
      `If the app is debuggable: add the device once more, read through run-as ${app}; this tells whether it may be`,
      maps,
    ),
    ...steps,
  ];
}

const module = ({ source }: Adb): Step =>
  step(
    'Look for the refusal of SELinux in the log',
    `${shellLine('adb', '-s', source.serial, 'logcat', '-d', '-b', 'all')} | grep avc:`,
  );

export const adbSteps: Steps<SpecOf<'adb'>> = {
  rights,
  container: rights,
  namespace: rights,
  module: (subject) => [module(subject), ...(subject.source.rights === 'su' ? [] : rights(subject))],
  hidepid: rights,
  gone: () => [],
};
