/**
 * Heap and CPU profiles end in the map of their process, so that pprof can find the code of an address. The profile's first line
 * tells whose it is: `heap_v2/` jemalloc's (doc/jemalloc.xml.in), `heap profile:` gperftools' (src/heap-profile-table.cc).
 */
import type { DialectName } from '../memory-map/memory-map.ts';
import { latin1 } from './bytes.ts';
import type { CompleteReading } from './frame.ts';
import type { Reading } from './part-parser.ts';
import type { Report } from './report.ts';

/** So much of a profile holds its first line. */
const HEAD = 200;
const FIRST_LINES: readonly (readonly [RegExp, DialectName])[] = [
  [/^\s*heap_v2\//, 'jemalloc'],
  [/^\s*heap ?profile:/, 'gperftools'],
];

/** Tells whose profile it is. */
export function completeProfile(report: Report, reading: Reading): CompleteReading {
  const dialect = profileDialect(report.text, report.free);
  return { reading: dialect === 'gperftools' ? withoutDevices(reading) : reading, dialect };
}

/** The map of a CPU profile; see `isCpuProfile`. */
export function completeCpuProfile(_report: Report, reading: Reading): CompleteReading {
  return { reading: withoutDevices(reading), dialect: 'gperftools' };
}

/** gperftools writes every device as 00:00 (src/base/sysinfo.cc), which says nothing of them. */
function withoutDevices(reading: Reading): Reading {
  const { count, major, minor, inode } = reading.regions.files;
  let hasFiles = false;
  for (let i = 0; i < count; i++) {
    if (major[i] !== 0 || minor[i] !== 0) return reading;
    hasFiles ||= inode[2 * i] !== 0 || inode[2 * i + 1] !== 0;
  }
  if (!hasFiles) return reading;
  return { ...reading, assumptions: [...(reading.assumptions ?? []), 'The profiler writes every device as 00:00.'] };
}

/** The dialect of a profile that starts at a place. */
export function profileDialect(text: Uint8Array, from: number): DialectName {
  const head = latin1(text, from, Math.min(text.length, from + HEAD));
  return FIRST_LINES.find(([line]) => line.test(head))?.[1] ?? 'pprof';
}

/**
 * True for a CPU profile of gperftools: words 0, 3, 0, the sampling period, 0; then samples; then the text of a map without a
 * heading (docs/cpuprofile-fileformat.html). Words have the size and the order of the machine's.
 */
export function isCpuProfile(bytes: Uint8Array): boolean {
  return [4, 8].some((size) => [true, false].some((little) => hasWords(bytes, size, little)));
}

function hasWords(bytes: Uint8Array, size: number, little: boolean): boolean {
  if (bytes.length < 5 * size) return false;
  for (const [index, wanted] of [0, 3, 0, undefined, 0].entries()) {
    if (wanted === undefined) continue;
    for (let i = 0; i < size; i++) {
      const low = little ? i === 0 : i === size - 1;
      if (bytes[index * size + i] !== (low ? wanted : 0)) return false;
    }
  }
  return true;
}
