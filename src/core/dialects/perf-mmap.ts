/**
 * The mappings that perf recorded, as `perf script --show-mmap-events` prints them, played into a map for each process:
 * `PERF_RECORD_MMAP2 pid/tid: [start(size) @ offset dev inode generation]: perms name`.
 */
import { KnownBytes } from '../memory-map/known-bytes.ts';
import { Perm } from '../memory-map/permissions.ts';
import { AddressSpace } from './address-space.ts';
import { COLON, latin1Bytes, SPACE } from './bytes.ts';
import type { Candidate, Dialect, LineOutcome, LineReader, Opening } from './dialect.ts';
import { Trigger } from './dialect.ts';
import { LineCursor } from './line-cursor.ts';
import type { Reading } from './part-parser.ts';
import { Command, EventFinder, isSample, pidAt } from './perf-event.ts';
import { readFourPerms } from './perms.ts';
import { readingsOf, ReplayedFiles, type FileId } from './replay.ts';
import { Word } from './word.ts';

const AT = new Word(') @ ');
const END = new Word(']: ');
const BRACKET = 0x5b;
const PAREN = 0x28;
const LESS = 0x3c;
const GREATER = 0x3e;
const LETTER_X = 0x78;
const LETTER_R = 0x72;
/** Tasks that begin before the first mapping stand above it. */
const MOST_ABOVE = 32;
const NO_BYTES: Uint8Array = new Uint8Array(0);

/** What is mapped, as one number: permissions below this, the number of the file above. */
const ONE_FILE = 256;
/** `KnownBytes` keeps none above. */
const LARGEST_KEPT = 0x7fffffff;

/** A process, and what it has mapped. */
interface Recorded {
  readonly pid: number;
  space: AddressSpace;
  /** It changes as the process goes on. */
  readonly command: Command;
  /** It has mappings of its own. */
  isOwn: boolean;
  readonly assumptions: Set<string>;
}

export const PERF_MMAP: Dialect = {
  name: 'perf-mmap',
  triggers: Trigger.leading | Trigger.argument,
  open(candidate: Candidate): Opening | undefined {
    const { cursor, word, untilLine } = candidate;
    const { bytes, from, line } = cursor;
    if (bytes[word - 1] !== BRACKET && word !== from) return undefined;
    if (new EventFinder().find(cursor)?.startsWith('MMAP') !== true) return undefined;
    const above: string[] = [];
    for (let text = candidate.above(1); text.includes('PERF_RECORD_') && above.length < MOST_ABOVE;) {
      above.unshift(text);
      text = candidate.above(above.length + 1);
    }
    const reader = new PerfEvents(untilLine);
    reader.readAbove(above, line);
    return { reader, rowAt: from, headings: above.length };
  },
};

class PerfEvents implements LineReader {
  private readonly untilLine: number;
  private readonly events = new EventFinder();
  private readonly files = new ReplayedFiles();
  private readonly byPid = new Map<number, Recorded>();
  /** All processes, in the order in which they were seen. */
  private readonly all: Recorded[] = [];
  private readonly buildIds = new Map<number, string>();
  /** The BuildId of the record that was read last. */
  private buildId = '';
  /** What is mapped by what stands behind the offset of a record: processes map the same libraries. */
  private readonly tails = new KnownBytes();
  /** Whose the mapping before is, and where its pids stand: mappings of a process follow one another. */
  private owner: Recorded | undefined;
  private readonly pids = { bytes: NO_BYTES, from: 0, to: 0 };
  private rest: readonly Reading[] = [];
  /** The trace tells of forks and execs. */
  private hasTasks = false;

  constructor(untilLine: number) {
    this.untilLine = untilLine;
  }

  /** Reads events that stand above the first mapping, nearest last. @param line the number of that one */
  readAbove(above: readonly string[], line: number): void {
    const cursor = new LineCursor();
    above.forEach((text, i) => {
      const bytes = latin1Bytes(text);
      cursor.use(bytes, 0, bytes.length, line - above.length + i);
      this.readLine(cursor);
    });
  }

  readLine(cursor: LineCursor): LineOutcome {
    const event = this.events.find(cursor);
    if (event === undefined) return isSample(cursor) ? 'part' : 'aside';
    if (cursor.line > this.untilLine) return 'part';
    if (event !== 'EXIT' && !event.startsWith('MMAP')) this.hasTasks = true;
    if (event === 'FORK') this.readFork(cursor);
    else if (event === 'COMM') this.readCommand(cursor);
    else if (event !== 'EXIT') return this.readMapping(cursor, event === 'MMAP2');
    return 'part';
  }

  finish(): Reading {
    const decoder = new TextDecoder();
    const general = this.hasTasks ? ASSUMPTIONS : [...ASSUMPTIONS, NO_TASKS];
    const maps = this.all
      .filter(({ isOwn }) => isOwn)
      .map(({ pid, space, command, assumptions }) => {
        const title = `PID ${pid} ${decoder.decode(command.bytes)}`.trimEnd();
        return { space, facts: { pid, title, assumptions: [...general, ...assumptions] } };
      });
    const [first, ...rest] = readingsOf(maps, this.files, this.buildIds);
    this.rest = rest;
    return first;
  }

  others(): readonly Reading[] {
    return this.rest;
  }

  /** Reads ` pid/tid: [start(size) @ offset …]: perms name`. */
  private readMapping(cursor: LineCursor, isSecond: boolean): LineOutcome {
    const process = this.ownerAt(cursor);
    if (typeof process === 'string') return process === 'kernel' ? 'part' : cursor.misplaced(process);
    if (cursor.prefixedHex() <= 0) return cursor.misplaced('the address');
    const start = cursor.value;
    if (!cursor.take(PAREN) || cursor.anyHex() <= 0) return cursor.misplaced('the size');
    const end = start + cursor.value;
    if (!cursor.takeWord(AT) || cursor.anyHex() <= 0) return cursor.misplaced('the offset');
    const offset = cursor.value;
    process.command.read(cursor, this.events.at);
    const mapped = this.mappedAt(cursor, process, isSecond);
    if (typeof mapped === 'string') return cursor.misplaced(mapped);
    process.isOwn = true;
    process.space.map(start, end, mapped % ONE_FILE, offset, Math.floor(mapped / ONE_FILE), 0, cursor.line);
    return 'row';
  }

  /** Reads ` dev inode generation]: perms name` into one number; else what is missing. */
  private mappedAt(cursor: LineCursor, process: Recorded, isSecond: boolean): number | '"]:"' | 'the permissions' {
    const { tails } = this;
    const known = isSecond ? tails.find(cursor.bytes, cursor.p, cursor.to) : -1;
    if (known >= 0) return known;
    const id = this.readFileId(cursor);
    if (!cursor.takeWord(END)) return '"]:"';
    const perms = isSecond ? rightsAt(cursor) : this.readType(cursor, process);
    if (perms < 0) return 'the permissions';
    cursor.blanks();
    const mapped = this.fileAt(cursor, id) * ONE_FILE + perms;
    // A file has the BuildId that was told last: such lines are read each time.
    if (isSecond && this.buildId === '' && mapped <= LARGEST_KEPT) tails.keep(mapped);
    return mapped;
  }

  /** Whose mapping a record tells, as in ` pid/tid: [`; else what is missing. Mappings of the kernel belong to no process. */
  private ownerAt(cursor: LineCursor): Recorded | 'kernel' | 'the pid' | 'the address' {
    const { pids } = this;
    const { bytes, p: from } = cursor;
    if (this.owner && pids.bytes === bytes && cursor.takeAgain(pids.from, pids.to)) return this.owner;
    cursor.blanks();
    const pid = pidAt(cursor);
    if (Number.isNaN(pid) || !cursor.take(COLON)) return 'the pid';
    if (pid < 0) return 'kernel';
    cursor.blanks();
    if (!cursor.take(BRACKET)) return 'the address';
    pids.bytes = bytes;
    pids.from = from;
    pids.to = cursor.p;
    return (this.owner = this.process(pid));
  }

  /** Reads ` fe:00 260958 0`, or a BuildId in angle brackets in its place. */
  private readFileId(cursor: LineCursor): FileId | undefined {
    this.buildId = '';
    if (!cursor.take(SPACE)) return undefined;
    if (cursor.take(LESS)) {
      const from = cursor.p;
      const to = cursor.bytes.indexOf(GREATER, from);
      if (to < from || to > cursor.to) return undefined;
      this.buildId = cursor.text(from, to);
      cursor.p = to + 1;
      return undefined;
    }
    if (cursor.hex() <= 0) return undefined;
    const major = cursor.low;
    if (!cursor.take(COLON) || cursor.hex() <= 0) return undefined;
    const minor = cursor.low;
    cursor.blanks();
    const inode = Math.max(0, cursor.decimal());
    cursor.blanks();
    // The generation says nothing that the inode does not.
    cursor.decimal();
    return { major, minor, inodeLow: inode >>> 0, inodeHigh: Math.floor(inode / 4294967296) };
  }

  /** The file that the rest of a line names. */
  private fileAt(cursor: LineCursor, id: FileId | undefined): number {
    const { bytes, p, to } = cursor;
    if (p === to || cursor.startsWith('//anon')) return 0;
    const name = { bytes, from: p, to };
    // Without device and inode nothing is behind it: [heap], [stack], [vdso].
    if (id?.inodeLow === 0 && id.inodeHigh === 0 && bytes[p] === BRACKET) return this.files.named(name);
    const file = this.files.file(name, id);
    if (this.buildId !== '') this.buildIds.set(file, this.buildId);
    return file;
  }

  /** Reads the letter of a record before perf 3.16, which tells code from data only. */
  private readType(cursor: LineCursor, process: Recorded): number {
    process.assumptions.add('Old records tell code from data only: code is shown as r-xp, data without permissions.');
    if (cursor.take(LETTER_X)) return Perm.read | Perm.execute;
    return cursor.take(LETTER_R) ? Perm.unknown : -1;
  }

  /** Reads `(pid:tid):(parent:tid)`: a child has what its parent had mapped. */
  private readFork(cursor: LineCursor): void {
    const child = pidAt(cursor);
    cursor.take(COLON);
    const parent = pidAt(cursor);
    if (Number.isNaN(child + parent) || child === parent) return;
    const from = this.byPid.get(parent);
    const process = this.begin(child);
    if (from) process.space = from.space.copy();
  }

  /** Reads ` exec: true:6577/6577`: exec takes all mappings away. */
  private readCommand(cursor: LineCursor): void {
    const isExec = cursor.takeText(' exec');
    if (!cursor.takeText(': ')) return;
    const from = cursor.p;
    const colon = cursor.bytes.lastIndexOf(COLON, cursor.to - 1);
    if (colon < from) return;
    cursor.p = colon + 1;
    const pid = pidAt(cursor);
    if (Number.isNaN(pid) || pid < 0) return;
    const process = this.process(pid);
    process.command.bytes = cursor.bytes.slice(from, colon);
    if (isExec) process.space = new AddressSpace();
  }

  private process(pid: number): Recorded {
    return this.byPid.get(pid) ?? this.begin(pid);
  }

  /** A process that begins, also when one had its pid before. */
  private begin(pid: number): Recorded {
    const process = {
      pid,
      space: new AddressSpace(),
      command: new Command(),
      isOwn: false,
      assumptions: new Set<string>(),
    };
    this.byPid.set(pid, process);
    this.owner = undefined;
    this.all.push(process);
    return process;
  }
}

const ASSUMPTIONS = [
  'perf records mappings that can be executed, and others only with record -d.',
  'perf does not record what is unmapped: a mapping is shown until another takes its place or exec ends them all.',
  'Mappings of the kernel, which perf gives the pid -1, are left out.',
];

const NO_TASKS =
  'perf script prints forks and execs only with --show-task-events: without them a process lacks what it has from its parent, and keeps what an exec took away.';

function rightsAt(cursor: LineCursor): number {
  const { bytes, p, to } = cursor;
  const perms = p + 4 <= to ? readFourPerms(bytes, p) : -1;
  if (perms >= 0) cursor.p = p + 4;
  return perms;
}
