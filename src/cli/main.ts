/** The command line: `memory-maps json FILE…` prints memory maps in the normal form. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { parseMemoryMap } from '../core/dialects/parse.ts';
import { normalFormText } from '../core/export/normal-form.ts';
import type { MemoryMap } from '../core/memory-map/memory-map.ts';
import { printable } from '../core/memory-map/printable.ts';

const USAGE = `Usage: memory-maps json FILE…

Prints each memory map (/proc/PID/maps, smaps or smaps_rollup, saved or live) as JSON. "-" reads standard input.
Several files give {"maps": [ … ]}. Problems go to standard error as FILE:LINE:COLUMN: REASON.

Exit code: 0 when everything was read, 1 when something could not be read, 2 for a wrong command line.
`;

/** How many problems of one file are printed; the JSON has them all. */
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
  let failed = false;
  let printed = 0;
  if (files.length > 1) await write('{"maps":[\n');
  for (const file of files) {
    const map = readMap(file);
    if (!map) {
      failed = true;
      continue;
    }
    if (reportProblems(file, map)) failed = true;
    if (printed++ > 0) await write(',\n');
    await writeAll(normalFormText(map));
  }
  if (files.length > 1) await write(']}\n');
  return failed ? 1 : 0;
}

function readMap(file: string): MemoryMap | undefined {
  try {
    const bytes = readFileSync(file === '-' ? 0 : file);
    return parseMemoryMap(bytes, { file });
  } catch (error) {
    process.stderr.write(
      `${printable(file)}: ${error instanceof Error ? printable(error.message) : 'cannot be read'}\n`,
    );
    return undefined;
  }
}

/** Prints the problems of a map; true when there are any. */
function reportProblems(file: string, map: MemoryMap): boolean {
  for (const { line, column, reason } of map.problems.slice(0, PROBLEMS_SHOWN)) {
    process.stderr.write(`${printable(file)}:${line}:${column}: ${printable(reason)}\n`);
  }
  const more = map.problems.length - PROBLEMS_SHOWN;
  if (more > 0) process.stderr.write(`${printable(file)}: ${more} more problems are in the JSON\n`);
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
