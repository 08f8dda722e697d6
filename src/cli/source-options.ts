/** The options that say on which machine processes are. */
import { printable } from '../core/memory-map/printable.ts';
import { OpenSources } from '../sources/open-source.ts';
import { SourceFailure, type Source, type Waiting } from '../sources/source.ts';
import { LOCAL, sourceLabel, type SourceSpec } from '../sources/source-spec.ts';
import { Cancelled } from '../sources/cancelled.ts';
import { UsageError } from './command.ts';
import { tell } from './dumps.ts';
import type { Arguments, Option } from './options.ts';

/** An option that names a source, and those that go with it alone. */
interface SourceOption {
  readonly name: string;
  readonly beside: readonly Option[];
  spec(value: string, given: Arguments): SourceSpec;
}

const SOURCE_OPTIONS: readonly SourceOption[] = [
  { name: 'ssh', beside: [], spec: (host) => ({ kind: 'ssh', host }) },
  {
    name: 'adb',
    beside: [{ name: 'su', isFlag: true }, { name: 'run-as' }],
    spec: (serial, { flags, values }) => {
      const runAs = values.get('run-as');
      if (runAs !== undefined && flags.has('su')) throw new UsageError('--su and --run-as exclude each other');
      if (runAs !== undefined) return { kind: 'adb', serial, rights: { runAs } };
      return { kind: 'adb', serial, rights: flags.has('su') ? 'su' : 'shell' };
    },
  },
  { name: 'docker', beside: [], spec: (container) => ({ kind: 'docker', container }) },
  { name: 'podman', beside: [], spec: (container) => ({ kind: 'podman', container }) },
  {
    name: 'kubectl',
    beside: [{ name: 'namespace', short: 'n' }, { name: 'container', short: 'c' }, { name: 'context' }],
    spec: (pod, { values }) => ({
      kind: 'kubectl',
      pod,
      container: values.get('container'),
      namespace: values.get('namespace'),
      context: values.get('context'),
    }),
  },
  { name: 'saved', beside: [], spec: (path) => ({ kind: 'saved', path }) },
];

/** All of them. */
export const OF_SOURCE: readonly Option[] = SOURCE_OPTIONS.flatMap(({ name, beside }) => [{ name }, ...beside]);

/** What is told of them. */
export const OF_SOURCE_HELP = `
Without one of these, processes are those of this machine:
  --ssh HOST       over SSH, as ssh(1) takes it
  --adb SERIAL     an Android device; with --su as root, with --run-as PACKAGE as that app
  --docker NAME    in a container of Docker; --podman NAME the same of Podman
  --kubectl POD    in a pod; -n NAMESPACE, -c CONTAINER, --context CONTEXT
`;

/** Which source is meant. @throws UsageError for two of them, and for options without the source that they go with */
export function sourceOption(given: Arguments): SourceSpec {
  const { values, flags } = given;
  const named = SOURCE_OPTIONS.filter(({ name }) => values.has(name));
  const [first, second] = named;
  if (first && second) throw new UsageError(`--${first.name} and --${second.name} exclude each other`);
  for (const { name, beside } of SOURCE_OPTIONS) {
    const stray =
      name === first?.name ? undefined : beside.find((each) => values.has(each.name) || flags.has(each.name));
    if (stray) throw new UsageError(`--${stray.name} needs --${name}`);
  }
  const empty = [...values].find(([name, value]) => value === '' && OF_SOURCE.some((option) => option.name === name));
  if (empty) throw new UsageError(`--${empty[0]} needs a name`);
  return first ? first.spec(values.get(first.name) ?? '', given) : LOCAL;
}

/**
 * Works with a source, and ends all that was started for it, also when the user or the system ends the command.
 * @returns what `work` gives; 1 when the source cannot be reached or the command was ended, which is told
 */
export async function withSource(
  spec: SourceSpec,
  work: (source: Source, waiting: Waiting) => Promise<number>,
): Promise<number> {
  const sources = new OpenSources();
  const controller = new AbortController();
  const { signal } = controller;
  const stop = (): void => controller.abort(new Cancelled());
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    return await work(sources.get(spec), { signal, isCancelled: () => signal.aborted });
  } catch (error) {
    if (error instanceof SourceFailure) tell(sourceLabel(spec), `${error.message} ${error.advice}`.trim());
    else if (signal.aborted) tell('memory-maps', 'it was ended before it was done');
    else throw error;
    return 1;
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    await sources.closeAll();
  }
}

/** A source in messages. */
export function sourceInMessages(spec: SourceSpec): string {
  return spec.kind === 'local' ? 'memory-maps' : printable(sourceLabel(spec));
}
