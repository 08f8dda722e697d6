/** Puts pieces of text together. */
import { finish } from '../memory-map/radix-sort.ts';

/** Text is turned into bytes in pieces of about so many characters. */
const PIECE = 1 << 16;

/** All pieces as bytes, text as UTF-8, in a buffer of their own size. */
export function joinedBytes(pieces: Iterable<Uint8Array | string>): Uint8Array<ArrayBuffer> {
  return finish(joining(pieces));
}

/** The same as work that may pause at each `yield`. */
export function* joining(pieces: Iterable<Uint8Array | string>): Generator<undefined, Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  let text = '';
  for (const piece of pieces) {
    if (typeof piece === 'string') text += piece;
    if (text.length > PIECE || typeof piece !== 'string') {
      parts.push(encoder.encode(text));
      text = '';
      yield undefined;
    }
    if (typeof piece !== 'string') parts.push(piece);
  }
  parts.push(encoder.encode(text));
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
