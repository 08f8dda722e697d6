/** Readers of what comes out of a web page or was kept by VS Code: none of it is trusted. */

export type Fields = Readonly<Record<string, unknown>>;

/** Reads an address as two words, low word first. */
export function readAddress(value: unknown): readonly [low: number, high: number] | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const words: readonly unknown[] = value;
  const [low, high] = words;
  return isWord(low) && isWord(high) ? [low, high] : undefined;
}

/** True for an object, whose fields are then read one by one. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

/** True for a whole number from 0 on that is exact. */
export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isWord(value: unknown): value is number {
  return isCount(value) && value <= 0xffffffff;
}
