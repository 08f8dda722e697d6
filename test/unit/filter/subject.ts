/** Regions for tests of filters. */
import { parseMemoryMap } from '../../../src/core/dialects/parse.ts';
import { matchingRows } from '../../../src/core/filter/match.ts';
import { parseFilter } from '../../../src/core/filter/query.ts';
import type { MemoryMap } from '../../../src/core/memory-map/memory-map.ts';

/** The map of a text. */
export function mapOf(text: string): MemoryMap {
  return parseMemoryMap(new TextEncoder().encode(text));
}

/** A small smaps: a program, its heap, a library that was replaced, a JIT's code, memfd, a region that tells little, the stack. */
export const SMAPS = mapOf(
  [
    record('00400000-00402000 r-xp 00000000 08:01 11                         /opt/app/server', 8, 'rd ex mr mw me'),
    record('00602000-00603000 rw-p 00002000 08:01 11                         /opt/app/server', 4, 'rd wr mr mw me ac'),
    record('00700000-00900000 rw-p 00000000 00:00 0                          [heap]', 1024, 'rd wr mr mw me ac'),
    record(
      '7f0000000000-7f0000100000 r-xp 00001000 fe:00 22                 /usr/lib/libfoo bar.so.1 (deleted)',
      256,
      'rd ex mr mw me',
    ),
    record('7f0000200000-7f0000210000 rwxp 00000000 00:00 0 ', 64, 'rd wr ex mr mw me ac'),
    record(
      '7f0000300000-7f0000340000 rw-s 00000000 00:01 33                 /memfd:frames (deleted)',
      0,
      'rd wr sh dd',
    ),
    '7f0000400000-7f0000401000 ---p 00000000 00:00 0 \n',
    record('7ffffffde000-7ffffffff000 rw-p 00000000 00:00 0                  [stack]', 40, 'rd wr mr mw me gd ac'),
  ].join(''),
);

function record(header: string, rss: number, flags: string): string {
  return `${header}\nRss: ${rss} kB\nPrivate_Dirty: ${rss / 2} kB\nTHPeligible: 0\nVmFlags: ${flags} \n`;
}

/** The rows of a map that a filter matches. Throws when the filter has an error. */
export function rowsOf(filter: string, map = SMAPS): number[] {
  const { query, errors } = parseFilter(filter, map);
  if (errors.length > 0) throw new Error(`${filter}: ${errors.map(({ message }) => message).join('; ')}`);
  const rows = matchingRows(query, map);
  return Array.from({ length: map.regions.count }, (_, row) => row).filter((row) => rows?.[row] !== 0);
}

/** The errors of a filter as `what is marked: message`. */
export function errorsOf(filter: string): string[] {
  return parseFilter(filter).errors.map(({ from, to, message }) => `${filter.slice(from, to)} → ${message}`);
}
