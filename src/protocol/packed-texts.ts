/** Many texts in two buffers: VS Code writes what is not a typed array as JSON, which is slow for long lists. */

export interface PackedTexts {
  /** All texts in UTF-8, one after the other. */
  readonly bytes: Uint8Array;
  /** Where each of them ends. */
  readonly ends: Uint32Array;
}

/** Packs texts. */
export function packTexts(texts: readonly string[]): PackedTexts {
  const parts = texts.map((text) => new TextEncoder().encode(text));
  const ends = new Uint32Array(parts.length);
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  parts.forEach((part, i) => {
    bytes.set(part, at);
    ends[i] = at += part.length;
  });
  return { bytes, ends };
}

/** The texts that were packed. */
export function unpackTexts({ bytes, ends }: PackedTexts): string[] {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return Array.from(ends, (end, i) => decoder.decode(bytes.subarray(i === 0 ? 0 : ends[i - 1], end)));
}

/** Numbers of some rows of a column that need more than 32 bits. */
export interface PackedWide {
  readonly rows: Uint32Array;
  readonly texts: PackedTexts;
}

/** Packs numbers by row. */
export function packWide(values: ReadonlyMap<number, bigint>): PackedWide {
  return { rows: Uint32Array.from(values.keys()), texts: packTexts(Array.from(values.values(), String)) };
}

/** The numbers that were packed. */
export function unpackWide({ rows, texts }: PackedWide): Map<number, bigint> {
  return new Map(unpackTexts(texts).map((text, i) => [rows[i] ?? 0, BigInt(text)]));
}
