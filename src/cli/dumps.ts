/** Reads the maps of what stands on a command line: files of any sort, archives, folders, and standard input. */
import { readFileSync } from 'node:fs';
import { isReplayed } from '../core/memory-map/dialect-names.ts';
import type { MemoryMap } from '../core/memory-map/memory-map.ts';
import { printable } from '../core/memory-map/printable.ts';
import { fileError } from '../sources/local/file-error.ts';
import type { ReadOptions } from '../sources/read-dump.ts';
import { openDump } from '../sources/read-dump.ts';

/** How many problems of one map are printed. */
const PROBLEMS_SHOWN = 20;

/** A map, and what its source is called in messages. */
export interface DumpMap {
  readonly map: MemoryMap;
  /** The file; with the path inside of it, when it is an archive or a folder. */
  readonly where: string;
}

/** A file that was opened. */
export interface OpenedDump {
  /** It may hold any number of maps: an archive or a folder. */
  readonly isArchive: boolean;
  /** Reads one map after the other. */
  maps(): AsyncGenerator<DumpMap>;
}

/** Opens a file, `-` for standard input; undefined when it cannot be read, which is told as everything that an archive lacks. */
export async function openFile(
  file: string,
  options: Pick<ReadOptions, 'untilLine'>,
  complain: (where: string, sentence: string) => void,
): Promise<OpenedDump | undefined> {
  try {
    const dump = await openDump(file === '-' ? readFileSync(0) : file, { file, pipes: true, ...options });
    for (const problem of dump.problems) complain(file, problem);
    const isArchive = dump.entries !== undefined;
    if (dump.entries?.length === 0 && dump.problems.length === 0)
      complain(file, 'it holds no file that is known to hold a memory map');
    return {
      isArchive,
      maps: async function* () {
        try {
          for await (const map of dump.maps(undefined, options)) {
            const where = isArchive ? `${file}:${map.source.file ?? ''}` : file;
            if (options.untilLine !== undefined && map.regions.count > 0 && !isReplayed(map))
              complain(where, '--at-line is for traces of strace and perf: this map is the same at each line');
            yield { map, where };
          }
        } finally {
          dump.close();
        }
      },
    };
  } catch (error) {
    const told = fileError(error);
    complain(file, told instanceof Error ? told.message : 'cannot be read');
    return undefined;
  }
}

/** Where a problem is: `FILE:LINE:COLUMN`, and the file alone where it has no lines. */
export function placeOf(where: string, { line, column }: MemoryMap['problems'][number]): string {
  return line === 0 ? printable(where) : `${printable(where)}:${line}:${column}`;
}

/** Prints the problems of a map; true when there are any. @param rest in the output the others are found */
export function reportProblems({ map, where }: DumpMap, rest?: string): boolean {
  for (const problem of map.problems.slice(0, PROBLEMS_SHOWN)) {
    process.stderr.write(`${placeOf(where, problem)}: ${printable(problem.reason)}\n`);
  }
  const more = map.problems.length - PROBLEMS_SHOWN;
  if (more > 0) tell(where, `${more} more problems${rest === undefined ? '' : ` are in ${rest}`}`);
  return map.problems.length > 0;
}

/** Prints a sentence about a file. */
export function tell(where: string, sentence: string): void {
  process.stderr.write(`${printable(where)}: ${printable(sentence)}\n`);
}
