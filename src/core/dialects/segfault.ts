/**
 * Messages of a kernel that a program faulted: `comm[pid]: segfault at … ip … sp … error 6 in libc.so.6[28000,7f3c69029000+156000]`.
 * Each tells one region, that of the instruction pointer, and a few addresses. Older kernels print no offset before the region.
 */
import { addressAt, parseAddress } from '../memory-map/address.ts';
import { Perm } from '../memory-map/permissions.ts';
import type { Candidate, Dialect, LineOutcome, LineReader, Opening } from './dialect.ts';
import { Trigger } from './dialect.ts';
import type { LineCursor } from './line-cursor.ts';
import type { Reading } from './part-parser.ts';
import { RowSink } from './row-sink.ts';
import { readMessage, type SegfaultMessage } from './segfault-forms.ts';

const BRACKET = 0x5b;
const CLOSE = 0x5d;
const COMMA = 0x2c;
const PLUS = 0x2b;
const LINK = ' in ';
const LAST = 0xffff_ffff_ffff_ffffn;
/** The longest message up to its region. */
const LONGEST_MESSAGE = 400;
const LONGEST_NAME = 256;
/** Registers and code bytes follow a message in at most so many lines. */
const MOST_FOLLOWERS = 24;

const FOLLOWER =
  /^\s{0,4}(?:Code:|CPU: ?\d|Hardware name:|pstate:|pc :|lr :|sp :|x\d{1,2} ?:|epc ?:|gp :|t\d :|s\d{1,2} ?:|a\d :|status:|User PSW|User GPRS|[Ff]ailing address:|Fault in |[^\]]{1,15}\[\d{1,10}\]: code:)/;
const PC = /\b(?:pc|epc) ?: ?([0-9a-f]{8,16})\b/;
const SP = /\bsp ?: ?([0-9a-f]{8,16})\b/;
const FAILING = /[Ff]ailing address: ([0-9a-f]{8,16})\b/;
const PSW = /User PSW ?: [0-9a-f]{16} ([0-9a-f]{16})\b/;

export const SEGFAULT: Dialect = {
  name: 'segfault',
  triggers: Trigger.sum,
  open(candidate: Candidate): Opening | undefined {
    const { cursor } = candidate;
    const above = candidate.above(1);
    const located = locate(cursor, above);
    if (!located) return undefined;
    const { at, message } = located;
    return { reader: new SegfaultLines(message, above), rowAt: at, headings: message.hasHeading ? 1 : 0 };
  },
};

class SegfaultLines implements LineReader {
  private readonly sink = new RowSink(1);
  private readonly first: SegfaultMessage;
  private readonly above: string;
  private last: Uint8Array | undefined;
  private followers = 0;
  /** Which addresses are known of the message that was read last. */
  private told = { fault: false, ip: false, sp: false };

  constructor(first: SegfaultMessage, above: string) {
    this.first = first;
    this.above = above;
    const { sink } = this;
    const { comm, pid } = first;
    if (pid !== undefined) sink.pid = Number(pid);
    const words = [pid === undefined ? undefined : `PID ${pid}`, comm].filter((word) => word !== undefined);
    if (words.length > 0) sink.title = words.join(' ');
    sink.assumptions.add('The message tells no more of the process than this region.');
  }

  readLine(cursor: LineCursor): LineOutcome {
    const { last, first } = this;
    // A log that was put together from several tells a message more than once.
    if (last && isSame(cursor, last)) return 'part';
    const located = locate(cursor, this.above);
    if (!located) return last && this.follows(cursor) ? 'part' : 'end';
    const { message } = located;
    if (last && (message.pid !== first.pid || message.comm !== first.comm)) return 'end';
    this.last = cursor.bytes.slice(cursor.from, cursor.to);
    this.followers = 0;
    this.told = { fault: false, ip: false, sp: false };
    this.add(cursor, located);
    return 'row';
  }

  finish(): Reading {
    const { sink, first } = this;
    const reading = sink.finish();
    return { ...reading, ...(first.arch === undefined ? {} : { arch: first.arch }), single: true };
  }

  private add(cursor: LineCursor, { message, name, region }: Located): void {
    const { sink } = this;
    const { base, size, inFile } = region;
    const end = base + size;
    const ip = addressOf(message.ip);
    this.mark(message, cursor.line);
    // Of the registers of mips two can lie in one region.
    if (sink.count > 0 && addressAt(sink.builder.start, sink.count - 1) === base) return;
    sink.row(low(base), high(base), low(end), high(end), cursor.line);
    sink.name(cursor.bytes, name.from, name.to);
    if (message.isExecuted) {
      sink.perms(Perm.read | Perm.execute);
      sink.assumptions.add('An instruction of the region was executed, so it is taken for r-xp.');
    }
    if (inFile !== undefined && ip !== undefined && inFile >= ip - base) {
      const offset = inFile - (ip - base);
      sink.offset(low(offset), high(offset));
    }
  }

  private mark({ pid, fault, ip, sp, words }: SegfaultMessage, line: number): void {
    const { marks } = this.sink;
    const { told } = this;
    const of = pid === undefined ? '' : ` of thread ${pid}`;
    const why = words === undefined ? '' : ` (${words})`;
    const add = (what: keyof typeof told, digits: string | undefined, label: string): void => {
      const address = addressOf(digits);
      if (address === undefined || told[what]) return;
      told[what] = true;
      marks.push({ address, label, line });
    };
    add('fault', fault, `fault address${why}`);
    add('ip', ip, `ip${of}${told.fault ? '' : why}`);
    add('sp', sp, `sp${of}`);
  }

  /** Takes the registers and code bytes that kernels print below a message. */
  private follows(cursor: LineCursor): boolean {
    if (++this.followers > MOST_FOLLOWERS) return false;
    const text = cursor.text(cursor.from, Math.min(cursor.to, cursor.from + 160));
    if (!FOLLOWER.test(text)) return false;
    this.mark(
      {
        ...this.first,
        fault: FAILING.exec(text)?.[1],
        ip: (PC.exec(text) ?? PSW.exec(text))?.[1],
        sp: SP.exec(text)?.[1],
      },
      cursor.line,
    );
    return true;
  }
}

/** The region that a message names. */
interface Region {
  readonly base: bigint;
  readonly size: bigint;
  /** Where the instruction is in the file; older kernels do not tell. */
  readonly inFile: bigint | undefined;
}

interface Located {
  readonly message: SegfaultMessage;
  /** Where the message starts in the cursor's bytes. */
  readonly at: number;
  readonly name: { readonly from: number; readonly to: number };
  readonly region: Region;
}

/** The message in a line; undefined when there is none. @param above the line above it */
function locate(cursor: LineCursor, above: string): Located | undefined {
  const { bytes, from, to } = cursor;
  for (let p = from; p < to; p++) {
    if (bytes[p] !== BRACKET) continue;
    cursor.p = p;
    const region = regionAt(cursor);
    if (!region) continue;
    const link = linkBefore(cursor, p);
    if (link < 0) return undefined;
    const start = Math.max(from, link - LONGEST_MESSAGE);
    const found = readMessage(cursor.text(start, link), above);
    return found && { message: found, at: start + found.at, name: { from: link + LINK.length, to: p }, region };
  }
  return undefined;
}

/** Reads `[28000,7f3c69029000+156000]`. */
function regionAt(cursor: LineCursor): Region | undefined {
  if (!cursor.take(BRACKET) || cursor.hex() <= 0) return undefined;
  let inFile: bigint | undefined;
  let base = cursor.wide;
  if (cursor.take(COMMA)) {
    inFile = base;
    if (cursor.hex() <= 0) return undefined;
    base = cursor.wide;
  }
  if (!cursor.take(PLUS) || cursor.hex() <= 0) return undefined;
  const size = cursor.wide;
  return cursor.byte() === CLOSE && size > 0n && base + size <= LAST ? { base, size, inFile } : undefined;
}

/** Where ` in ` stands before the name of a region; -1 when it does not. */
function linkBefore(cursor: LineCursor, end: number): number {
  for (let p = end - LINK.length; p >= cursor.from && end - p < LONGEST_NAME; p--) {
    cursor.p = p;
    if (cursor.startsWith(LINK)) return p;
  }
  return -1;
}

function isSame({ bytes, from, to }: LineCursor, line: Uint8Array): boolean {
  if (to - from !== line.length) return false;
  for (let i = 0; i < line.length; i++) if (bytes[from + i] !== line[i]) return false;
  return true;
}

function addressOf(digits: string | undefined): bigint | undefined {
  return digits === undefined ? undefined : parseAddress(digits);
}

function low(address: bigint): number {
  return Number(address & 0xffffffffn);
}

function high(address: bigint): number {
  return Number(address >> 32n);
}
