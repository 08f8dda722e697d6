/** Compressed files: which compression it is, and the bytes that were compressed. */
import { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { errorCode } from '../local/files.ts';
import { ZstdFrames } from './zstd-frames.ts';

/** What can be undone. zstd came with Node 22.15 and 23.8. */
export type Packing = 'gzip' | 'zstd' | 'xz';

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
  // A frame to be passed over, which pzstd and seekable files begin with.
  { name: 'zstd', bytes: [0x50, 0x2a, 0x4d, 0x18], packing: 'zstd', command: 'unzstd' },
  { name: 'xz', bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], packing: 'xz', command: 'unxz' },
  { name: 'lz4', bytes: [0x04, 0x22, 0x4d, 0x18], command: 'unlz4' },
  { name: 'lz4', bytes: [0x02, 0x21, 0x4c, 0x18], command: 'unlz4' },
  { name: 'bzip2', bytes: [0x42, 0x5a, 0x68], command: 'bunzip2' },
  { name: 'zip', bytes: [0x50, 0x4b, 0x03, 0x04], command: 'unzip' },
  { name: '7z', bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], command: '7z x' },
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
  if (packing === 'xz') {
    const { unxz, XzError } = await import('./unxz.ts');
    try {
      yield* unxz(chunks);
    } catch (error) {
      if (error instanceof XzError) throw new BrokenPacking(error.message, { isDamaged: false });
      throw error;
    }
    return;
  }
  const rest = new Rest(chunks);
  try {
    do yield* unpackedFrame(rest, packing);
    while (rest.hasMore);
    if (packing === 'zstd' && !rest.frames.isWhole) throw broken(packing, 'the last frame is cut short');
  } finally {
    await rest.close();
  }
}

/** All of gzip's members; of zstd's frames those up to one that ends within a part, where Node's stream stops. */
async function* unpackedFrame(rest: Rest, packing: Packing): AsyncGenerator<Uint8Array> {
  const stream = packing === 'gzip' ? zlib.createGunzip({ chunkSize: PART }) : zstdStream();
  const feed = new Feed(rest, stream);
  try {
    for await (const part of stream) {
      if (part instanceof Uint8Array) yield part;
    }
    rest.used(stream.bytesWritten);
  } catch (error) {
    if (feed.failure) throw feed.failure;
    const why = error instanceof Error ? error.message : String(error);
    throw broken(packing, why, errorCode(error) === 'Z_DATA_ERROR');
  } finally {
    stream.destroy();
  }
}

function broken(packing: Packing, why: string, isDamaged = false): BrokenPacking {
  const reason = `the file is not whole: what ${packing} compressed ends too early or is broken (${why})`;
  return new BrokenPacking(reason, { isDamaged });
}

/** Pieces of a file for one stream after the other: what one did not use of its last piece is for the next. */
class Rest {
  /** The last stream stopped before the end. */
  hasMore = false;
  /** What of the file went by, as zstd has it. */
  readonly frames = new ZstdFrames();
  private readonly chunks: AsyncIterator<Uint8Array>;
  private piece: Uint8Array = new Uint8Array(0);
  /** How many bytes the stream got. */
  private given = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next piece; undefined at the end. */
  async next(): Promise<Uint8Array | undefined> {
    if (this.hasMore) this.hasMore = false;
    else {
      const next = await this.chunks.next();
      if (next.done) return undefined;
      this.piece = next.value;
      this.frames.add(this.piece);
    }
    this.given += this.piece.length;
    return this.piece;
  }

  /** A stream has ended. @param bytes how many it used */
  used(bytes: number): void {
    const left = bytes > 0 ? this.given - bytes : 0;
    this.hasMore = left > 0;
    this.piece = this.piece.subarray(this.piece.length - left);
    this.given = 0;
  }

  async close(): Promise<void> {
    await this.chunks.return?.();
  }
}

/** Writes pieces into a stream, each when it has taken the one before. */
class Feed {
  /** What reading the pieces threw; it ends the stream. */
  failure: Error | undefined;

  constructor(pieces: Rest, stream: Transform) {
    void this.run(pieces, stream);
  }

  private async run(pieces: Rest, stream: Transform): Promise<void> {
    try {
      for (;;) {
        const piece = await pieces.next();
        if (piece === undefined || stream.destroyed) break;
        // A stream that is broken, or that stops within a piece, may not call back; then nothing is left to be written either.
        await new Promise<void>((resolve) => {
          stream.write(piece, () => resolve());
        });
      }
      stream.end();
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error));
      stream.destroy(this.failure);
    }
  }
}

/** `ZSTD_d_windowLogMax`: files of `zstd --long=31`, as large cores are packed by, need up to 2 GiB to be unpacked. */
const ZSTD_WINDOW = { 100: 31 };

/** The types of the oldest Node that is promised do not know it. */
function zstdStream(): Transform & { readonly bytesWritten: number } {
  const create: unknown = Reflect.get(zlib, 'createZstdDecompress');
  const options = { chunkSize: PART, params: ZSTD_WINDOW };
  const stream: unknown = typeof create === 'function' ? Reflect.apply(create, zlib, [options]) : undefined;
  if (!isPacker(stream)) throw new Error('This Node cannot undo zstd.');
  return stream;
}

function isPacker(stream: unknown): stream is Transform & { readonly bytesWritten: number } {
  return stream instanceof Transform && typeof Reflect.get(stream, 'bytesWritten') === 'number';
}
