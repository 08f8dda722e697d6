/** Names and arguments of processes as text. Processes choose their own, so anything may stand in them. */
import { printable } from '../core/memory-map/printable.ts';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The bytes as text that is safe to show on one line: control characters and marks that turn the reading direction are
 * escaped (see `printable`), and where the bytes are not UTF-8 each byte over 0x7f stands as `\xNN`.
 */
export function printableBytes(bytes: Uint8Array): string {
  try {
    return printable(strict.decode(bytes));
  } catch {
    let text = '';
    for (const byte of bytes) text += byte < 0x80 ? String.fromCharCode(byte) : `\\x${byte.toString(16)}`;
    return printable(text);
  }
}
