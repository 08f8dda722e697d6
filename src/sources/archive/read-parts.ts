/** Reads a source from its start to its end, in parts, so that the way can be told and left. */
import type { ByteSource } from '../../core/elf/byte-source.ts';
import { formatBytes } from '../../core/memory-map/size.ts';

/** How reading goes on. */
export interface Going {
  /** Asked between parts; throws to stop. */
  readonly goesOn: () => void;
  /** Told what share of the file was read, from 0 to 1. */
  readonly progress: (share: number) => void;
}

/** What is packed grows up to a thousand times: small parts tell the way evenly. */
const PACKED_PART = 1 << 16;
const PART = 1 << 24;

/** Why a text is not read. */
export function tooLarge(size: number, most: number): string {
  return `the file has ${formatBytes(size)}: texts of up to ${formatBytes(most)} are read`;
}

/**
 * The parts of a packed source, in order.
 * @throws what the source and `goesOn` throw
 */
export async function* partsOf(source: ByteSource, { goesOn, progress }: Going): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < source.size;) {
    goesOn();
    const part = source.read(at, PACKED_PART);
    // The file became shorter.
    if (part.length === 0) return;
    at += part.length;
    progress(at / source.size);
    yield part;
  }
}

/**
 * All of a source in one piece.
 * @throws what the source and `goesOn` throw
 */
export function readWhole(source: ByteSource, { goesOn, progress }: Going): Uint8Array {
  if (source.size <= PART) return source.read(0, source.size);
  const bytes = new Uint8Array(source.size);
  let at = 0;
  while (at < bytes.length) {
    goesOn();
    const part = source.read(at, Math.min(PART, bytes.length - at));
    if (part.length === 0) break;
    bytes.set(part, at);
    at += part.length;
    progress(at / bytes.length);
  }
  return bytes.subarray(0, at);
}
