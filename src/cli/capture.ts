/** `memory-maps capture`: saves processes as a snapshot. */
import { statSync, type Stats } from 'node:fs';
import type { CaptureRequest } from '../sources/capture/capture.ts';
import { formOf } from '../sources/capture/names.ts';
import { errorCode } from '../sources/local/files.ts';
import type { ReadFailure } from '../sources/process.ts';
import type { Source, Waiting } from '../sources/source.ts';
import { sourceLabel, type SourceSpec } from '../sources/source-spec.ts';
import { type Command, UsageError } from './command.ts';
import { tell } from './dumps.ts';
import { countOption, OUTPUT, outputOf, readOptions, type Arguments, type Option } from './options.ts';
import { STDOUT } from './output.ts';
import { OF_SOURCE, OF_SOURCE_HELP, sourceInMessages, sourceOption, withSource } from './source-options.ts';
import { version } from './version.ts';

const OPTIONS: readonly Option[] = [
  { name: 'pid' },
  { name: 'name' },
  { name: 'all', isFlag: true },
  { name: 'without-smaps', isFlag: true },
  { name: 'tar', isFlag: true },
  OUTPUT,
];

export const CAPTURE: Command = {
  name: 'capture',
  usage: 'capture --pid PID|--name NAME|--all [OPTION…]',
  help: `Saves processes as a snapshot, NAME-PID-TIME.procsnap, that opens again as if they were still there, and prints its path. It is laid
out like /proc, with procsnap.json that tells how it came about. The environment of a process is never saved, its command line is.

  --pid PID        this process
  --name NAME      all processes of this name, as "memory-maps ps" has it, in one snapshot
  --all            a few files of every process: maps, status, stat, statm, cmdline, comm
  --without-smaps  leaves out smaps, smaps_rollup and numa_maps: while the kernel prints them, the process waits when it
                   maps memory, for about 12 ms for each GiB that is resident on a PC, and longer on a small board
  --tar            as one file, .procsnap.tar
  -o PATH          where to: the snapshot itself, which must not be there yet and is an archive when it ends in .tar or
                   .tar.gz, or a folder that is there
${OF_SOURCE_HELP}
What is missing in the snapshot is told on standard error.
`,
  run: (args) => {
    const given = readOptions(args, [...OPTIONS, ...OF_SOURCE]);
    const spec = sourceOption(given);
    const choose = chooser(given);
    const target = targetOf(given);
    return withSource(spec, async (source, waiting) => {
      const what = await choose(spec, source, waiting);
      if (what === undefined) return 1;
      const smaps = !given.flags.has('without-smaps');
      return save(source, { what, smaps, ...target, label: sourceLabel(spec), version: version() }, spec, waiting);
    });
  },
};

async function save(source: Source, request: CaptureRequest, spec: SourceSpec, waiting: Waiting): Promise<number> {
  const { capture, WriteFailure } = await import('../sources/capture/capture.ts');
  try {
    const captured = await capture(source, request, waiting);
    if (!captured.ok) {
      tell(sourceInMessages(spec), sentencesOf(captured, spec));
      return 1;
    }
    for (const failure of captured.failures) tell(captured.path, sentencesOf(failure, spec));
    for (const note of captured.notes) tell(captured.path, note);
    await STDOUT.write(`${captured.path}\n`);
    return captured.isWhole ? 0 : 1;
  } catch (error) {
    if (!(error instanceof WriteFailure)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

/** A failure with the next step, which for this machine is another one than in VS Code. */
function sentencesOf({ reason, message, advice }: ReadFailure, { kind }: SourceSpec): string {
  const mayHelp = kind === 'local' && (reason === 'denied' || reason === 'hidden') && process.geteuid?.() !== 0;
  return `${message} ${mayHelp ? 'Run this command as root, or as the user of the process.' : advice}`.trim();
}

/** What finds the processes that are meant; it gives undefined, and tells why, when there are none. */
function chooser(
  given: Arguments,
): (spec: SourceSpec, source: Source, waiting: Waiting) => Promise<CaptureRequest['what'] | undefined> {
  const pid = countOption(given, 'pid');
  const name = given.values.get('name');
  const ways = [pid !== undefined, name !== undefined, given.flags.has('all')].filter(Boolean).length;
  if (ways !== 1) throw new UsageError('one of --pid, --name and --all is needed');
  if (pid !== undefined) return () => Promise.resolve([{ pid }]);
  if (name === undefined) return () => Promise.resolve('everything');
  return async (spec, source, waiting) => {
    const { processes, hidden, unavailable } = await source.list({}, waiting);
    // This command may have the name itself.
    const isOther = (other: number): boolean => spec.kind !== 'local' || other !== process.pid;
    const found = processes.filter((each) => each.name === name && each.access !== 'no-memory' && isOther(each.pid));
    if (found.length > 0) {
      // Others of this name may be among them.
      if (hidden !== undefined) tell(sourceInMessages(spec), hidden);
      return found;
    }
    tell(
      sourceInMessages(spec),
      unavailable ??
        `no process is called "${name}": "memory-maps ps" shows those that are there. ${hidden ?? ''}`.trimEnd(),
    );
    return undefined;
  };
}

/** Where the snapshot goes, and as what. */
function targetOf(given: Arguments): Pick<CaptureRequest, 'to' | 'form'> {
  const path = outputOf(given);
  const isTar = given.flags.has('tar');
  if (path === undefined || statsOf(path)?.isDirectory() === true)
    return { to: { folder: path ?? '.' }, form: isTar ? 'tar' : 'folder' };
  const form = formOf(path);
  return { to: { path }, form: form === 'folder' && isTar ? 'tar' : form };
}

/** undefined where there is nothing, or nothing that may be seen: writing tells why. */
function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined;
  }
}
