/**
 * An address space while events change it: mappings in address order, that are split, replaced and merged as the kernel does it.
 * Each step costs the logarithm of how many there are; a copy for a child process costs next to nothing until either changes.
 */
import {
  copyRow,
  END,
  FIELDS,
  joinRows,
  lastAtOrBefore,
  loadRow,
  mappingAt,
  merges,
  setRow,
  START,
  startLater,
  type Mapping,
  type MappingRows,
  type MutableMapping,
} from './mapping-rows.ts';

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

/** What can be changed of a mapping. */
export type Properties = Pick<MutableMapping, 'perms' | 'file' | 'flags'>;

/** Mappings that follow one another. Only the address space whose mark it bears writes to it. */
interface Chunk extends MappingRows {
  readonly owner: Owner;
  values: Float64Array;
  count: number;
}

/** A mark of which no two are alike. */
type Owner = symbol;

/** Chunks are split when they have grown so large: a splice in one moves no more. */
const LARGEST_CHUNK = 256;
const SMALLEST_CHUNK = 16;
/** What is left of a mapping, what is new, and what is left of another. */
const MOST_PIECES = 3;

export class AddressSpace {
  private chunks: Chunk[] = [];
  private owner: Owner = Symbol();
  /** The list of chunks is that of another address space too. */
  private isShared = false;
  /** What takes the place of mappings, as in a chunk. */
  private readonly pieces = new Float64Array(MOST_PIECES * FIELDS);
  /** The mapping that `change` is at: an object for each would cost more than the rest of an event. */
  private readonly current: MutableMapping = { start: 0, end: 0, perms: 0, offset: 0, file: 0, flags: 0, line: 0 };

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
    const all: Mapping[] = [];
    let before: Chunk | undefined;
    for (const chunk of this.chunks) {
      const { values, count } = chunk;
      // Neighbours in different chunks were left apart.
      const last = before && merges(before.values, before.count - 1, values, 0) ? all.pop() : undefined;
      for (let row = 0; row < count; row++) {
        const mapping = mappingAt(values, row);
        all.push(row === 0 && last ? { ...last, end: mapping.end, line: Math.max(last.line, mapping.line) } : mapping);
      }
      before = chunk;
    }
    return all;
  }

  /** The mapping that holds an address. */
  at(address: number): Mapping | undefined {
    const chunk = this.chunks[this.chunkOf(address)];
    if (!chunk) return undefined;
    const row = lastAtOrBefore(chunk, address);
    return row >= 0 && address < chunk.values[row * FIELDS + END]! ? mappingAt(chunk.values, row) : undefined;
  }

  /** Maps a range, in the place of what was there. The arguments are those of a `Mapping`. */
  map(start: number, end: number, perms: number, offset: number, file: number, flags: number, line: number): void {
    if (end > start) this.replace(start, end, true, perms, offset, file, flags, line);
  }

  unmap(start: number, end: number): void {
    if (end > start) this.replace(start, end, false, 0, 0, 0, 0, 0);
  }

  /**
   * Changes all that is mapped in a range.
   * @param line of the event: mappings that change get it
   * @param changed gets the properties of each mapping, to change them in place
   * @returns false when nothing is mapped there
   */
  change(start: number, end: number, line: number, changed: (properties: Properties) => void): boolean {
    const { current } = this;
    let from = start;
    while (from < end && this.loadNext(from) && current.start < end) {
      const { perms, file, flags } = current;
      const first = Math.max(current.start, from);
      const offset = current.offset + (first - current.start);
      from = Math.min(current.end, end);
      changed(current);
      if (current.perms !== perms || current.file !== file || current.flags !== flags) {
        this.replace(first, from, true, current.perms, offset, current.file, current.flags, line);
      }
    }
    return from > start;
  }

  /** Loads the mapping at an address, or the next one above it; false when there is none. */
  private loadNext(address: number): boolean {
    const { chunks } = this;
    const at = Math.max(0, this.chunkOf(address));
    let chunk = chunks[at];
    if (!chunk) return false;
    let row = Math.max(0, lastAtOrBefore(chunk, address));
    if (chunk.values[row * FIELDS + END]! <= address && ++row === chunk.count) {
      chunk = chunks[at + 1];
      row = 0;
    }
    if (chunk) loadRow(chunk.values, row, this.current);
    return chunk !== undefined;
  }

  /** Puts a mapping, or nothing, where a range was, and merges it with its neighbours. */
  private replace(
    start: number,
    end: number,
    isMapped: boolean,
    perms: number,
    offset: number,
    file: number,
    flags: number,
    line: number,
  ): void {
    if (this.chunks.length === 0) {
      if (!isMapped) return;
      this.chunks = [{ owner: this.owner, values: new Float64Array(SMALLEST_CHUNK * FIELDS), count: 0 }];
      this.isShared = false;
    }
    const { pieces } = this;
    const c = Math.max(0, this.chunkOf(start));
    while (c + 1 < this.chunks.length && this.chunks[c + 1]!.values[START]! < end) this.trim(c + 1, end);
    const chunk = this.chunks[c]!;
    const { values, count } = chunk;
    let from = lastAtOrBefore(chunk, start);
    if (from < 0 || values[from * FIELDS + END]! <= start) from++;
    let to = from;
    while (to < count && values[to * FIELDS]! < end) to++;
    const hasLeft = to > from && values[from * FIELDS]! < start;
    const hasRight = to > from && values[to * FIELDS - FIELDS + END]! > end;
    let length = 0;
    if (hasLeft) {
      copyRow(values, from, pieces, length++);
      pieces[END] = start;
    }
    if (isMapped) {
      setRow(pieces, length, start, end, perms, offset, file, flags, line);
      // Neighbours in different chunks stay apart until the map is read.
      if (hasLeft) {
        if (merges(pieces, 0, pieces, 1)) length = joinRows(pieces, 0, pieces, 1);
      } else if (from > 0 && merges(values, from - 1, pieces, 0)) {
        copyRow(pieces, 0, pieces, 1);
        copyRow(values, --from, pieces, 0);
        length = joinRows(pieces, 0, pieces, 1);
      }
      length++;
    }
    if (hasRight) {
      copyRow(values, to - 1, pieces, length);
      startLater(pieces, length, end);
      if (isMapped && merges(pieces, length - 1, pieces, length)) joinRows(pieces, length - 1, pieces, length);
      else length++;
    } else if (isMapped && to < count && merges(pieces, length - 1, values, to)) {
      joinRows(pieces, length - 1, values, to++);
    }
    if (to > from || length > 0) this.splice(c, from, to - from, length);
  }

  /** Takes what lies below an address out of a chunk that starts below it. */
  private trim(c: number, end: number): void {
    const chunk = this.chunks[c]!;
    const { values } = chunk;
    let below = lastAtOrBefore(chunk, end) + 1;
    if (end === values[below * FIELDS - FIELDS]) below--;
    const reachesOver = values[below * FIELDS - FIELDS + END]! > end;
    if (reachesOver) {
      copyRow(values, below - 1, this.pieces, 0);
      startLater(this.pieces, 0, end);
    }
    this.splice(c, 0, below, reachesOver ? 1 : 0);
  }

  /** Replaces `removed` rows of a chunk by so many of the pieces. */
  private splice(c: number, from: number, removed: number, length: number): void {
    if (this.isShared) this.chunks = [...this.chunks];
    this.isShared = false;
    const { chunks, owner, pieces } = this;
    let chunk = chunks[c]!;
    if (chunk.owner !== owner) {
      chunk = { owner, values: chunk.values.slice(), count: chunk.count };
      chunks[c] = chunk;
    }
    const { count } = chunk;
    chunk.count += length - removed;
    if (chunk.count * FIELDS > chunk.values.length) {
      const values = new Float64Array(2 * chunk.values.length);
      values.set(chunk.values);
      chunk.values = values;
    }
    const { values } = chunk;
    if (length !== removed && from + removed < count) {
      values.copyWithin((from + length) * FIELDS, (from + removed) * FIELDS, count * FIELDS);
    }
    const at = from * FIELDS;
    for (let i = 0; i < length * FIELDS; i++) values[at + i] = pieces[i]!;
    if (chunk.count === 0) chunks.splice(c, 1);
    else if (chunk.count > LARGEST_CHUNK) {
      const half = LARGEST_CHUNK / 2;
      chunks.splice(c + 1, 0, { owner, values: values.slice(half * FIELDS), count: chunk.count - half });
      chunk.count = half;
    }
  }

  /** The last chunk that starts at or before an address; -1 for none. */
  private chunkOf(address: number): number {
    const { chunks } = this;
    let low = 0;
    let high = chunks.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      if (chunks[middle]!.values[START]! <= address) low = middle + 1;
      else high = middle - 1;
    }
    return high;
  }
}
