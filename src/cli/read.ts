/** Reads the maps of a file, and says on standard error what could not be read. */
import { readFileSync } from 'node:fs';
import { noMap, parseMaps } from '../core/dialects/parse.ts';
import type { MemoryMap } from '../core/memory-map/memory-map.ts';
import { printable } from '../core/memory-map/printable.ts';

/** How many problems of one map are printed. */
const PROBLEMS_SHOWN = 20;

/**
 * All maps of a file in its order, `-` for standard input. A file without a map gives one without regions, whose problem says why;
 * undefined when the file cannot be read, which is told.
 */
export function readMaps(file: string): readonly MemoryMap[] | undefined {
  try {
    const bytes = readFileSync(file === '-' ? 0 : file);
    const maps = parseMaps(bytes, { file });
    return maps.length > 0 ? maps : [noMap(bytes, { file })];
  } catch (error) {
    tell(file, error instanceof Error ? error.message : 'cannot be read');
    return undefined;
  }
}

/** Prints the problems of a map; true when there are any. @param where in the output the others are found */
export function reportProblems(file: string, { problems }: MemoryMap, where?: string): boolean {
  for (const { line, column, reason } of problems.slice(0, PROBLEMS_SHOWN)) {
    process.stderr.write(`${printable(file)}:${line}:${column}: ${printable(reason)}\n`);
  }
  const more = problems.length - PROBLEMS_SHOWN;
  if (more > 0) tell(file, `${more} more problems${where === undefined ? '' : ` are in ${where}`}`);
  return problems.length > 0;
}

/** Prints a sentence about a file. */
export function tell(file: string, sentence: string): void {
  process.stderr.write(`${printable(file)}: ${printable(sentence)}\n`);
}
