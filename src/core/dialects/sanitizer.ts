/**
 * The map that the sanitizers of LLVM and GCC print (DumpProcessMap() in sanitizer_common/sanitizer_common.cpp): address ranges
 * with file names, a tab before and between them. ASan, TSan, MSan, HWASan, MemProf and UBSan have it in common.
 */
import type { Mark, Note, NoteKind } from '../memory-map/notes.ts';
import { DASH, EQUALS, SPACE, TAB } from './bytes.ts';
import type { Candidate, LineOutcome, LineReader, Surroundings } from './dialect.ts';
import { Trigger, type Dialect } from './dialect.ts';
import { isHeading, type LineCursor } from './line-cursor.ts';
import type { Reading } from './part-parser.ts';
import { linesAbove, linesBelow, processTitle, type Report } from './report.ts';
import { RowSink } from './row-sink.ts';

const HEADING = /(?:==([\w.-]{1,100}))?==(\d{1,10})==\s?Process memory map follows:/;
const FOOTER = /End of process memory map/;
/** Shorter addresses are no map's. */
const FEWEST_DIGITS = 7;

/** Of an error, `… on unknown address 0x… (pc 0x… bp 0x… sp 0x…` or `… on address 0x… at pc 0x… bp 0x… sp 0x…`. */
const ERROR = /ERROR: \w{2,30}Sanitizer: .{1,200}? address 0x([0-9a-f]{1,16})/;
/** Of a data race: `Write of size 4 at 0x…`. */
const ACCESS = /^\s{0,4}(Read|Write|Atomic read|Atomic write|READ|WRITE) of size \d{1,9} at 0x([0-9a-f]{1,16})\b/;
const POINTER = /\b(pc|bp|sp) 0x([0-9a-f]{1,16})\b/g;
/** What verbosity=1 tells at the start; the last address belongs to the stretch. */
const STRETCH = /\|\| `\[0x([0-9a-f]{1,16}), 0x([0-9a-f]{1,16})\]` \|\| (\w{2,30})/;
const WANTED = /^(?:.{0,40}ERROR: |[ \t]{0,4}(?:Atomic )?(?:[Rr]ead|[Ww]rite|READ|WRITE) of size|\|\| `\[)/gm;
const STRETCH_KINDS: readonly (readonly [RegExp, NoteKind])[] = [
  [/Gap/, 'reserved'],
  [/Shadow|Origin|Meta/, 'anonymous'],
];

export const SANITIZER: Dialect = {
  name: 'sanitizer',
  triggers: Trigger.range,
  open(candidate: Candidate) {
    const { cursor, word } = candidate;
    cursor.p = word;
    if (!isRow(cursor)) return undefined;
    const { bytes } = cursor;
    // A tab on either side is enough where the heading was lost.
    const bare = bytes[word - 1] === TAB && bytes[cursor.p] === TAB;
    const heading = headingOf(candidate);
    if (!heading && !bare) return undefined;
    return { reader: new SanitizerRows(heading?.match), rowAt: word, headings: heading?.distance ?? 0 };
  },
};

class SanitizerRows implements LineReader {
  private readonly sink = new RowSink();

  constructor(heading: RegExpExecArray | undefined) {
    const pid = heading?.[2];
    if (pid === undefined) return;
    this.sink.pid = Number(pid);
    this.sink.title = processTitle(this.sink.pid, heading?.[1]);
  }

  readLine(cursor: LineCursor): LineOutcome {
    const { sink } = this;
    cursor.blanks();
    if (cursor.prefixedHex() <= 0)
      return isHeading(cursor, FOOTER) ? 'last' : isHeading(cursor, HEADING) ? 'end' : 'other';
    const { low, high } = cursor;
    if (!cursor.take(DASH)) return { at: cursor.p, reason: 'a dash and the end address are missing' };
    const end = cursor.p;
    if (cursor.prefixedHex() <= 0) return { at: end, reason: 'the end address is missing' };
    if (cursor.high < high || (cursor.high === high && cursor.low <= low)) {
      return { at: end, reason: 'the region ends before it starts' };
    }
    sink.row(low, high, cursor.low, cursor.high, cursor.line);
    cursor.blanks();
    sink.name(cursor.bytes, cursor.p, cursor.to);
    return 'row';
  }

  finish(text: Uint8Array, around: Surroundings): Reading {
    const { sink } = this;
    sink.assumptions.add(
      'Sanitizers tell no permissions, offsets, devices and inodes; file names alone say what a region is.',
    );
    const report: Report = { ...around, text };
    if (sink.count > 0) {
      harvest(report, sink.notes, sink.marks);
    }
    return sink.finish();
  }
}

/** Collects what the report says of addresses: of its last error above the map, or of the first one behind it. */
function harvest(report: Report, notes: Note[], marks: Mark[]): void {
  for (const lines of [linesAbove(report, WANTED), linesBelow(report, WANTED)]) {
    for (const { text, line } of lines) {
      const stretch = STRETCH.exec(text);
      if (stretch) addStretch(stretch, line, notes);
      const error = ERROR.exec(text)?.[1];
      if (error !== undefined) {
        marks.length = 0;
        marks.push({ address: BigInt(`0x${error}`), label: 'fault address', line });
        for (const [, register, digits] of text.matchAll(POINTER)) {
          marks.push({ address: BigInt(`0x${digits!}`), label: `${register!} of the crashed thread`, line });
        }
      }
      const access = ACCESS.exec(text);
      if (access) addAccess(access, line, marks);
    }
    if (marks.length > 0) return;
  }
}

function addStretch(stretch: RegExpExecArray, line: number, notes: Note[]): void {
  const [, from, last, name] = stretch;
  const kind = STRETCH_KINDS.find(([pattern]) => pattern.test(name!))?.[1];
  // What is neither shadow nor gap is the program's own memory.
  if (kind === undefined) return;
  const label = `Sanitizer: ${name!}`;
  const because = `the log says that [0x${from!}, 0x${last!}] is ${name!}`;
  notes.push({ start: BigInt(`0x${from!}`), end: BigInt(`0x${last!}`) + 1n, label, kind, line, because });
}

function addAccess(access: RegExpExecArray, line: number, marks: Mark[]): void {
  const address = BigInt(`0x${access[2]!}`);
  if (marks.some((mark) => mark.address === address)) return;
  marks.push({ address, label: `${access[1]!.toLowerCase()} of the report`, line });
}

function headingOf(candidate: Candidate): { readonly match: RegExpExecArray; readonly distance: number } | undefined {
  for (let distance = 1; distance <= 2; distance++) {
    const above = candidate.above(distance).replaceAll('=3D', '=');
    const match = HEADING.exec(above);
    if (match) return { match, distance };
    if (above.trim() !== '') return undefined;
  }
  return undefined;
}

/** True when `0x…-0x…` stands at the cursor, and a blank or nothing behind it. */
function isRow(cursor: LineCursor): boolean {
  if (cursor.prefixedHex() < FEWEST_DIGITS || !cursor.take(DASH) || cursor.prefixedHex() < FEWEST_DIGITS) return false;
  const after = cursor.byte();
  // `=09` and `=20` are blanks of a mail that is quoted-printable.
  return after < 0 || after === SPACE || after === TAB || after === EQUALS;
}
