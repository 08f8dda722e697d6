/** The command line: `memory-maps json FILE…` prints memory maps in the normal form. */
import { once } from 'node:events';
import { normalFormText } from '../core/export/normal-form.ts';
import type { MemoryMap } from '../core/memory-map/memory-map.ts';
import { printable } from '../core/memory-map/printable.ts';
import { openFile, placeOf, type DumpMap } from './dumps.ts';

const USAGE = `Usage: memory-maps json FILE…

Prints memory maps as JSON: files of /proc/PID, saved or live, logs and reports with maps in them, core files and minidumps, also
packed by gzip or zstd; archives (tar) and folders with files of /proc/PID or dumps in them. "-" reads standard input.
Several maps, an archive and a folder give {"maps": [ … ]}. Problems go to standard error as FILE:LINE:COLUMN: REASON.

Exit code: 0 when everything was read, 1 when something could not be read, 2 for a wrong command line.
`;

const LIST_START = '{"maps":[\n';
/** How many problems of one map are printed; the JSON has them all. */
const PROBLEMS_SHOWN = 20;
/** Pieces are joined up to this size before they are written: a write a region would be slow. */
const CHUNK = 1 << 16;

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    await write(USAGE);
    return 0;
  }
  const [command, ...files] = args;
  if (command !== 'json' || files.length === 0) {
    process.stderr.write(
      command === undefined || command === 'json'
        ? USAGE
        : `memory-maps: unknown command "${printable(command)}"\n\n${USAGE}`,
    );
    return 2;
  }
  return (await printMaps(files)) ? 0 : 1;
}

/** Prints the maps of all files, each as soon as it is read; true when everything could be read. */
async function printMaps(files: readonly string[]): Promise<boolean> {
  let ok = true;
  let isList = files.length > 1;
  let printed = 0;
  /** The only map so far: whether it is one of several is not known yet. */
  let first: MemoryMap | undefined;
  if (isList) await write(LIST_START);
  const print = async (map: MemoryMap): Promise<void> => {
    if (printed++ > 0) await write(',\n');
    await writeAll(normalFormText(map));
  };
  for (const file of files) {
    const dump = await openFile(file, (where, sentence) => {
      ok = false;
      process.stderr.write(`${printable(where)}: ${printable(sentence)}\n`);
    });
    if (dump?.isArchive && !isList) {
      isList = true;
      await write(LIST_START);
    }
    for await (const found of dump?.maps() ?? []) {
      if (reportProblems(found)) ok = false;
      if (isList) await print(found.map);
      else if (!first) first = found.map;
      else {
        isList = true;
        await write(LIST_START);
        await print(first);
        await print(found.map);
      }
    }
  }
  if (isList) await write(']}\n');
  else if (first) await print(first);
  return ok;
}

/** Prints the problems of a map; true when there are any. */
function reportProblems({ map, where }: DumpMap): boolean {
  for (const problem of map.problems.slice(0, PROBLEMS_SHOWN)) {
    process.stderr.write(`${placeOf(where, problem)}: ${printable(problem.reason)}\n`);
  }
  const more = map.problems.length - PROBLEMS_SHOWN;
  if (more > 0) process.stderr.write(`${printable(where)}: ${more} more problems are in the JSON\n`);
  return map.problems.length > 0;
}

async function writeAll(pieces: Iterable<string>): Promise<void> {
  let chunk = '';
  for (const piece of pieces) {
    chunk += piece;
    if (chunk.length < CHUNK) continue;
    await write(chunk);
    chunk = '';
  }
  await write(chunk);
}

async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

// A reader such as `head` that has seen enough is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
