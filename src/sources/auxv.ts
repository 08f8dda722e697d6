/** `/proc/PID/auxv`: what the kernel told a program when it started, pairs of machine words (getauxval(3)). */

/** What is the same for all programs of a machine. */
export interface MachineFacts {
  /** In bytes: `AT_PAGESZ`. */
  readonly pageSize: number;
  /** Clock ticks a second, in which start times are counted: `AT_CLKTCK`. undefined when it is not told. */
  readonly clockTicks: number | undefined;
  /** Bytes of a word of the program that was asked. */
  readonly wordSize: 4 | 8;
  readonly littleEndian: boolean;
}

/** Types of entries, from include/uapi/linux/auxvec.h; the last one is 0. */
const AT_NULL = 0;
const AT_PAGESZ = 6;
const AT_CLKTCK = 17;

const SMALLEST_PAGE = 4096;
const LARGEST_PAGE = 1 << 20;

/** Reads the entries. Width and byte order are those in which they make sense; undefined when there are none such. */
export function parseAuxv(bytes: Uint8Array): MachineFacts | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const wordSize of [8, 4] as const) {
    for (const littleEndian of [true, false]) {
      const entries = entriesOf(view, wordSize, littleEndian);
      const pageSize = Number(entries?.get(BigInt(AT_PAGESZ)) ?? 0n);
      if (pageSize < SMALLEST_PAGE || pageSize > LARGEST_PAGE || (pageSize & (pageSize - 1)) !== 0) continue;
      const clockTicks = entries?.get(BigInt(AT_CLKTCK));
      return { pageSize, clockTicks: clockTicks ? Number(clockTicks) : undefined, wordSize, littleEndian };
    }
  }
  return undefined;
}

/** The entries up to the end mark; undefined when there is no end mark. */
function entriesOf(view: DataView, wordSize: 4 | 8, littleEndian: boolean): Map<bigint, bigint> | undefined {
  const word = (at: number): bigint =>
    wordSize === 8 ? view.getBigUint64(at, littleEndian) : BigInt(view.getUint32(at, littleEndian));
  const entries = new Map<bigint, bigint>();
  for (let at = 0; at + 2 * wordSize <= view.byteLength; at += 2 * wordSize) {
    const type = word(at);
    if (type === BigInt(AT_NULL)) return entries;
    entries.set(type, word(at + wordSize));
  }
  return undefined;
}
