/** Whether an editor can hold a text without changing it: it holds characters, not bytes, and lines that all end alike. */

/** Larger texts are better off in a file: an editor would have to be told not to colour, fold and send them around. */
export const LARGEST_IN_EDITOR = 5_000_000;

/** The text; or why an editor cannot hold it as it is. */
export type EditorText =
  | { readonly text: string }
  | { readonly text: undefined; readonly reason: 'size' | 'encoding' | 'lineEnds' };

/** Looks at the bytes of a text. */
export function editorText(bytes: Uint8Array): EditorText {
  if (bytes.length > LARGEST_IN_EDITOR) return { text: undefined, reason: 'size' };
  const text = decoded(bytes);
  if (text === undefined) return { text, reason: 'encoding' };
  // An editor takes a CR for the end of a line, and makes all ends of lines the same.
  const returns = count(text, '\r');
  const isUniform = returns === 0 || (returns === count(text, '\r\n') && returns === count(text, '\n'));
  return isUniform ? { text } : { text: undefined, reason: 'lineEnds' };
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined; // Names are bytes: those of old file systems often are no UTF-8.
  }
}

function count(text: string, part: string): number {
  let found = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) found++;
  return found;
}
