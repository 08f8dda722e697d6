/**
 * Rows of several processes that a log has between one another: each goes to the map of who wrote it. Processes that print their maps
 * one after the other are told apart by their addresses, as without a log.
 */
import type { DialectName } from '../memory-map/memory-map.ts';
import { latin1, latin1Bytes } from './bytes.ts';
import type { LineOutcome, LineReader, Surroundings } from './dialect.ts';
import { KernelRowReader } from './kernel-row-reader.ts';
import type { LineCursor } from './line-cursor.ts';
import type { Run, RunStart } from './lines.ts';
import { NO_HEADING } from './map-heading.ts';
import type { Reading } from './part-parser.ts';
import { decoded, shown } from './report.ts';
import { nextRowOf, rowStart, senderOf } from './senders.ts';
import { isSmapsCounter } from './smaps-counter.ts';

/** So many bytes further on show whether a sender has more rows. */
const AHEAD = 8192;
/** So often that is looked at between two rows of senders that are known; then a program is started for each line. */
const MOST_LOOKS = 64;
/** More processes do not print at the same time. */
const MOST_ADDED = 16;
/** A range and permissions are not longer. */
const LONGEST_FIELDS = 60;

export class InterleavedRows implements LineReader {
  private readonly first: KernelRowReader;
  /** Who wrote the map that was opened, and what its lines have before their rows from there on. */
  private readonly opener: string;
  private readonly head: Uint8Array;
  /** Of the other senders, in the order of their first rows. */
  private readonly added = new Map<string, KernelRowReader>();
  /** The last one that wrote rows of the first map too. */
  private alias = '';
  private readonly rest: Reading[] = [];
  /** The bytes of the last row, and where it starts in them. */
  private bytes: Uint8Array = new Uint8Array(0);
  private from = 0;
  private looks = 0;

  /** @param prefix what stands before the first row, a character a byte @param sender who wrote it, a part of the prefix */
  constructor(first: KernelRowReader, prefix: string, sender: string) {
    this.first = first;
    this.opener = sender;
    this.head = latin1Bytes(prefix.slice(prefix.lastIndexOf(sender)));
  }

  get dialect(): DialectName {
    return this.first.dialect;
  }

  readLine(cursor: LineCursor): LineOutcome {
    const isLogger = this.looks >= MOST_LOOKS && this.added.size === 0;
    if (isLogger) return this.first.readLine(cursor);
    if (this.hasHead(cursor)) return this.hand(this.first, cursor);
    const sender = senderOf(latin1(cursor.bytes, cursor.lineStart, cursor.from));
    if (sender === undefined || sender === this.opener || sender === this.alias) return this.hand(this.first, cursor);
    const reader = this.added.get(sender);
    return reader ? this.hand(reader, cursor) : this.readUnknown(sender, cursor);
  }

  /** Of rows with nothing before them, as those below a first one that alone has a prefix. */
  readRun(start: RunStart, most: number): Run {
    return this.added.size === 0 ? this.first.readRun(start, most) : { lines: 0, end: start.from };
  }

  finish(text: Uint8Array, around: Surroundings): Reading {
    const reading = this.first.finish(text, around);
    if (this.added.size === 0) return reading;
    for (const [sender, reader] of this.added) {
      this.rest.push({ ...reader.finish(text, around), title: titleOf(sender) });
    }
    return { ...reading, title: reading.title ?? titleOf(this.opener) };
  }

  others(): readonly Reading[] {
    return this.rest;
  }

  /** True when the same stands before a line as before the first row, from its sender on. */
  private hasHead({ bytes, lineStart, from }: LineCursor): boolean {
    const { head } = this;
    const start = from - head.length;
    if (start < lineStart) return false;
    for (let i = 0; i < head.length; i++) if (bytes[start + i] !== head[i]) return false;
    return true;
  }

  private hand(reader: KernelRowReader, cursor: LineCursor): LineOutcome {
    const { bytes, from } = cursor;
    const outcome = reader.readLine(cursor);
    if (outcome === 'row') {
      this.bytes = bytes;
      this.from = from;
      this.looks = 0;
    }
    return outcome;
  }

  /**
   * Reads a line of another sender. Its rows are a map of their own when those before them go on behind them, and not with higher
   * addresses, as they would where a program is started for each line.
   */
  private readUnknown(sender: string, cursor: LineCursor): LineOutcome {
    const start = startAt(cursor.bytes, cursor.from, cursor.to);
    const next = this.nextRows(cursor);
    if (start === undefined) {
      const isForeign = next.length > 0 && !isSmapsCounter(cursor);
      cursor.restart();
      if (!isForeign) return this.first.readLine(cursor);
      this.first.passAside();
      return 'aside';
    }
    const last = startAt(this.bytes, this.from, this.bytes.length) ?? 0n;
    if (next.length > 0 && (start <= last || next.some((other) => other <= start))) {
      if (this.added.size === MOST_ADDED) return 'end';
      const reader = new KernelRowReader(undefined, NO_HEADING, undefined);
      this.added.set(sender, reader);
      return this.hand(reader, cursor);
    }
    if (this.added.size > 0) return 'end';
    this.alias = sender;
    return this.first.readLine(cursor);
  }

  /** Where the next regions of the senders that are known start, behind a line. */
  private nextRows({ bytes, to }: LineCursor): bigint[] {
    if (this.looks++ >= MOST_LOOKS) return [];
    const lines = latin1(bytes, to, Math.min(bytes.length, to + AHEAD));
    return [this.opener, ...this.added.keys()].flatMap((sender) => nextRowOf(sender, lines) ?? []);
  }
}

function startAt(bytes: Uint8Array, from: number, to: number): bigint | undefined {
  return rowStart(latin1(bytes, from, Math.min(to, from + LONGEST_FIELDS)));
}

function titleOf(sender: string): string {
  const name = sender.replace(/\s*\|$/, '').replaceAll(/[=()]/g, '');
  return `logged by ${shown(decoded(name.trim()))}`;
}
