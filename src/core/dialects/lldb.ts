/**
 * lldb's `memory region --all` (lldb/source/Commands/CommandObjectMemory.cpp): `[start-end) perms name section`, with the
 * stretches between regions as rows of their own. Those have no permissions and no name, as memory without access has. Of core
 * files it prints no names, and no permissions of segments that the core does not hold.
 */
import { lineAbove } from './above.ts';
import { AddressRange } from './address-range.ts';
import type { GrowingColumn } from '../memory-map/counter-builder.ts';
import { KnownBytes } from '../memory-map/known-bytes.ts';
import { DASH, SPACE, utf8Text } from './bytes.ts';
import { Trigger, type Candidate, type Dialect, type LineOutcome, type LineReader } from './dialect.ts';
import type { LineCursor } from './line-cursor.ts';
import type { Reading } from './part-parser.ts';
import { readPerms } from './perms.ts';
import { RowSink } from './row-sink.ts';

const OPENING = 0x5b;
const CLOSING = 0x29;
const UNKNOWN = 0x3f;

const COMMAND = /\bmemory region\b/;
const PROCESS = /\bProcess (\d{1,10}) (?:stopped|launched|resuming|exited)|\battach\b.*\s(?:-p|--pid)\s+(\d{1,10})\b/;
/** So far above the command the process is looked for: lldb tells it where it stopped, with the code there. */
const MOST_LINES_ABOVE = 24;

/** Segments of ELF, sections of ELF in older versions, segments of Mach-O. */
const SECTION = /^(?:PT_\w{1,30}\[\d{1,6}\]|\.[\w.$-]{1,60}|__[A-Z_]{1,30})$/;
/** Lines below a row that tell more of it. */
const MORE = /^(memory tagging|shadow stack|protection key): (.{1,40})$/;
const DIRTY = /^Modified memory \(dirty\) page list provided, (\d{1,15}) entries/;
const DIRTY_PAGES = 'Dirty pages: ';

export const LLDB: Dialect = {
  name: 'lldb',
  triggers: Trigger.range,
  open(candidate: Candidate) {
    const { cursor, word } = candidate;
    if (cursor.bytes[word - 1] !== OPENING) return undefined;
    cursor.p = word - 1;
    if (!new BracketedRange().read(cursor) || permsAt(cursor) === undefined) return undefined;
    return {
      reader: new LldbRows(processAbove(candidate)),
      rowAt: word - 1,
      headings: COMMAND.test(lineAbove(candidate, 1)) ? 1 : 0,
    };
  },
};

function processAbove(candidate: Candidate): number | undefined {
  for (let i = 1; i <= MOST_LINES_ABOVE; i++) {
    const match = PROCESS.exec(lineAbove(candidate, i));
    if (match) return Number(match[1] ?? match[2]);
  }
  return undefined;
}

class LldbRows implements LineReader {
  private readonly sink = new RowSink();
  private readonly range = new BracketedRange();
  /** The column of sections, once there is one. */
  private readonly sections: (GrowingColumn | undefined)[] = [undefined];
  /** Rows by what stands from their name on: many have the same. */
  private readonly tails = new KnownBytes();
  private omitted = 0;
  private hasNames = false;
  /** The last row is no region, so that lines below it tell of none. */
  private isGap = false;

  constructor(pid: number | undefined) {
    this.sink.belongsTo(pid);
  }

  readLine(cursor: LineCursor): LineOutcome {
    cursor.blanks();
    const { sink } = this;
    const from = cursor.p;
    if (cursor.byte() !== OPENING || !cursor.startsWith('[0x')) return this.readMore(cursor);
    if (!this.range.read(cursor)) return cursor.misplaced('a range of addresses');
    const perms = permsAt(cursor);
    if (perms === undefined) return cursor.misplaced('three permission letters');
    cursor.p += 3;
    cursor.blanks();
    this.isGap = perms === 0 && cursor.atEnd;
    if (this.isGap) {
      this.omitted++;
      return 'part';
    }
    if (this.range.isEmpty) return { at: from, reason: 'the region ends before it starts' };
    const { startLow, startHigh, endLow, endHigh } = this.range;
    sink.row(startLow, startHigh, endLow, endHigh, cursor.line);
    this.readName(cursor);
    const { file } = sink.builder;
    const isNamed = file[sink.count - 1] !== 0;
    if (isNamed) this.hasNames = true;
    // `---` before a section alone: a segment that is in memory, and not in the core file.
    if (perms > 0 || (perms === 0 && isNamed)) sink.perms(perms);
    return 'row';
  }

  finish(): Reading {
    const { sink, omitted } = this;
    const { assumptions } = sink;
    assumptions.add(
      'lldb tells no device, no inode and no offset; file names alone say which regions belong together.',
    );
    assumptions.add('lldb prints three permission letters: regions are told as private, although some may be shared.');
    if (!this.hasNames) {
      assumptions.add(
        'lldb prints no names here, as for core files: files, heap and stacks are told as anonymous memory.',
      );
    }
    if (omitted > 0) {
      assumptions.add(
        `${omitted} rows without permissions and without a name are left out: lldb prints addresses that are not mapped and anonymous memory without access alike.`,
      );
    }
    return sink.finish();
  }

  private readName(cursor: LineCursor): void {
    const { sink, tails } = this;
    const { bytes, p: from, to } = cursor;
    const same = tails.find(bytes, from, to);
    if (same >= 0) {
      sink.repeat(same, this.sections);
      return;
    }
    tails.keep(sink.count - 1);
    let last = to;
    while (last > from && bytes[last - 1] !== SPACE) last--;
    const section = cursor.text(last, Math.min(to, last + 64));
    const hasSection = SECTION.test(section);
    if (hasSection) sink.textCounter((this.sections[0] ??= sink.column('section', '', 'other')), section);
    sink.name(bytes, from, hasSection ? Math.max(from, last - 1) : to);
  }

  /** Reads a line below a row. */
  private readMore(cursor: LineCursor): LineOutcome {
    const { sink } = this;
    const text = utf8Text(cursor.bytes, cursor.p, Math.min(cursor.to, cursor.p + 120));
    if (text.startsWith(DIRTY_PAGES)) return 'part';
    const dirty = DIRTY.exec(text);
    const more = MORE.exec(text);
    if ((!dirty && !more) || sink.count === 0) return 'other';
    if (this.isGap) return 'part';
    if (dirty) sink.counter(sink.column('dirty pages', 'pages', 'other'), Number(dirty[1]));
    else if (more) sink.textCounter(sink.column(more[1] ?? '', '', 'other'), more[2] ?? '');
    return 'part';
  }
}

/** `[0x…-0x…) `, where a row starts. */
class BracketedRange extends AddressRange {
  /** Goes over it; false when something else stands at the cursor. */
  read(cursor: LineCursor): boolean {
    if (!cursor.take(OPENING) || cursor.prefixedHex() <= 0) return false;
    this.setStart(cursor);
    if (!cursor.take(DASH) || cursor.prefixedHex() <= 0) return false;
    this.setEnd(cursor);
    return cursor.take(CLOSING) && cursor.take(SPACE);
  }
}

/** The bits of the three letters at the cursor, -1 where lldb does not know them; undefined for anything else. */
function permsAt({ bytes, p, to }: LineCursor): number | undefined {
  if (p + 3 > to || (p + 3 < to && bytes[p + 3] !== SPACE)) return undefined;
  if (bytes[p] === UNKNOWN && bytes[p + 1] === UNKNOWN && bytes[p + 2] === UNKNOWN) return -1;
  const perms = readPerms(bytes, p);
  return perms < 0 ? undefined : perms;
}
