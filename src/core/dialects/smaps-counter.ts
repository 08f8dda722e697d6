/** Tells whether a line between rows is a counter of smaps: in a log, other lines have a word and a colon too. */
import { COLON } from './bytes.ts';
import type { LineCursor } from './line-cursor.ts';

/** The longest key of any kernel has about half as many letters. */
const LONGEST_KEY = 40;

/** Others may be of another text, such as /proc/meminfo. */
const KNOWN_KEY =
  /^(?:Size|\w+PageSize|Rss|Pss|SwapPss|(?:Pss|Shared|Private)_\w+|Referenced|Anonymous|KSM|LazyFree|AnonHugePages|\w+PmdMapped|Swap|Locked|THPeligible|ProtectionKey|VmFlags):/;
const FIRST_KEY = /^Size:/;
/** The last line of a record is VmFlags. */
const LETTER_V = 0x56;
/** With its colon. */
const LONGEST_KNOWN = 20;

/** Whether the counters of a record go on behind lines of somebody else. */
export class SmapsRecord {
  private isOpen = false;
  private hasCounters = false;
  private isLost = false;

  /** A row begins a record. */
  begin(): void {
    this.isOpen = true;
    this.hasCounters = false;
    this.isLost = false;
  }

  /** A counter of the record was read. */
  add({ bytes, from }: LineCursor): void {
    this.isOpen = bytes[from] !== LETTER_V;
    this.hasCounters = true;
  }

  /** What follows is of another text. */
  end(): void {
    this.isOpen = false;
    this.hasCounters = false;
  }

  /** Whose a counter is behind lines of somebody else: the record's, of one whose row was not recognized, or of another text. */
  ownerOf(row: LineCursor): 'record' | 'lost' | 'nobody' {
    const key = row.text(row.from, Math.min(row.to, row.from + LONGEST_KNOWN));
    // The first counter once more: what stands between was a row.
    if (this.hasCounters && FIRST_KEY.test(key)) this.isLost = true;
    if (!KNOWN_KEY.test(key)) return 'nobody';
    return this.isLost ? 'lost' : this.isOpen ? 'record' : 'nobody';
  }
}

/** True for `Rss:   4 kB`, `VmFlags: rd ex`, `Name:   [anon:x]`. */
export function isSmapsCounter(cursor: LineCursor): boolean {
  const { bytes, from, to } = cursor;
  const first = bytes[from]!;
  if (first < 0x41 || first > 0x5a) return false;
  let p = from + 1;
  while (p < to && p - from < LONGEST_KEY && isKeyLetter(bytes[p]!)) p++;
  if (bytes[p] !== COLON || p >= to) return false;
  cursor.p = p + 1;
  cursor.blanks();
  if (cursor.byte() === 0x5b) return true;
  const value = cursor.p;
  if (cursor.decimal() >= 0) {
    cursor.blanks();
    return cursor.atEnd || cursor.startsWith('kB');
  }
  // Some regions of Android kernels have no flags at all.
  return (value === to || cursor.word() === 2) && cursor.text(from, p) === 'VmFlags';
}

function isKeyLetter(byte: number): boolean {
  return (
    (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x30 && byte <= 0x39) || byte === 0x5f
  );
}
