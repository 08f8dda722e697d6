/** What rules look at: the columns of a map, and what stands beside a region. */
import { counterAt, counterColumn, vmFlagsAt, type Counters } from '../memory-map/counters.ts';
import { addressOrder, type RegionTable } from '../memory-map/region-table.ts';

/** The regions that are looked at. A memory map is one, and so is the listing of a view. */
export interface FindingSubject {
  readonly regions: RegionTable;
  /** undefined when the source has none. */
  readonly counters: Counters | undefined;
}

export interface Ground extends FindingSubject {
  /** A counter of a row in its own unit; NaN when it is not told, with which no comparison is true. */
  readonly counter: (key: string, row: number) => number;
  /** The VmFlags codes of a row; none when they are not told. */
  readonly flags: (row: number) => readonly string[];
  /** The row before one in address order; undefined before the first. */
  readonly rowBefore: (row: number) => number | undefined;
  /** False for a file of which there is another region: what is mapped twice, as JIT compilers do, is shared with itself. */
  readonly isMappedOnce: (row: number) => boolean;
}

/** Makes a map ready to be looked at. */
export function groundOf({ regions, counters }: FindingSubject): Ground {
  const columns = new Map(counters?.columns.map((column) => [column.key, column]));
  let positions: Uint32Array | undefined;
  let mappings: Uint32Array | undefined;
  return {
    regions,
    counters,
    counter: (key, row) => {
      const column = columns.get(key);
      const value = column && counterAt(column, row);
      return value === undefined || typeof value === 'string' ? Number.NaN : Number(value);
    },
    flags: (row) => vmFlagsAt(counters, row) ?? [],
    rowBefore: (row) => {
      const order = addressOrder(regions);
      if (!order) return row > 0 ? row - 1 : undefined;
      positions ??= inverse(order);
      const position = positions[row] ?? 0;
      return position > 0 ? order[position - 1] : undefined;
    },
    isMappedOnce: (row) => {
      mappings ??= mappingsOf(regions);
      return mappings[regions.file[row] ?? 0] === 1;
    },
  };
}

/** True when no region has a counter that is asked for. */
export function lacks({ counters }: FindingSubject, keys: readonly string[] = []): boolean {
  return keys.some((key) => !counters || !counterColumn(counters, key));
}

/** True when two addresses of columns of word pairs are the same. */
export function sameWords(a: Uint32Array, i: number, b: Uint32Array, k: number): boolean {
  return a[2 * i] === b[2 * k] && a[2 * i + 1] === b[2 * k + 1];
}

/** By file entry how many regions map it. */
function mappingsOf({ count, file, files }: RegionTable): Uint32Array {
  const mappings = new Uint32Array(files.count);
  for (let row = 0; row < count; row++) mappings[file[row] ?? 0] = (mappings[file[row] ?? 0] ?? 0) + 1;
  return mappings;
}

function inverse(order: Uint32Array): Uint32Array {
  const positions = new Uint32Array(order.length);
  for (let position = 0; position < order.length; position++) positions[order[position] ?? 0] = position;
  return positions;
}
