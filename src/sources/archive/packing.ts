/** Compressed files: which compression it is, and the bytes that were compressed. */
import { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { errorCode } from '../local/files.ts';

/** What Node can undo. zstd came with Node 22.15 and 23.8. */
export type Packing = 'gzip' | 'zstd';

interface Signature {
  readonly name: string;
  readonly bytes: readonly number[];
  readonly packing?: Packing;
  /** The command that undoes it. */
  readonly command: string;
}

const SIGNATURES: readonly Signature[] = [
  { name: 'gzip', bytes: [0x1f, 0x8b, 0x08], packing: 'gzip', command: 'gunzip' },
  { name: 'zstd', bytes: [0x28, 0xb5, 0x2f, 0xfd], packing: 'zstd', command: 'unzstd' },
  { name: 'xz', bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], command: 'unxz' },
  { name: 'lz4', bytes: [0x04, 0x22, 0x4d, 0x18], command: 'unlz4' },
  { name: 'bzip2', bytes: [0x42, 0x5a, 0x68], command: 'bunzip2' },
  { name: 'zip', bytes: [0x50, 0x4b, 0x03, 0x04], command: 'unzip' },
];

/** Larger parts than zlib's own 16 KiB: fewer turns of the loop. */
const PART = 1 << 18;

/** How a file is compressed, told by its first bytes: a packing that can be undone, or why it cannot; undefined for none. */
export function packingOf(head: Uint8Array): Packing | { readonly reason: string } | undefined {
  const found = SIGNATURES.find(({ bytes }) => bytes.every((byte, i) => head[i] === byte));
  if (!found) return undefined;
  const { name, packing, command } = found;
  if (packing && (packing !== 'zstd' || hasZstd())) return packing;
  const here = packing ? `Node ${process.versions.node}` : 'Node';
  return { reason: `the file is compressed with ${name}, which ${here} cannot undo: run ${command} on it first` };
}

/** True when this Node can undo zstd. */
export function hasZstd(): boolean {
  return 'createZstdDecompress' in zlib;
}

/** What was compressed is broken, or ends too early. The message is a part of a sentence. */
export class BrokenPacking extends Error {
  override readonly name = 'BrokenPacking';
  /** Bytes are wrong; false when only the end is missing. */
  readonly isDamaged: boolean;

  constructor(message: string, { isDamaged }: { readonly isDamaged: boolean }) {
    super(message);
    this.isDamaged = isDamaged;
  }
}

/** So much of a packed file is kept, so that the last of it can be unpacked again where it is damaged. */
const MOST_KEPT = 1 << 20;

/**
 * What was compressed, in parts of 256 KiB at most.
 * @throws BrokenPacking after all parts that could be had, and what `chunks` throws
 */
export async function* unpacked(chunks: AsyncIterable<Uint8Array>, packing: Packing): AsyncGenerator<Uint8Array> {
  const kept = new Kept(chunks);
  let given = 0;
  try {
    for await (const part of unpackedParts(kept.chunks(), packing)) {
      given += part.length;
      yield part;
    }
  } catch (error) {
    if (error instanceof BrokenPacking && error.isDamaged) yield* unpackedAgain(kept, packing, given);
    throw error;
  }
}

/**
 * What zlib had unpacked of the piece that it met the damage in, which it gives away with the error: up to a whole small file
 * whose only fault is a line behind its end.
 */
async function* unpackedAgain(kept: Kept, packing: Packing, given: number): AsyncGenerator<Uint8Array> {
  let left = given;
  try {
    for await (const part of unpackedParts(kept.lastByByte(), packing)) {
      const rest = part.subarray(Math.min(left, part.length));
      left -= part.length - rest.length;
      if (rest.length > 0) yield rest;
    }
  } catch (error) {
    if (!(error instanceof BrokenPacking)) throw error;
  }
}

/** Remembers pieces that went by, unless they are too many. */
class Kept {
  private pieces: Uint8Array[] = [];
  private size = 0;
  private readonly from: AsyncIterable<Uint8Array>;

  constructor(from: AsyncIterable<Uint8Array>) {
    this.from = from;
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    for await (const piece of this.from) {
      this.size += piece.length;
      if (this.size <= MOST_KEPT) this.pieces.push(piece);
      else this.pieces = [];
      yield piece;
    }
  }

  /** The pieces again, the last one in bytes; none when they were too many. */
  async *lastByByte(): AsyncGenerator<Uint8Array> {
    const last = this.pieces.at(-1) ?? new Uint8Array(0);
    yield* this.pieces.slice(0, -1);
    for (let at = 0; at < last.length; at++) yield last.subarray(at, at + 1);
  }
}

async function* unpackedParts(chunks: AsyncIterable<Uint8Array>, packing: Packing): AsyncGenerator<Uint8Array> {
  const stream = packing === 'gzip' ? zlib.createGunzip({ chunkSize: PART }) : zstdStream();
  const feed = new Feed(chunks, stream);
  try {
    for await (const part of stream) {
      if (part instanceof Uint8Array) yield part;
    }
  } catch (error) {
    if (feed.failure) throw feed.failure;
    const why = error instanceof Error ? error.message : String(error);
    throw new BrokenPacking(`the file is not whole: what ${packing} compressed ends too early or is broken (${why})`, {
      isDamaged: errorCode(error) === 'Z_DATA_ERROR',
    });
  } finally {
    stream.destroy();
    await feed.close();
  }
}

/** Writes parts into a stream, each when it has taken the one before. */
class Feed {
  /** What reading the parts threw; it ends the stream. */
  failure: Error | undefined;
  private readonly chunks: AsyncIterator<Uint8Array>;

  constructor(chunks: AsyncIterable<Uint8Array>, stream: Transform) {
    this.chunks = chunks[Symbol.asyncIterator]();
    void this.run(stream);
  }

  async close(): Promise<void> {
    await this.chunks.return?.();
  }

  private async run(stream: Transform): Promise<void> {
    try {
      for (;;) {
        const next = await this.chunks.next();
        if (next.done || stream.destroyed) break;
        // A stream that is broken may not call back; then nothing is left to be written either.
        await new Promise<void>((resolve) => {
          stream.write(next.value, () => resolve());
        });
      }
      stream.end();
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error));
      stream.destroy(this.failure);
    }
  }
}

/** The types of the oldest Node that is promised do not know it. */
function zstdStream(): Transform {
  const create: unknown = Reflect.get(zlib, 'createZstdDecompress');
  const stream: unknown = typeof create === 'function' ? Reflect.apply(create, zlib, [{ chunkSize: PART }]) : undefined;
  if (!(stream instanceof Transform)) throw new Error('This Node cannot undo zstd.');
  return stream;
}
