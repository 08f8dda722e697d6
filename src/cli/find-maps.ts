/** The maps of all files of a command line, numbered through, so that `list` and `convert --map` mean the same one. */
import type { MemoryMap } from '../core/memory-map/memory-map.ts';
import { readMaps, reportProblems } from './read.ts';

/** One map: the file it is from, and its number among all maps of the files, from 1. */
export interface FoundMap {
  readonly file: string;
  readonly number: number;
  readonly map: MemoryMap;
}

/** All maps that have regions, and whether a file could not be read or holds none, which is told. */
export function findMaps(files: readonly string[]): { readonly found: readonly FoundMap[]; readonly failed: boolean } {
  const found: FoundMap[] = [];
  let failed = false;
  for (const file of files) {
    const maps = readMaps(file);
    if (!maps) failed = true;
    for (const map of maps ?? []) {
      if (map.regions.count > 0) found.push({ file, number: found.length + 1, map });
      else if (reportProblems(file, map)) failed = true;
    }
  }
  return { found, failed };
}
