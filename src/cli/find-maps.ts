/** The maps of all files of a command line, numbered through, so that `list` and `convert --map` mean the same one. */
import { readingOf, type Arguments } from './options.ts';
import { openFile, reportProblems, tell, type DumpMap } from './dumps.ts';

/** One map: where it is from, and its number among all maps of the files, from 1. */
export interface FoundMap extends DumpMap {
  readonly number: number;
}

/** All maps that have regions, and whether a file could not be read or holds none, which is told. */
export async function findMaps(
  given: Arguments,
): Promise<{ readonly found: readonly FoundMap[]; readonly failed: boolean }> {
  const reading = readingOf(given);
  const found: FoundMap[] = [];
  let failed = false;
  for (const file of given.files) {
    const dump = await openFile(file, reading, (where, sentence) => {
      failed = true;
      tell(where, sentence);
    });
    for await (const each of dump?.maps() ?? []) {
      if (each.map.regions.count > 0) found.push({ ...each, number: found.length + 1 });
      else if (reportProblems(each)) failed = true;
    }
  }
  return { found, failed };
}
