/**
 * The order of the names of a file table, byte by byte as `sort` has it in the C locale. Names are compared a byte at a time in
 * a quicksort of three parts (Bentley and Sedgewick, "Fast algorithms for sorting and searching strings", 1997): names of one
 * folder share their first 40 bytes, and those are looked at once for all of them instead of once a comparison.
 */
import type { FileColumns } from '../memory-map/file-table.ts';

/** Bytes that are looked at between two pauses: about 5 ms. */
const WORK = 300_000;

/** For each entry the rank of its name, from 1; equal names have the same rank, and an entry without a name has 0. */
export function* nameRanks(files: FileColumns): Generator<undefined, Uint32Array> {
  const order = new Uint32Array(files.count);
  for (let entry = 0; entry < order.length; entry++) order[entry] = entry;
  const rank = new Uint32Array(files.count);
  let lastRank = 0;
  // Ranges of `order` that are still to be parted, as from, to and depth: their names have the same first `depth` bytes. The
  // lowest one is the last, so that ranks are given in order.
  const waiting = [0, files.count, 0];
  let work = 0;
  while (waiting.length > 0) {
    const depth = waiting.pop()!;
    const to = waiting.pop()!;
    const from = waiting.pop()!;
    if (to <= from) continue;
    if (to - from === 1) {
      const entry = order[from]!;
      rank[entry] = hasName(files, entry) ? ++lastRank : 0;
      continue;
    }
    const pivot = byteAt(files, order[(from + to) >>> 1]!, depth);
    let low = from;
    let high = to;
    for (let i = from; i < high;) {
      const entry = order[i]!;
      const byte = byteAt(files, entry, depth);
      if (byte < pivot) {
        order[i++] = order[low]!;
        order[low++] = entry;
      } else if (byte > pivot) {
        order[i] = order[--high]!;
        order[high] = entry;
      } else i++;
    }
    waiting.push(high, to, depth);
    if (pivot >= 0) waiting.push(low, high, depth + 1);
    else {
      // These names end here: they are the same, and the lowest of their range.
      const same = depth > 0 ? ++lastRank : 0;
      for (let i = low; i < high; i++) rank[order[i]!] = same;
    }
    waiting.push(from, low, depth);
    work += to - from;
    if (work < WORK) continue;
    work = 0;
    yield undefined;
  }
  return rank;
}

function hasName({ nameEnd }: FileColumns, entry: number): boolean {
  return nameEnd[entry]! > (entry === 0 ? 0 : nameEnd[entry - 1]!);
}

/** The byte of a name; -1 behind its end. */
function byteAt({ nameEnd, nameBytes }: FileColumns, entry: number, depth: number): number {
  const at = (entry === 0 ? 0 : nameEnd[entry - 1]!) + depth;
  return at < nameEnd[entry]! ? nameBytes[at]! : -1;
}
