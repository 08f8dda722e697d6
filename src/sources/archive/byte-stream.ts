/** Bytes that come one after the other, from a file or from a decompressor, which knows no way back. */
import type { ByteSource } from '../../core/elf/byte-source.ts';
import { BrokenPacking } from './packing.ts';

export interface ByteStream {
  /** How many bytes were read or skipped. */
  readonly position: number;
  /** The next `length` bytes; fewer only where the stream ends. */
  read(length: number): Promise<Uint8Array>;
  /** Leaves `length` bytes out; fewer only where the stream ends. */
  skip(length: number): Promise<void>;
}

/** Reads a source from its start; to skip costs nothing. */
export class SourceStream implements ByteStream {
  position = 0;
  private readonly source: ByteSource;

  constructor(source: ByteSource) {
    this.source = source;
  }

  async read(length: number): Promise<Uint8Array> {
    const bytes = this.source.read(this.position, length);
    this.position += bytes.length;
    return bytes;
  }

  async skip(length: number): Promise<void> {
    this.position = Math.min(this.source.size, this.position + length);
  }
}

/** Reads parts as they come. Nothing is held but the part that is being read. */
export class ChunkStream implements ByteStream {
  position = 0;
  /** Why the stream ended before its time, where what was compressed is broken. */
  broken: string | undefined;
  private readonly chunks: AsyncIterator<Uint8Array>;
  /** What is left of the last part. */
  private rest: Uint8Array = new Uint8Array(0);

  constructor(chunks: AsyncIterator<Uint8Array>) {
    this.chunks = chunks;
  }

  async read(length: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    // The length may be a lie of the file: room is made for what comes, not for what is said.
    await this.take(length, (part) => parts.push(part));
    return joined(parts);
  }

  /** All that is left; undefined when it is more than `most` bytes. */
  async readRest(most: number): Promise<Uint8Array | undefined> {
    const parts: Uint8Array[] = [];
    const from = this.position;
    await this.take(most + 1, (part) => parts.push(part));
    return this.position - from > most ? undefined : joined(parts);
  }

  async skip(length: number): Promise<void> {
    await this.take(length, () => undefined);
  }

  /** Puts bytes in front again, which `read` gave last. */
  unread(bytes: Uint8Array): void {
    this.rest = joined([bytes, this.rest]);
    this.position -= bytes.length;
  }

  /** Ends what makes the parts. */
  async close(): Promise<void> {
    await this.chunks.return?.();
  }

  private async take(length: number, use: (part: Uint8Array) => void): Promise<void> {
    let taken = 0;
    while (taken < length) {
      if (this.rest.length === 0) {
        const next = await this.next();
        if (next === undefined) break;
        this.rest = next;
        continue;
      }
      const part = this.rest.subarray(0, length - taken);
      this.rest = this.rest.subarray(part.length);
      taken += part.length;
      use(part);
    }
    this.position += taken;
  }

  private async next(): Promise<Uint8Array | undefined> {
    if (this.broken !== undefined) return undefined;
    try {
      const next = await this.chunks.next();
      return next.done ? undefined : next.value;
    } catch (error) {
      if (!(error instanceof BrokenPacking)) throw error;
      this.broken = error.message;
      return undefined;
    }
  }
}

/** One array of all parts; the part itself when there is one. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [first] = parts;
  if (first && parts.length === 1) return first;
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
