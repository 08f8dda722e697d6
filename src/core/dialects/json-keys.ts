/**
 * Tells keys of JSON objects apart by their bytes. Objects of one sort have the same keys in the same order, so that most keys are
 * found by one comparison, with what followed the last one before.
 */
export class KeyFinder {
  private readonly keys: Uint8Array[] = [];
  private readonly byText = new Map<string, number>();
  /** What followed each key last; the first entry is for the start of an object. */
  private readonly next: number[] = [0];
  private last = -1;

  constructor(keys: readonly string[] = []) {
    for (const key of keys) this.add(key);
  }

  /** Adds a key; gives its number, which counts from 0. */
  add(key: string): number {
    const number = this.keys.push(new TextEncoder().encode(key)) - 1;
    this.byText.set(key, number);
    this.next.push(number + 1);
    return number;
  }

  /** Tells that an object begins. */
  start(): void {
    this.last = -1;
  }

  /** The number of the key that stands in the bytes; -1 when it is none of them, or has escapes. */
  find(bytes: Uint8Array, from: number, to: number): number {
    const expected = this.next[this.last + 1]!;
    if (this.isKey(expected, bytes, from, to)) return (this.last = expected);
    const length = to - from;
    let text = '';
    for (let i = 0; i < length && i <= 64; i++) text += String.fromCharCode(bytes[from + i]!);
    const number = this.byText.get(text);
    if (number === undefined) return -1;
    this.next[this.last + 1] = number;
    return (this.last = number);
  }

  private isKey(number: number, bytes: Uint8Array, from: number, to: number): boolean {
    const key = this.keys[number];
    if (key === undefined || key.length !== to - from) return false;
    for (let i = 0; i < key.length; i++) if (bytes[from + i] !== key[i]) return false;
    return true;
  }
}
