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

/**
 * Properties of a mapping that maps does not show, but that part neighbours (`is_mergeable_vma()` in mm/vma.c). Those that mmap()
 * can give are its flags (asm-generic/mman.h).
 */
export const VmFlag = {
  /** Counted for overcommit: was private and writable at some time. */
  accounted: 1,
  dontFork: 2,
  dontDump: 4,
  wipeOnFork: 8,
  mergeable: 16,
  sequential: 32,
  random: 64,
  hugePage: 128,
  /** MAP_GROWSDOWN, MAP_LOCKED, MAP_NORESERVE, MAP_STACK and MAP_HUGETLB. */
  growsDown: 0x100,
  locked: 0x2000,
  noReserve: 0x4000,
  stack: 0x20000,
  hugePages: 0x40000,
  noHugePage: 0x80000,
  /** The protection key stands above these bits. */
  firstKey: 0x100000,
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

  get isEmpty(): boolean {
    return this.chunks.length === 0;
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
    if (mapping.end > mapping.start) this.replace(mapping.start, mapping.end, mapping);
  }

  unmap(start: number, end: number): void {
    if (end > start) this.replace(start, end, undefined);
  }

  /**
   * Changes all that is mapped in a range.
   * @param changed gives the mapping that takes the place of another: of the same range, or itself
   * @returns false when nothing is mapped there
   */
  change(start: number, end: number, changed: (mapping: Mapping) => Mapping): boolean {
    const rows = this.inside(start, end);
    for (const row of rows) {
      const instead = changed(row);
      if (instead !== row) this.replace(row.start, row.end, instead);
    }
    return rows.length > 0;
  }

  /** What is mapped in a range, cut to it. */
  private inside(start: number, end: number): readonly Mapping[] {
    const { chunks } = this;
    const inside: Mapping[] = [];
    for (let c = Math.max(0, this.chunkOf(start)); c < chunks.length; c++) {
      const { rows } = chunks[c]!;
      for (let i = Math.max(0, lastAtOrBefore(rows, start)); i < rows.length; i++) {
        const row = rows[i]!;
        if (row.start >= end) return inside;
        if (row.end > start) inside.push(cut(row, Math.max(row.start, start), Math.min(row.end, end)));
      }
    }
    return inside;
  }

  /** Puts a mapping, or nothing, where a range was, and merges it with its neighbours. */
  private replace(start: number, end: number, mapping: Mapping | undefined): void {
    const { chunks } = this;
    if (chunks.length === 0) {
      if (mapping) this.chunks = [{ owner: this.owner, rows: [mapping] }];
      this.isShared = false;
      return;
    }
    const c = Math.max(0, this.chunkOf(start));
    while (c + 1 < this.chunks.length && this.chunks[c + 1]!.rows[0]!.start < end) this.trim(c + 1, end);
    const { rows } = this.chunks[c]!;
    let from = lastAtOrBefore(rows, start);
    if (from < 0 || rows[from]!.end <= start) from++;
    let to = from;
    while (to < rows.length && rows[to]!.start < end) to++;
    const first = rows[from];
    const last = rows[to - 1];
    let left = to > from && first!.start < start ? cut(first!, first!.start, start) : undefined;
    let right = to > from && last!.end > end ? cut(last!, end, last!.end) : undefined;
    let middle = mapping;
    if (middle) {
      // Neighbours in different chunks stay apart until the map is read.
      const below = left ?? rows[from - 1];
      if (below && merges(below, middle)) {
        middle = joined(below, middle);
        if (left) left = undefined;
        else from--;
      }
      const above = right ?? rows[to];
      if (above && merges(middle, above)) {
        middle = joined(middle, above);
        if (right) right = undefined;
        else to++;
      }
    }
    if (to === from && !middle) return;
    const pieces: Mapping[] = [];
    if (left) pieces.push(left);
    if (middle) pieces.push(middle);
    if (right) pieces.push(right);
    this.splice(c, from, to - from, pieces);
  }

  /** Takes what lies below an address out of a chunk that starts below it. */
  private trim(c: number, end: number): void {
    const { rows } = this.chunks[c]!;
    let below = lastAtOrBefore(rows, end) + 1;
    if (rows[below - 1]!.start === end) below--;
    const row = rows[below - 1]!;
    this.splice(c, 0, below, row.end > end ? [cut(row, end, row.end)] : []);
  }

  /** Replaces rows of a chunk. */
  private splice(c: number, from: number, count: number, rows: readonly Mapping[]): void {
    if (this.isShared) this.chunks = [...this.chunks];
    this.isShared = false;
    const { chunks, owner } = this;
    let chunk = chunks[c]!;
    if (chunk.owner !== owner) {
      chunk = { owner, rows: [...chunk.rows] };
      chunks[c] = chunk;
    }
    if (count === rows.length) for (let i = 0; i < count; i++) chunk.rows[from + i] = rows[i]!;
    else chunk.rows.splice(from, count, ...rows);
    if (chunk.rows.length === 0) chunks.splice(c, 1);
    else if (chunk.rows.length > LARGEST_CHUNK) {
      chunks.splice(c + 1, 0, { owner, rows: chunk.rows.splice(LARGEST_CHUNK / 2) });
    }
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

// Objects are written out here: a spread costs several times as much, and these are made for every event.
function joined(a: Mapping, b: Mapping): Mapping {
  const { start, perms, offset, file, flags } = a;
  return { start, end: b.end, perms, offset, file, flags, line: Math.max(a.line, b.line) };
}

function cut(row: Mapping, start: number, end: number): Mapping {
  if (row.start === start && row.end === end) return row;
  const { perms, file, flags, line } = row;
  return { start, end, perms, offset: row.offset + (start - row.start), file, flags, line };
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
