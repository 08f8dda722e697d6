/**
 * Android's showmap (libmeminfo/tools/showmap.cpp; showmap/showmap.c before Android 10): sums of smaps by name, without
 * addresses; with -a a row a region with addresses, with -v without. The columns have grown with Android's versions, so the
 * heading tells them: it is two lines and a rule.
 */
import type { GrowingColumn } from '../memory-map/counter-builder.ts';
import { formatHexAddress } from '../memory-map/address.ts';
import { lineAbove } from './above.ts';
import { DASH, NEWLINE, utf8Text } from './bytes.ts';
import { Trigger, type Candidate, type Dialect, type LineOutcome, type LineReader } from './dialect.ts';
import type { LineCursor } from './line-cursor.ts';
import type { Reading } from './part-parser.ts';
import { readPerms } from './perms.ts';
import { RowSink } from './row-sink.ts';

/** What a column holds: an address, the size in kB, permissions, or a counter, which is named here by its key. */
type Use = 'start' | 'end' | 'size' | 'flags' | 'counter';

interface Column {
  readonly use: Use;
  readonly counter: GrowingColumn | undefined;
}

/** The words of the heading's last line; a word that is in it twice has its keys in their order. */
const KEYS: ReadonlyMap<string, readonly string[]> = new Map([
  ['RSS', ['Rss']],
  ['PSS', ['Pss']],
  ['clean', ['Shared_Clean', 'Private_Clean']],
  ['dirty', ['Shared_Dirty', 'Private_Dirty']],
  ['swap', ['Swap']],
  ['swapPSS', ['SwapPss']],
  ['HugePages', ['AnonHugePages']],
  ['PmdMapped', ['ShmemPmdMapped', 'FilePmdMapped']],
  ['Hugetlb', ['Shared_Hugetlb', 'Private_Hugetlb']],
  ['Locked', ['Locked']],
]);
const USES: ReadonlyMap<string, readonly Use[]> = new Map<string, readonly Use[]>([
  ['start', ['start']],
  ['end', ['end']],
  ['addr', ['start', 'end']],
  ['size', ['size']],
  ['flags', ['flags']],
]);
/** The last column is `object`; older versions forget the blank before it. */
const HEADING = /\b(?:RSS|shared) .*object\s*$/;
const UPPER_HEADING = /\bvirtual\b|\bstart\b/;
/** What a shell and a bug report (dumpstate) print above. */
const COMMAND = /\bshowmap (?:-[a-z]+ )*(\d{1,10})\b/;
const SECTION = /\bSHOW MAP (\d{1,10}) \(([^()]{1,80})\)/;
const BSS = ' [bss]';

export const SHOWMAP: Dialect = {
  name: 'showmap',
  triggers: Trigger.rule,
  open(candidate: Candidate) {
    if (!isBelowObject(candidate.cursor)) return undefined;
    const heading = lineAbove(candidate, 1);
    if (!HEADING.test(heading)) return undefined;
    const isTwoLines = UPPER_HEADING.test(lineAbove(candidate, 2));
    if (!isTwoLines && !/\bstart\b/.test(heading)) return undefined;
    const lines = isTwoLines ? 2 : 1;
    const titled = lineAbove(candidate, lines + 1);
    const title = SECTION.exec(titled) ?? COMMAND.exec(titled);
    const reader = new ShowmapRows(heading, title?.[1], title?.[2]);
    return { reader, rowAt: candidate.word, headings: lines + (title ? 1 : 0) };
  },
};

/** True when the line above ends in `object`: rules of dashes are everywhere. */
function isBelowObject({ bytes, lineStart }: LineCursor): boolean {
  let to = lineStart - 1;
  while (to > 0 && bytes[to - 1]! <= 0x20 && bytes[to - 1] !== NEWLINE) to--;
  for (let i = 1; i <= OBJECT.length; i++) if (bytes[to - i] !== OBJECT[OBJECT.length - i]) return false;
  return true;
}

const OBJECT = new TextEncoder().encode('object');

class ShowmapRows implements LineReader {
  private readonly sink = new RowSink();
  private readonly columns: readonly Column[];
  private readonly values: Float64Array;
  private rules = 0;
  private startLow = 0;
  private startHigh = 0;
  private endLow = 0;
  private endHigh = 0;
  private size = 0;
  private perms = -1;

  constructor(heading: string, pid: string | undefined, program: string | undefined) {
    const { sink } = this;
    if (pid !== undefined) {
      sink.pid = Number(pid);
      sink.title = program === undefined ? `PID ${pid}` : `PID ${pid} ${program}`;
    }
    this.columns = this.columnsOf(heading);
    this.values = new Float64Array(this.columns.length);
    sink.placed = this.columns.some(({ use }) => use === 'start');
    if (!sink.placed) {
      sink.assumptions.add('showmap tells no addresses: sizes and counters are sums over all regions of a name.');
    }
  }

  readLine(cursor: LineCursor): LineOutcome {
    cursor.blanks();
    const from = cursor.p;
    if (cursor.byte() === DASH) {
      this.rules++;
      return 'part';
    }
    // Behind the rows come a rule, the heading again, a rule, and the sums.
    if (this.rules > 1) return this.rules > 2 || endsIn(cursor, 'TOTAL') ? 'last' : 'part';
    const column = this.readColumns(cursor);
    if (column === 0) return 'other';
    if (column > 0) return cursor.misplaced('a number');
    return this.addRow(cursor, from);
  }

  finish(): Reading {
    return this.sink.finish();
  }

  /** Reads all columns but the name; gives the index of one that does not fit, -1 when all do. */
  private readColumns(cursor: LineCursor): number {
    const { columns, values } = this;
    for (let i = 0; i < columns.length; i++) {
      cursor.blanks();
      const { use } = columns[i]!;
      if (use === 'start' || use === 'end') {
        if (cursor.hex() <= 0) return i;
        if (use === 'start') {
          this.startLow = cursor.low;
          this.startHigh = cursor.high;
        } else {
          this.endLow = cursor.low;
          this.endHigh = cursor.high;
        }
      } else if (use === 'flags') {
        this.perms = cursor.p + 3 <= cursor.to ? readPerms(cursor.bytes, cursor.p) : -1;
        if (this.perms < 0) return i;
        cursor.p += 3;
      } else {
        values[i] = cursor.decimal();
        if (values[i]! < 0) return i;
        if (use === 'size') this.size = values[i]!;
      }
    }
    return -1;
  }

  private addRow(cursor: LineCursor, from: number): LineOutcome {
    const { sink, columns, values, startLow, startHigh, endLow, endHigh } = this;
    if (sink.placed) {
      if (endHigh < startHigh || (endHigh === startHigh && endLow <= startLow)) {
        return { at: from, reason: 'the region ends before it starts' };
      }
      sink.row(startLow, startHigh, endLow, endHigh, cursor.line);
    } else if (!sink.rowOfSize(0, 0, 1024 * this.size, cursor.line)) {
      return { at: from, reason: 'the size is larger than all addresses' };
    }
    if (this.perms >= 0) {
      sink.perms(this.perms);
      sink.assumptions.add(
        'showmap prints three permission letters: regions are told as private, although some may be shared.',
      );
    }
    for (let i = 0; i < columns.length; i++) {
      const { use, counter } = columns[i]!;
      if (use === 'counter') sink.counter(counter, values[i]!);
    }
    cursor.blanks();
    this.readName(cursor);
    return 'row';
  }

  private readName(cursor: LineCursor): void {
    const { sink } = this;
    const { bytes, p, to } = cursor;
    if (cursor.startsWith('[anon]') && to === p + 6) return;
    if (!sink.placed || !endsIn(cursor, BSS)) {
      sink.name(bytes, p, to);
      return;
    }
    // The kernel gives it no name; showmap gives it that of the library in front.
    const start = (BigInt(this.startHigh) << 32n) | BigInt(this.startLow);
    const end = (BigInt(this.endHigh) << 32n) | BigInt(this.endLow);
    const library = utf8Text(bytes, p, to - BSS.length);
    const because = `showmap names the region at ${formatHexAddress(start)} "${library}${BSS}"`;
    sink.notes.push({ start, end, label: `bss of ${library}`, kind: 'anonymous', line: cursor.line, because });
  }

  private columnsOf(heading: string): readonly Column[] {
    const words: string[] = heading.replace(/object\s*$/, '').match(/\S+/g) ?? [];
    const first = words.findIndex((word) => KEYS.has(word) || USES.has(word) || word === 'shared');
    const met = new Map<string, number>();
    return words.slice(Math.max(0, first)).map((word): Column => {
      const before = met.get(word) ?? 0;
      met.set(word, before + 1);
      const use = USES.get(word)?.[before];
      if (use) return { use, counter: undefined };
      const key = KEYS.get(word)?.[before];
      if (key !== undefined) return { use: 'counter', counter: this.sink.column(key, 'kB', 'smaps') };
      return { use: 'counter', counter: this.sink.column(word, word === '#' ? '' : 'kB', 'other') };
    });
  }
}

function endsIn({ bytes, p, to }: LineCursor, text: string): boolean {
  const from = to - text.length;
  if (from < p) return false;
  for (let i = 0; i < text.length; i++) if (bytes[from + i] !== text.charCodeAt(i)) return false;
  return true;
}
