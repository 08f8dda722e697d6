/**
 * Text that comes from processes, made safe to show on one line of a terminal, a tree or a page. A process chooses its
 * own name and arguments, so they may hold newlines, terminal escapes, marks that turn the reading direction, or bytes
 * that are no text at all.
 */

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;
const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** The bytes as text; what cannot be shown as it is stands as an escape: `\n`, `\x1b`, `\u{202e}`. */
export function printable(bytes: Uint8Array): string {
  let text: string;
  try {
    text = strict.decode(bytes);
  } catch {
    // Not UTF-8: each byte over 0x7f stands as its number, the rest as what it is.
    text = '';
    for (const byte of bytes) text += byte < 0x80 ? String.fromCharCode(byte) : `\\x${byte.toString(16)}`;
  }
  return printableText(text);
}

/** The same for text that is decoded already. */
export function printableText(text: string): string {
  return text.replace(UNSAFE, escape);
}

function escape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return SHORT[character] ?? (code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`);
}
