/** Turns an address space that events were played into into a map. Dialects of events share it: strace, perf. */
import { FileBuilder } from '../memory-map/file-builder.ts';
import type { AddressSpace } from './address-space.ts';
import { latin1Bytes } from './bytes.ts';
import type { Reading } from './part-parser.ts';
import { RowSink, type Span } from './row-sink.ts';

const TWO_32 = 4294967296;

/** Device and inode of a file. */
export interface FileId {
  readonly major: number;
  readonly minor: number;
  readonly inodeLow: number;
  readonly inodeHigh: number;
}

const NO_ID: FileId = { major: 0, minor: 0, inodeLow: 0, inodeHigh: 0 };

/** The files that mappings refer to by number; 0 is none. */
export class ReplayedFiles {
  private readonly builder = new FileBuilder();
  /** Memory without a file that has a name, such as `[heap]`: its offset says nothing. */
  private readonly anonymous = new Set([0]);
  private readonly unidentified = new Set<number>();
  /** Files that have a name but are unlike all others: their numbers are below 0. */
  private readonly unlike: number[] = [];

  /** The number of a file. @param id absent when the events do not tell device and inode */
  file(name: Span, id?: FileId): number {
    const number = this.add(name, id ?? NO_ID);
    if (!id) this.unidentified.add(number);
    return number;
  }

  /** The number of memory without a file that has a name. */
  named(name: Span): number {
    const number = this.add(name, NO_ID);
    this.anonymous.add(number);
    return number;
  }

  /** A number of its own for a file that another may be named like. */
  another(file: number): number {
    return -this.unlike.push(file);
  }

  isAnonymous(number: number): boolean {
    return this.anonymous.has(number);
  }

  /** What the numbers mean. */
  finish(): FinishedFiles {
    const { anonymous, unidentified, unlike } = this;
    const { major, minor, inode, nameEnd, nameBytes } = this.builder.finish();
    return (number) => {
      const entry = number < 0 ? unlike[-number - 1]! : number;
      return {
        major: major[entry]!,
        minor: minor[entry]!,
        inodeLow: inode[2 * entry]!,
        inodeHigh: inode[2 * entry + 1]!,
        name: { bytes: nameBytes, from: entry === 0 ? 0 : nameEnd[entry - 1]!, to: nameEnd[entry]! },
        isAnonymous: anonymous.has(entry),
        isIdentified: !unidentified.has(entry),
      };
    };
  }

  private add({ bytes, from, to }: Span, id: FileId): number {
    const { major, minor, inodeLow, inodeHigh } = id;
    return this.builder.add({ major, minor, inodeLow, inodeHigh, bytes, nameStart: from, nameEnd: to });
  }
}

/** What a number means. */
type FinishedFiles = (number: number) => FileId & {
  readonly name: Span;
  readonly isAnonymous: boolean;
  readonly isIdentified: boolean;
};

/** What else is known of a map. */
export interface ReplayFacts {
  readonly title: string | undefined;
  readonly pid: number | undefined;
  readonly assumptions: Iterable<string>;
}

/** An address space that becomes a map. */
export interface Replayed {
  readonly space: AddressSpace;
  readonly facts: ReplayFacts;
}

/** A child costs one line and may have all that its parent has: more rows than these are not shown. */
const MOST_ROWS = 4_000_000;

/**
 * The maps of address spaces, those without mappings left out; at least one, which may be empty.
 * @param buildIds of files, by their numbers
 */
export function readingsOf(
  replayed: readonly Replayed[],
  files: ReplayedFiles,
  buildIds?: ReadonlyMap<number, string>,
): readonly [first: Reading, ...others: Reading[]] {
  const fileOf = files.finish();
  const readings: Reading[] = [];
  let rows = 0;
  let next = 0;
  for (; next < replayed.length && rows <= MOST_ROWS; next++) {
    if (replayed[next]!.space.isEmpty) continue;
    const reading = readingOf(replayed[next]!, fileOf, buildIds);
    rows += reading.regions.count;
    readings.push(reading);
  }
  const [first = new RowSink().finish(), ...others] = readings;
  const left = replayed.length - next;
  if (left === 0) return [first, ...others];
  const assumption = `The maps of ${left} more processes are left out: together they are too large.`;
  return [{ ...first, assumptions: [...(first.assumptions ?? []), assumption] }, ...others];
}

/** The map of an address space; its rows are in address order, as a kernel would print it. */
function readingOf(
  { space, facts }: Replayed,
  fileOf: FinishedFiles,
  buildIds: ReadonlyMap<number, string> | undefined,
): Reading {
  const rows = space.all().sort((a, b) => a.start - b.start);
  const sink = new RowSink(rows.length);
  sink.title = facts.title;
  sink.pid = facts.pid;
  for (const assumption of facts.assumptions) sink.assumptions.add(assumption);
  for (const { start, end, perms, offset, file, line } of rows) {
    sink.row(low(start), high(start), low(end), high(end), line);
    sink.perms(perms);
    const { name, isAnonymous, isIdentified, ...id } = fileOf(file);
    if (isAnonymous) sink.offset(0, 0);
    else sink.offset(low(offset), high(offset));
    if (isIdentified) sink.file(id.major, id.minor, id.inodeLow, id.inodeHigh, name);
    else sink.name(name.bytes, name.from, name.to);
    const buildId = buildIds?.get(file);
    if (buildId !== undefined) sink.textCounter(sink.column('BuildId', '', 'other'), buildId);
  }
  return { ...sink.finish(), single: true };
}

/** The words of an address; one past 2^64 is the last one. */
function low(address: number): number {
  return address >= TWO_32 * TWO_32 ? TWO_32 - 1 : address % TWO_32;
}

function high(address: number): number {
  return Math.min(TWO_32 - 1, Math.floor(address / TWO_32));
}

/** An ASCII name as a span. */
export function span(text: string): Span {
  const bytes = latin1Bytes(text);
  return { bytes, from: 0, to: bytes.length };
}
