/** Saved map files whose end is missing: an archive that was not copied whole, a disk that was full. */
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** A map with a problem where its text ends within a line. The kernel ends them all; a name that is cut looks like another one. */
export function withCutEnd(map: MemoryMap, bytes: Uint8Array): MemoryMap {
  const last = bytes.at(-1);
  if (map.regions.count === 0 || last === undefined || last === NEWLINE || last === RETURN) return map;
  let line = 1;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) line++;
  if (map.problems.some((problem) => problem.line === line)) return map;
  const column = bytes.length - bytes.lastIndexOf(NEWLINE);
  const reason = 'the file ends within a line: the rest of it, and what followed, may be missing';
  return { ...map, inOrder: false, problems: [...map.problems, { line, column, reason }] };
}
