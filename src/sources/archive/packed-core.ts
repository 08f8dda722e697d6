/**
 * A core file that is being unpacked: its headers and notes are kept, its memory is passed over. The kernel writes them first, so
 * that nothing else is unpacked; gdb writes the notes last.
 */
import { bytesSource, type ByteSource } from '../../core/elf/byte-source.ts';
import { readElfHeader } from '../../core/elf/header.ts';
import { PT_NOTE } from '../../core/elf/program-headers.ts';
import { readCoreSegments } from '../../core/dialects/elf-core.ts';
import { joined, type ChunkStream } from './byte-stream.ts';

/** Headers and notes of ordinary processes are within these bytes. */
const HEAD = 1 << 20;
/** Those of a process with a million regions. */
const MOST_HEADERS = 1 << 26;
/** As many notes as are read of a core file at all. */
const MOST_NOTES = 1 << 28;

/** Bytes from a place on. */
interface Piece {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/**
 * What is needed of a core file to read its map, as a source that has nothing else. How much of its memory the file holds is
 * taken as its headers tell it.
 * @throws what the stream throws
 */
export async function readPackedCore(stream: ChunkStream): Promise<ByteSource> {
  const pieces = [await piece(stream, 0, HEAD)];
  const header = readElfHeader(sparse(pieces));
  if (!header.ok) return sparse(pieces);
  const { offset, entrySize, count = 0x10000 } = header.value.programHeaders;
  const end = offset + entrySize * count;
  if (end > HEAD && end <= MOST_HEADERS) {
    const [head] = pieces;
    const more = await piece(stream, HEAD, end - HEAD);
    const bytes = new Uint8Array(HEAD + more.bytes.length);
    bytes.set(head?.bytes ?? more.bytes);
    bytes.set(more.bytes, HEAD);
    pieces[0] = { offset: 0, bytes };
  }
  const { segments } = readCoreSegments(sparse(pieces), header.value);
  const notes = segments.filter(({ type, filesz }) => type === PT_NOTE && filesz > 0 && filesz <= MOST_NOTES);
  let kept = 0;
  for (const note of notes.toSorted((a, b) => a.offset - b.offset)) {
    const from = Math.max(note.offset, stream.position);
    const length = note.offset + note.filesz - from;
    kept += Math.max(0, length);
    if (length <= 0 || kept > MOST_NOTES || !Number.isSafeInteger(from)) continue;
    // A note that begins in what was read before goes on where that ends.
    pieces.push(await piece(stream, from, length));
  }
  return sparse(pieces);
}

async function piece(stream: ChunkStream, offset: number, length: number): Promise<Piece> {
  await stream.skip(offset - stream.position);
  return { offset, bytes: await stream.read(length) };
}

/** A source of pieces in their order; what lies between them cannot be read. */
function sparse(pieces: readonly Piece[]): ByteSource {
  return {
    size: Number.MAX_SAFE_INTEGER,
    read: (offset, length) => {
      const parts: Uint8Array[] = [];
      let at = offset;
      for (const { offset: from, bytes } of pieces) {
        if (at < from || at >= from + bytes.length || at >= offset + length) continue;
        const part = bytesSource(bytes).read(at - from, offset + length - at);
        parts.push(part);
        at += part.length;
      }
      return joined(parts);
    },
  };
}
