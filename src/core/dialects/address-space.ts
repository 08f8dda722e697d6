/**
 * An address space while events change it: mappings in address order, that are split, replaced and merged as the kernel does it.
 * Each step costs the logarithm of how many there are; a copy for a child process costs next to nothing until either changes.
 */

/** A mapping. It never changes: another one takes its place. Addresses and offsets are doubles, exact for whole pages. */
export interface Mapping {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** `Perm` bits. */
  readonly perms: number;
  /** Where it starts in its file, in bytes; the address it was made at when it has none. Parts that merge go on in it. */
  readonly offset: number;
  /** Which file, by a number that the replayer gives; 0 for none. */
  readonly file: number;
  /** What else keeps mappings from merging, see `VmFlag`. */
  readonly flags: number;
  /** The line of the event that made or last changed it. */
  readonly line: number;
}

/** Properties of a mapping that maps does not show, but that part neighbours (`is_mergeable_vma()` in mm/vma.c). */
export const VmFlag = {
  noReserve: 1,
  /** Counted for overcommit: was private and writable at some time. */
  accounted: 2,
  growsDown: 4,
  locked: 8,
  stack: 16,
  hugePages: 32,
  dontFork: 64,
  dontDump: 128,
  wipeOnFork: 256,
  mergeable: 512,
  sequential: 1024,
  random: 2048,
  hugePage: 4096,
  noHugePage: 8192,
  /** The protection key stands above these bits. */
  firstKey: 16_384,
} as const;

/** Mappings that follow one another. Only the address space whose mark it bears writes to it. */
interface Chunk {
  readonly owner: Owner;
  readonly rows: Mapping[];
}

/** A mark of which no two are alike. */
type Owner = symbol;

/** Chunks are split when they have grown so large: a splice in one moves no more. */
const LARGEST_CHUNK = 256;

export class AddressSpace {
  private chunks: Chunk[] = [];
  private owner: Owner = Symbol();
  /** The list of chunks is that of another address space too. */
  private isShared = false;

  /** A copy, as fork() makes it. */
  copy(): AddressSpace {
    const child = new AddressSpace();
    child.chunks = this.chunks;
    child.isShared = this.isShared = true;
    // What both show now is neither's to change.
    this.owner = Symbol();
    return child;
  }

  /** All mappings, in address order. */
  all(): Mapping[] {
    return this.chunks.flatMap(({ rows }) => rows);
  }

  /** The mapping that holds an address. */
  at(address: number): Mapping | undefined {
    const { chunks } = this;
    const c = this.chunkOf(address);
    if (c < 0) return undefined;
    const { rows } = chunks[c]!;
    const row = rows[lastAtOrBefore(rows, address)];
    return row !== undefined && address < row.end ? row : undefined;
  }

  /** Maps a range, in the place of what was there. */
  map(mapping: Mapping): void {
    if (mapping.end <= mapping.start) return;
    this.unmap(mapping.start, mapping.end);
    this.insert(mapping);
  }

  /** Takes a range out; gives what was there, cut to the range. */
  unmap(start: number, end: number): Mapping[] {
    const taken: Mapping[] = [];
    if (end <= start) return taken;
    for (let c = Math.max(0, this.chunkOf(start)); c < this.chunks.length; c++) {
      const { rows } = this.chunks[c]!;
      if (rows[0]!.start >= end) break;
      let i = Math.max(0, lastAtOrBefore(rows, start));
      if (rows[i]!.end <= start) i++;
      let stop = i;
      while (stop < rows.length && rows[stop]!.start < end) stop++;
      if (stop === i) continue;
      const rest: Mapping[] = [];
      for (let k = i; k < stop; k++) {
        const row = rows[k]!;
        if (row.start < start) rest.push(cut(row, row.start, start));
        taken.push(cut(row, Math.max(row.start, start), Math.min(row.end, end)));
        if (row.end > end) rest.push(cut(row, end, row.end));
      }
      c += this.splice(c, i, stop - i, rest);
    }
    return taken;
  }

  /** Changes all that is mapped in a range; false when nothing is. */
  change(start: number, end: number, changed: (mapping: Mapping) => Mapping): boolean {
    const rows = this.unmap(start, end);
    for (const row of rows) this.insert(changed(row));
    return rows.length > 0;
  }

  /** Puts a mapping where nothing is, and merges it with its neighbours. */
  private insert(mapping: Mapping): void {
    if (this.chunks.length === 0) {
      this.chunks = [{ owner: this.owner, rows: [mapping] }];
      this.isShared = false;
      return;
    }
    const { chunks } = this;
    const c = Math.max(0, this.chunkOf(mapping.start));
    const { rows } = chunks[c]!;
    let i = lastAtOrBefore(rows, mapping.start) + 1;
    let merged = mapping;
    let replaced = 0;
    // Neighbours across the border of chunks stay apart until the map is printed.
    const below = rows[i - 1];
    if (below && merges(below, merged)) {
      merged = joined(below, merged);
      i--;
      replaced++;
    }
    const above = rows[i + replaced];
    if (above && merges(merged, above)) {
      merged = joined(merged, above);
      replaced++;
    }
    this.splice(c, i, replaced, [merged]);
  }

  /** Replaces rows of a chunk; gives how many chunks there are more or less. */
  private splice(c: number, from: number, count: number, rows: readonly Mapping[]): number {
    if (this.isShared) this.chunks = [...this.chunks];
    this.isShared = false;
    const { chunks, owner } = this;
    let chunk = chunks[c]!;
    if (chunk.owner !== owner) {
      chunk = { owner, rows: [...chunk.rows] };
      chunks[c] = chunk;
    }
    chunk.rows.splice(from, count, ...rows);
    if (chunk.rows.length === 0) {
      chunks.splice(c, 1);
      return -1;
    }
    if (chunk.rows.length <= LARGEST_CHUNK) return 0;
    chunks.splice(c + 1, 0, { owner, rows: chunk.rows.splice(LARGEST_CHUNK / 2) });
    return 1;
  }

  /** The last chunk that starts at or before an address; -1 for none. */
  private chunkOf(address: number): number {
    const { chunks } = this;
    let low = 0;
    let high = chunks.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      if (chunks[middle]!.rows[0]!.start <= address) low = middle + 1;
      else high = middle - 1;
    }
    return high;
  }
}

/** The mappings with those merged that `AddressSpace` left apart. */
export function mergeAll(rows: readonly Mapping[]): Mapping[] {
  const out: Mapping[] = [];
  for (const row of rows) {
    const last = out.at(-1);
    if (last && merges(last, row)) out[out.length - 1] = joined(last, row);
    else out.push(row);
  }
  return out;
}

function merges(a: Mapping, b: Mapping): boolean {
  return (
    a.end === b.start &&
    a.perms === b.perms &&
    a.file === b.file &&
    a.flags === b.flags &&
    a.offset + (a.end - a.start) === b.offset
  );
}

function joined(a: Mapping, b: Mapping): Mapping {
  return { ...a, end: b.end, line: Math.max(a.line, b.line) };
}

function cut(row: Mapping, start: number, end: number): Mapping {
  if (row.start === start && row.end === end) return row;
  return { ...row, start, end, offset: row.offset + (start - row.start) };
}

/** The last row that starts at or before an address; -1 for none. */
function lastAtOrBefore(rows: readonly Mapping[], address: number): number {
  let low = 0;
  let high = rows.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if (rows[middle]!.start <= address) low = middle + 1;
    else high = middle - 1;
  }
  return high;
}
