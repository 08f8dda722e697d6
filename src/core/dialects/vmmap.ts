/**
 * `vmmap` of pwndbg (pwndbg/commands/vmmap.py), gef (gef.py) and peda, extensions of gdb and lldb: start, end, and columns in
 * an order of their own, which the heading tells. Without one, what stands in a row does.
 */
import { addressAt } from '../memory-map/address.ts';
import { lineAbove } from './above.ts';
import { SPACE, utf8Text } from './bytes.ts';
import { Trigger, type Candidate, type Dialect, type LineOutcome, type LineReader } from './dialect.ts';
import { LineCursor } from './line-cursor.ts';
import { withoutColours } from './colours.ts';
import type { Reading } from './part-parser.ts';
import { readPerms, sharingBits } from './perms.ts';
import { RowSink } from './row-sink.ts';
import { columnsOf, columnsOfRow, permLetters, type VmmapColumns, type VmmapUse } from './vmmap-columns.ts';

/** What stands above the heading: the legend of the colours, and the command. */
const LEGEND = /\bLEGEND: |\[ Legend: +|^(?:gef|pwndbg|\S{1,30}[$#>])\S{0,4} +(?:vmmap|libs|lm)\b/;
const MOST_LINES_ABOVE = 4;

const DASH = 0x2d;
const BRACKET = 0x5b;
const ANGLE = 0x3c;
const SLASH = 0x2f;
const LETTER_M = 0x6d;

/** The name that pwndbg makes up for a region without one, and peda's. */
const MADE_UP = /^(?:\[anon_[0-9a-f]{1,16}\]|mapped)$/;
/** A place in a region. */
const PLACE = /^\+(0x[0-9a-f]{1,16})$/;
/** gef's guesses of what a region holds: `<tls-th1><stack-th2>`. */
const GUESSES = /^(?:<[^<>]{1,40}>)+$/;

export const VMMAP: Dialect = {
  name: 'vmmap',
  triggers: Trigger.pair,
  open(candidate: Candidate) {
    const { cursor, word } = candidate;
    cursor.p = word;
    if (!mayBeRow(cursor)) return undefined;
    const row = rowOf(candidate);
    if (!hasTwoAddresses(row)) return undefined;
    const { p } = row;
    const told = columnsOf(lineAbove(candidate, 1));
    const columns = told ?? columnsOfRow(row);
    row.p = p;
    if (!columns || !fits(row, columns)) return undefined;
    let headings = told ? 1 : 0;
    while (headings < MOST_LINES_ABOVE && LEGEND.test(lineAbove(candidate, headings + 1))) headings++;
    return { reader: new VmmapRows(columns), rowAt: startOf(candidate), headings };
  },
};

/** Where the row starts: at its marker, when it has one. */
function startOf({ cursor, word }: Candidate): number {
  const { bytes, lineStart } = cursor;
  let p = word;
  while (p > lineStart && bytes[p - 1] === SPACE) p--;
  if (p === lineStart || bytes[p - 1]! < 0x80) return word;
  while (p > lineStart && bytes[p - 1]! >= 0x80) p--;
  return p;
}

/** True when an address stands at the cursor, and another or a colour's code behind it. */
function mayBeRow(cursor: LineCursor): boolean {
  if (cursor.prefixedHex() <= 0) return false;
  if (cursor.blanks() > 0 && cursor.startsWith('0x')) return true;
  return cursor.byte() === ESCAPE;
}

/** The row of a candidate from its first address on, without colours. */
function rowOf({ cursor, word }: Candidate): LineCursor {
  const { bytes, to, line } = cursor;
  const row = new LineCursor();
  const escape = bytes.subarray(word, to).indexOf(ESCAPE);
  if (escape < 0) row.use(bytes, word, to, line);
  else {
    const plain = withoutColours(bytes.subarray(word, to));
    row.use(plain, 0, plain.length, line);
  }
  return row;
}

const ESCAPE = 0x1b;

/** Goes over start and end. */
function hasTwoAddresses(row: LineCursor): boolean {
  return row.prefixedHex() > 0 && row.blanks() > 0 && row.prefixedHex() > 0;
}

/** True when what stands behind the end address is what the columns say. */
function fits(row: LineCursor, { uses }: VmmapColumns): boolean {
  for (const use of uses) {
    if (use === 'name' || use === 'note') break;
    if (row.blanks() === 0) return false;
    const length = use === 'perm' ? permLetters(row) : 0;
    if (use === 'perm' ? length === 0 : row.anyHex() <= 0) return false;
    row.p += length;
  }
  return true;
}

class VmmapRows implements LineReader {
  private readonly sink = new RowSink();
  private readonly columns: VmmapColumns;
  private perms = 0;
  private offsetLow = 0;
  private offsetHigh = 0;
  private hasRelativePaths = false;

  constructor(columns: VmmapColumns) {
    this.columns = columns;
  }

  readLine(cursor: LineCursor): LineOutcome {
    const { sink } = this;
    cursor.blanks();
    const isMarked = cursor.byte() > 0x7f;
    if (isMarked) {
      cursor.word();
      cursor.blanks();
    }
    if (cursor.prefixedHex() <= 0) return this.readOther(cursor);
    const { low, high } = cursor;
    cursor.blanks();
    if (cursor.prefixedHex() <= 0) return { at: cursor.p, reason: 'the end address is missing' };
    const endLow = cursor.low;
    const endHigh = cursor.high;
    if (endHigh < high || (endHigh === high && endLow <= low)) {
      return { at: cursor.p, reason: 'the region ends before it starts' };
    }
    for (const use of this.columns.uses) {
      cursor.blanks();
      if (!this.readColumn(cursor, use)) {
        return cursor.misplaced(WORDS[use]);
      }
    }
    sink.row(low, high, endLow, endHigh, cursor.line);
    sink.perms(this.perms);
    if (this.columns.uses.includes('offset')) sink.offset(this.offsetLow, this.offsetHigh);
    if (this.columns.uses.includes('name')) this.readName(cursor, isMarked);
    else if (!cursor.atEnd)
      sink.textCounter(sink.column('Note', '', 'other'), utf8Text(cursor.bytes, cursor.p, cursor.to));
    return 'row';
  }

  finish(): Reading {
    const { assumptions } = this.sink;
    const { sharing } = this.columns;
    if (sharing === 'constant') {
      assumptions.add(
        'pwndbg prints the letter p for all regions: they are told as private, although some may be shared.',
      );
    } else if (sharing === 'missing') {
      assumptions.add('gef prints three permission letters: regions are told as private, although some may be shared.');
    }
    assumptions.add('vmmap tells no device and no inode; file names alone say which regions belong together.');
    if (this.hasRelativePaths) {
      assumptions.add('Some paths are relative to the folder that the debugger ran in, which is not told.');
    }
    return this.sink.finish();
  }

  private readColumn(cursor: LineCursor, use: VmmapUse): boolean {
    if (use === 'name' || use === 'note') return true;
    if (use === 'perm') {
      const letters = permLetters(cursor);
      if (letters === 0) return false;
      this.perms = readPerms(cursor.bytes, cursor.p);
      if (letters === 4) this.perms |= sharingBits(cursor.bytes[cursor.p + 3]);
      cursor.p += letters;
      return true;
    }
    if (cursor.anyHex() <= 0) return false;
    // The size follows from the addresses.
    if (use === 'offset') {
      this.offsetLow = cursor.low;
      this.offsetHigh = cursor.high;
    }
    return true;
  }

  private readOther(cursor: LineCursor): LineOutcome {
    // vmmap --gaps draws a line where nothing is mapped.
    if (cursor.byte() === DASH && cursor.startsWith('- ')) return 'part';
    const text = cursor.text(cursor.p, Math.min(cursor.to, cursor.p + 120));
    return columnsOf(text) ? 'end' : 'other';
  }

  private readName(cursor: LineCursor, isMarked: boolean): void {
    const { sink } = this;
    const { bytes, p: from } = cursor;
    let { to } = cursor;
    if (isMarked) to = this.readMark(cursor, to);
    if (this.columns.sharing === 'missing') to = this.readRegisters(bytes, from, to);
    const first = from < to ? bytes[from]! : SLASH;
    if (first === ANGLE && GUESSES.test(utf8Text(bytes, from, to))) {
      this.noteGuess(utf8Text(bytes, from, to), cursor.line);
      return;
    }
    const mayBeMadeUp = (first === BRACKET && cursor.startsWith('[anon_')) || first === LETTER_M;
    if (mayBeMadeUp && MADE_UP.test(utf8Text(bytes, from, Math.min(to, from + 40)))) return;
    if (first !== SLASH && first !== BRACKET && first !== ANGLE) this.hasRelativePaths = true;
    sink.name(bytes, from, to);
  }

  /** Takes `+0x1a0` off the end, the place in the region that was asked for; gives the end of what stands before it. */
  private readMark(cursor: LineCursor, to: number): number {
    const { bytes, p } = cursor;
    let at = to;
    while (at > p && bytes[at - 1] !== SPACE) at--;
    const offset = PLACE.exec(cursor.text(at, Math.min(to, at + 20)))?.[1];
    const { start, end } = lastRow(this.sink);
    const address = start + BigInt(offset ?? 0);
    if (offset === undefined || address >= end) return to;
    this.sink.marks.push({ address, label: 'address that was asked for', line: cursor.line });
    return Math.max(p, at - 1);
  }

  /** Takes `<-  $rsp, $rbp` off the end, the registers that point into the region; gives the end of what stands before it. */
  private readRegisters(bytes: Uint8Array, from: number, to: number): number {
    let at = from;
    while (at < to && (bytes[at] !== ANGLE || bytes[at + 1] !== DASH || bytes[at + 2] !== SPACE)) at++;
    if (at >= to || bytes[at - 1] !== SPACE) return to;
    const { sink } = this;
    sink.textCounter(sink.column('registers', '', 'other'), utf8Text(bytes, at + 3, to).trim());
    while (at > from && bytes[at - 1] === SPACE) at--;
    return at;
  }

  private noteGuess(text: string, line: number): void {
    const { start, end } = lastRow(this.sink);
    const kind = /<stack-th/.test(text) ? ({ kind: 'thread-stack' } as const) : {};
    this.sink.notes.push({
      start,
      end,
      label: text.slice(1, -1).replaceAll('><', ', '),
      ...kind,
      line,
      because: `gef names it ${text}`,
    });
  }
}

const WORDS: Readonly<Record<VmmapUse, string>> = {
  perm: 'permission letters',
  size: 'the size',
  offset: 'the offset',
  name: 'the name',
  note: 'a note',
};

/** The addresses of the row that was added last. */
function lastRow({ builder }: RowSink): { readonly start: bigint; readonly end: bigint } {
  const row = builder.count - 1;
  return { start: addressAt(builder.start, row), end: addressAt(builder.end, row) };
}
