/** Reads the map of a process in an archive: the best of its files, with what the others add. */
import { emptyMap, parseFile } from '../../core/dialects/parse.ts';
import { joinCounters } from '../../core/memory-map/join-counters.ts';
import type { MapSource, MemoryMap, Problem } from '../../core/memory-map/memory-map.ts';
import { errorCode, isGone } from '../local/files.ts';
import type { Archive, ArchiveFile } from './archive.ts';
import { withCutEnd } from './cut-end.ts';
import { readWhole, tooLarge, type Going } from './read-parts.ts';
import { MAP_FILES, type MapFileName, type ProcessEntry } from './snapshots.ts';

/** Of these each tells the whole map. */
const WHOLE_MAPS: readonly MapFileName[] = MAP_FILES.filter((name) => name !== 'smaps_rollup');

/**
 * The maps of a process: one, unless its file holds several; none when it has no memory, as kernel threads have none. What cannot
 * be read is a problem of a map without regions.
 * @param most how many bytes a file may have
 * @throws what `goesOn` throws
 */
export function readSnapshot(archive: Archive, entry: ProcessEntry, most: number, going: Going): readonly MemoryMap[] {
  let found: readonly MemoryMap[] = [];
  let empty: MemoryMap | undefined;
  const lost: Problem[] = [];
  for (const name of [...WHOLE_MAPS, 'smaps_rollup'] as const) {
    const file = entry.files.get(name);
    // Behind one that tells the map only the counters of numa_maps are news.
    if (!file || (found.length > 0 && name !== 'numa_maps')) continue;
    const maps = readMaps(archive, file, entry, most, going);
    const [first] = maps;
    if (first === undefined || first.regions.count === 0) {
      const [problem] = first?.problems ?? [];
      if (!problem) continue;
      empty ??= first;
      lost.push({ line: 0, column: 0, reason: `${name} is not read: ${problem.reason}` });
    } else if (found.length === 0) found = maps;
    else if (name === 'numa_maps') found = withNuma(found, first);
  }
  if (found.length === 0) return empty ? [{ ...empty, title: entry.title }] : [];
  return found.map((map) => ({ ...map, title: entry.title, problems: [...map.problems, ...lost] }));
}

function readMaps(
  archive: Archive,
  file: ArchiveFile,
  { pid }: ProcessEntry,
  most: number,
  going: Going,
): readonly MemoryMap[] {
  const source: MapSource = { file: file.path, ...(pid === undefined ? {} : { pid }) };
  const unreadable = (reason: string): MemoryMap[] => [emptyMap(source, { line: 0, column: 0, reason })];
  let bytes: Uint8Array;
  try {
    const open = archive.open(file, going.goesOn);
    try {
      if (open.size > most) return unreadable(tooLarge(open.size, most));
      bytes = readWhole(open, going);
    } finally {
      open.close();
    }
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    // Of a live process: it has ended, or is a thread of the kernel.
    if (file.size === undefined && isGone(code)) return [];
    return unreadable(`the file cannot be read: ${code}`);
  }
  // Without a size an empty file is seen only now.
  if (bytes.length === 0 && file.size === undefined) return [];
  const maps = parseFile(bytes, source);
  return maps.map((map, i) => (i === maps.length - 1 ? withCutEnd(map, bytes) : map));
}

/** Puts the counters of numa_maps to the regions that start at the same addresses. */
function withNuma([map, ...rest]: readonly MemoryMap[], numa: MemoryMap): readonly MemoryMap[] {
  if (map === undefined || numa.dialect !== 'numa_maps') return map === undefined ? rest : [map, ...rest];
  const { counters, unmatched } = joinCounters(map, numa, 'numa');
  const assumptions =
    unmatched === 0
      ? map.assumptions
      : [
          ...map.assumptions,
          `${unmatched} rows of numa_maps have no region that starts where they do: the process went on between the two readings.`,
        ];
  return [{ ...map, counters, assumptions }, ...rest];
}
