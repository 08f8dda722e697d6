/**
 * Texts that others than the kernel have written over, so that every reader can take them: UTF-16 (what a redirection in PowerShell
 * writes) as UTF-8, and lines that end in a CR alone. Lines stay lines.
 */
import { NEWLINE, RETURN } from './bytes.ts';

/** Without a byte order mark so many bytes tell, as they do in VS Code; fewer are no row. */
const LEAST_TOLD = 32;
const MOST_TOLD = 512;

/** A text as every reader takes it, and what was done for that, a sentence each. */
export interface PlainText {
  readonly bytes: Uint8Array;
  readonly assumptions: readonly string[];
}

/** The text as UTF-8 with newlines; the bytes themselves where they are that. */
export function plainTextOf(bytes: Uint8Array): PlainText {
  const encoding = wideEncoding(bytes);
  const narrow = encoding === undefined ? bytes : new TextEncoder().encode(new TextDecoder(encoding).decode(bytes));
  const ended = withNewlines(narrow);
  return {
    bytes: ended ?? narrow,
    assumptions: [
      ...(encoding === undefined ? [] : ['The text was UTF-16 and was read as UTF-8.']),
      ...(ended ? ['The lines end in a CR alone, which was read as a newline.'] : []),
    ],
  };
}

/**
 * The text with newlines, where it has none and more than one CR; else undefined. What a kernel prints ends in a newline, so that a
 * CR in a name is not taken for the end of a line.
 */
function withNewlines(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes.includes(NEWLINE)) return undefined;
  const first = bytes.indexOf(RETURN);
  if (first < 0 || !bytes.includes(RETURN, first + 1)) return undefined;
  return bytes.map((byte) => (byte === RETURN ? NEWLINE : byte));
}

/** By the mark at the start, or because every other byte is 0, as `cmd /u` writes it. */
function wideEncoding(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const told = bytes.subarray(0, MOST_TOLD);
  if (told.length < LEAST_TOLD || (told[0] === 0) === (told[1] === 0)) return undefined;
  const zeros = told[0] === 0 ? 0 : 1;
  if (!told.every((byte, i) => (byte === 0) === (i % 2 === zeros))) return undefined;
  return zeros === 1 ? 'utf-16le' : 'utf-16be';
}
