/**
 * The calls that strace shows, played into the maps that they made: mmap and its like, brk, shmat, and what they need of open,
 * clone and execve. One map for each process, as it was at the end of the trace or at a line of it.
 */
import { ByteText } from './byte-text.ts';
import { DASH, latin1Bytes, SPACE } from './bytes.ts';
import type { Candidate, Dialect, LineFault, LineOutcome, LineReader, Opening } from './dialect.ts';
import { Trigger } from './dialect.ts';
import { LineCursor } from './line-cursor.ts';
import type { Reading } from './part-parser.ts';
import { readPerms } from './perms.ts';
import { readingsOf, type ReplayFacts } from './replay.ts';
import { hashAt, wordTable } from './strace-args.ts';
import { MEMORY_CALLS, type CallReader } from './strace-calls.ts';
import { StraceFiles } from './strace-files.ts';
import { openStrace } from './strace-open.ts';
import { TracedProcesses, type TracedMemory, type TracedProcess } from './strace-process.ts';
import { readRecordHead, type RecordHead } from './strace-record.ts';
import { DESCRIPTOR_CALLS, sharingOfPending, TASK_CALLS, type TaskReader } from './strace-tasks.ts';

/** What a call concerns. */
type Call =
  | { readonly name: string; readonly concerns: 'memory'; readonly read: CallReader }
  | { readonly name: string; readonly concerns: 'files'; readonly read: CallReader }
  | { readonly name: string; readonly concerns: 'tasks'; readonly read: TaskReader };

const CALLS = wordTable<Call>({
  ...mapped(MEMORY_CALLS, (name, read) => ({ name, concerns: 'memory', read })),
  ...mapped(DESCRIPTOR_CALLS, (name, read) => ({ name, concerns: 'files', read })),
  ...mapped(TASK_CALLS, (name, read) => ({ name, concerns: 'tasks', read })),
});

const GREATER = 0x3e;
const DOT = 0x2e;
const OPEN = 0x28;
const UNFINISHED = '<unfinished ...>';
const ATTACHED = /(?:strace: )?Process (\d{1,10}) attached(?: \([^)]{0,60}\))?$/;

export const STRACE: Dialect = {
  name: 'strace',
  triggers: Trigger.argument,
  open(candidate: Candidate): Opening | undefined {
    const found = openStrace(candidate);
    if (!found) return undefined;
    const reader = new StraceReader(candidate.untilLine);
    reader.readAbove(found.above, candidate.cursor.line);
    return { reader, rowAt: found.rowAt, headings: found.above.length };
  },
};

class StraceReader implements LineReader {
  private readonly untilLine: number;
  private readonly files = new StraceFiles();
  private readonly processes = new TracedProcesses();
  private readonly head: RecordHead = { kind: 'none', pid: -1 };
  private readonly joint = new LineCursor();
  /** What `joint` reads. */
  private readonly jointText = new ByteText();
  /** A call that a message of strace broke in two: what follows it stands at the start of the next line. */
  private broken: { readonly process: TracedProcess; readonly text: ByteText } | undefined;
  /** The maps of all processes but the first. */
  private rest: readonly Reading[] = [];

  constructor(untilLine: number) {
    this.untilLine = untilLine;
  }

  /** Reads lines that stand above the first one with an address, nearest last. @param line the number of that one */
  readAbove(above: readonly string[], line: number): void {
    const cursor = new LineCursor();
    above.forEach((text, i) => {
      const bytes = latin1Bytes(text);
      cursor.use(bytes, 0, bytes.length, line - above.length + i);
      this.readLine(cursor);
    });
  }

  readLine(cursor: LineCursor): LineOutcome {
    const { broken, head } = this;
    if (broken) {
      this.broken = undefined;
      return this.readJoint(broken.text, cursor, broken.process, cursor.p);
    }
    readRecordHead(cursor, head);
    if (head.kind === 'none') return isMapsRow(cursor) ? 'end' : 'aside';
    if (cursor.line > this.untilLine) return 'part';
    if (head.kind === 'note') {
      const child = ATTACHED.exec(cursor.text(cursor.p, Math.min(cursor.to, cursor.p + 120)))?.[1];
      if (child !== undefined) this.processes.announce(Number(child));
      return 'part';
    }
    const process = this.processes.of(head.pid, cursor);
    if (head.kind === 'call') return this.readCall(cursor, process);
    if (head.kind === 'exit') this.processes.exit(process);
    else this.resume(cursor, process);
    return 'part';
  }

  finish(): Reading {
    const shown = [...this.processes.memories].filter(({ calls }) => calls > 0);
    const maps = shown.map((memory) => ({ space: memory.space, facts: factsOf(memory) }));
    const [first, ...rest] = readingsOf(maps, this.files.names);
    this.rest = rest;
    return first;
  }

  others(): readonly Reading[] {
    return this.rest;
  }

  /** Reads a call at the cursor. */
  private readCall(cursor: LineCursor, process: TracedProcess): LineOutcome {
    const { bytes, p, to } = cursor;
    const call = CALLS.get(hashAt(cursor));
    if (!call || !cursor.take(OPEN)) return 'part';
    const args = cursor.p;
    if (bytes[to - 1] === GREATER && bytes[to - 2] === DOT && endsWith(cursor, UNFINISHED)) {
      process.pending.clear();
      process.pending.append(bytes, p, to - UNFINISHED.length);
      if (call.concerns === 'tasks') this.startClone(call.name, cursor, process);
      return 'part';
    }
    if (call.concerns === 'tasks') {
      if (this.isBroken(cursor, p, process, call.name)) return 'part';
      const isRead = call.read(cursor, process, this.files, this.processes);
      return isRead ? 'part' : unreadable(call, cursor, args);
    }
    if (!call.read(cursor, process, this.files, cursor.line)) return unreadable(call, cursor, args);
    if (call.concerns === 'memory') process.memory.calls++;
    return 'row';
  }

  /** Reads the end of a call that other lines interrupted: `mmap resumed>) = 0x7f…`. */
  private resume(cursor: LineCursor, process: TracedProcess): void {
    const { pending } = process;
    const { bytes, to } = cursor;
    let end = cursor.p;
    while (end < to && bytes[end] !== GREATER) end++;
    if (pending.length > 0 && end < to) this.readJoint(pending, cursor, process, end + 1);
    else pending.clear();
  }

  /** Reads a call of which a part stood in another line. @param from where the rest starts in this one */
  private readJoint(before: ByteText, cursor: LineCursor, process: TracedProcess, from: number): LineOutcome {
    const { joint, jointText } = this;
    jointText.clear();
    jointText.append(before.bytes, 0, before.length);
    jointText.append(cursor.bytes, from, cursor.to);
    before.clear();
    joint.use(jointText.bytes, 0, jointText.length, cursor.line);
    const outcome = this.readCall(joint, process);
    // A place in the joint line is none in the text.
    return typeof outcome === 'object' ? { at: cursor.from, reason: outcome.reason } : outcome;
  }

  /** Notes a clone that ends in `strace: Process 25235 attached` and goes on in the next line. */
  private isBroken(cursor: LineCursor, from: number, process: TracedProcess, name: string): boolean {
    const { bytes, to } = cursor;
    const message = ATTACHED.exec(cursor.text(Math.max(from, to - 100), to));
    if (!message) return false;
    this.processes.announce(Number(message[1]));
    const text = new ByteText();
    text.append(bytes, from, to - message[0].length);
    this.broken = { process, text };
    this.startClone(name, cursor, process);
    return true;
  }

  private startClone(name: string, cursor: LineCursor, process: TracedProcess): void {
    const sharing = sharingOfPending(name, cursor);
    if (sharing) this.processes.startClone(process, sharing);
  }
}

function factsOf({ pid, program, isWhole, assumptions }: TracedMemory): ReplayFacts {
  const name = program?.slice(program.lastIndexOf('/') + 1);
  const words = [pid === undefined ? undefined : `PID ${pid}`, name].filter((word) => word !== undefined);
  return {
    pid,
    title: words.length === 0 ? undefined : words.join(' '),
    assumptions: [
      isWhole
        ? 'What the kernel maps at execve is in no call and missing: the program, its interpreter, the stack, the vDSO.'
        : 'What was mapped before the trace began is missing.',
      'Lengths are rounded up to pages of 4096 bytes, because a trace does not tell the page size.',
      'Paths are those that the program opened, or that strace -y found.',
      ...assumptions,
    ],
  };
}

function unreadable({ name }: Call, cursor: LineCursor, args: number): LineFault {
  return { at: args, reason: `${cursor.found(args)} stands where the arguments of ${name} should be` };
}

function endsWith({ bytes, from, to }: LineCursor, text: string): boolean {
  const start = to - text.length;
  if (start < from) return false;
  for (let i = 0; i < text.length; i++) if (bytes[start + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** True when a row of maps stands at the line: a program printed it. */
function isMapsRow(cursor: LineCursor): boolean {
  cursor.restart();
  cursor.blanks();
  if (cursor.hex() < 5 || !cursor.take(DASH) || cursor.hex() < 5 || !cursor.take(SPACE)) return false;
  return readPerms(cursor.bytes, cursor.p) >= 0;
}

function mapped<Value, Result>(
  values: Readonly<Record<string, Value>>,
  change: (name: string, value: Value) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(name, value)]));
}
