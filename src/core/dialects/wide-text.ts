/** UTF-16 text (what a redirection in PowerShell writes) as UTF-8, so that every reader can take it. Lines stay lines. */

/** Without a byte order mark so many bytes tell, as they do in VS Code; fewer are no row. */
const LEAST_TOLD = 32;
const MOST_TOLD = 512;

/** The text as UTF-8, when it is UTF-16; else the bytes themselves. */
export function narrowed(bytes: Uint8Array): { readonly bytes: Uint8Array; readonly wasWide: boolean } {
  const encoding = wideEncoding(bytes);
  if (encoding === undefined) return { bytes, wasWide: false };
  return { bytes: new TextEncoder().encode(new TextDecoder(encoding).decode(bytes)), wasWide: true };
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
