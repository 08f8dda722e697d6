/** UTF-16 text (what a redirection in PowerShell writes) as UTF-8, so that every reader can take it. Lines stay lines. */

/** The text as UTF-8, when it starts with a UTF-16 byte order mark; else the bytes themselves. */
export function narrowed(bytes: Uint8Array): { readonly bytes: Uint8Array; readonly wasWide: boolean } {
  const little = bytes[0] === 0xff && bytes[1] === 0xfe;
  const big = bytes[0] === 0xfe && bytes[1] === 0xff;
  if (!little && !big) return { bytes, wasWide: false };
  const text = new TextDecoder(little ? 'utf-16le' : 'utf-16be').decode(bytes);
  return { bytes: new TextEncoder().encode(text), wasWide: true };
}
