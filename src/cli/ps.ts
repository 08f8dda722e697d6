/** `memory-maps ps`: the processes of a machine, or of a snapshot. */
import { formatKilobytes } from '../core/memory-map/size.ts';
import type { ProcessInfo } from '../sources/process.ts';
import type { Command } from './command.ts';
import { tell } from './dumps.ts';
import { readOptions } from './options.ts';
import { STDOUT } from './output.ts';
import { OF_SOURCE, OF_SOURCE_HELP, sourceInMessages, sourceOption, withSource } from './source-options.ts';
import { table, type Column } from './table.ts';

export const PS: Command = {
  name: 'ps',
  usage: 'ps [--ssh HOST|--adb SERIAL|--docker NAME|--podman NAME|--kubectl POD|--saved PATH]',
  help: `Lists processes, a line each: PID, PID of the parent, user, state, resident memory, threads, name, and command line. What is not
told is empty.
${OF_SOURCE_HELP}  --saved PATH     in a folder or tar archive with saved files of /proc
`,
  run: (args) => {
    const spec = sourceOption(readOptions(args, OF_SOURCE));
    return withSource(spec, async (source, waiting) => {
      const { processes, hidden, unavailable } = await source.list({}, waiting);
      for (const sentence of [unavailable, hidden]) if (sentence !== undefined) tell(sourceInMessages(spec), sentence);
      if (unavailable !== undefined) return 1;
      const ordered = processes.toSorted((a, b) => a.pid - b.pid);
      await STDOUT.write(table(COLUMNS, ordered));
      return hidden === undefined ? 0 : 1;
    });
  },
};

const COLUMNS: readonly Column<ProcessInfo>[] = [
  { heading: 'PID', isNumber: true, cell: ({ pid }) => String(pid) },
  { heading: 'PPID', isNumber: true, cell: ({ ppid }) => String(ppid ?? '') },
  { heading: 'USER', isNumber: false, cell: ({ user }) => user ?? '' },
  { heading: 'S', isNumber: false, cell: ({ state }) => state ?? '' },
  { heading: 'RSS', isNumber: true, cell: ({ rss }) => (rss === undefined ? '' : formatKilobytes(rss)) },
  { heading: 'THREADS', isNumber: true, cell: ({ threads }) => String(threads ?? '') },
  { heading: 'NAME', isNumber: false, cell: ({ name }) => name },
  { heading: 'COMMAND', isNumber: false, cell: ({ command }) => command },
];
