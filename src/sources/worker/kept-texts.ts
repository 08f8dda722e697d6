/**
 * The texts of large documents with the maps that were read of them. After an edit only what was typed comes to the worker, and a
 * map is read again only where it changed.
 */
import { lineEnd } from '../../core/dialects/bytes.ts';
import { rereadMap } from '../../core/dialects/parse.ts';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import type { TextChange, TextEdit } from './protocol.ts';

/** So many texts are kept: documents that somebody edits side by side. */
const MOST_KEPT = 3;

/** A text as it stands, and what was read of an older state of it. */
export interface KeptText {
  bytes: Uint8Array;
  version: number;
  readonly embedded: boolean;
  /** The only map of the text before `dirty` changed; undefined when there were several, or none was read since. */
  map: MemoryMap | undefined;
  dirty: Dirty | undefined;
}

/** What changed since the map was read: a stretch of the text as it is now. */
interface Dirty {
  readonly from: number;
  readonly to: number;
  /** The line in which it starts, from 1. */
  readonly first: number;
  /** How many lines more there are now. */
  readonly lines: number;
}

export class KeptTexts {
  /** By document; the one used last is last. */
  private readonly texts = new Map<number, KeptText>();

  keep(document: number, version: number, bytes: Uint8Array, embedded: boolean): KeptText {
    const text: KeptText = { bytes, version, embedded, map: undefined, dirty: undefined };
    this.use(document, text);
    for (const [oldest] of this.texts) {
      if (this.texts.size <= MOST_KEPT) break;
      this.texts.delete(oldest);
    }
    return text;
  }

  forget(document: number): void {
    this.texts.delete(document);
  }

  /**
   * The text of a document after edits; undefined when what is kept of it is older than the first of them, or does not come out
   * at the length it should have.
   */
  edited(document: number, base: number, edits: readonly TextEdit[], length: number): KeptText | undefined {
    const text = this.texts.get(document);
    if (!text || text.version < base) return undefined;
    for (const { version, changes } of edits) {
      if (version <= text.version) continue;
      for (const change of changes) apply(text, change);
      text.version = version;
    }
    if (text.bytes.length !== length) {
      this.forget(document);
      return undefined;
    }
    this.use(document, text);
    return text;
  }

  private use(document: number, text: KeptText): void {
    this.texts.delete(document);
    this.texts.set(document, text);
  }
}

/** Takes note of what was read of a text as it stands. The maps must stay as they are. */
export function setMaps(text: KeptText, maps: readonly MemoryMap[]): void {
  text.map = maps.length === 1 ? maps[0] : undefined;
  text.dirty = undefined;
}

/** The map of a text that was edited, read only where it changed; undefined when all of it has to be read. */
export function reread({ bytes, map, dirty, embedded }: KeptText): MemoryMap | undefined {
  if (!map || !dirty || embedded) return undefined;
  const from = dirty.from === 0 ? 0 : bytes.lastIndexOf(0x0a, dirty.from - 1) + 1;
  const to = Math.min(bytes.length, lineEnd(bytes, dirty.to) + 1);
  let added = 0;
  for (let p = from; p < to; p = lineEnd(bytes, p) + 1) added++;
  return rereadMap(map, { bytes, from, to, first: dirty.first, added, removed: added - dirty.lines });
}

function apply(text: KeptText, { from, to, line, lines, text: inserted }: TextChange): void {
  const { bytes, dirty } = text;
  const end = from + inserted.length;
  const after = new Uint8Array(bytes.length - (to - from) + inserted.length);
  after.set(bytes.subarray(0, from));
  for (let i = 0; i < inserted.length; i++) after[from + i] = inserted.charCodeAt(i);
  after.set(bytes.subarray(to), end);
  text.bytes = after;
  text.dirty = {
    from: Math.min(from, dirty?.from ?? from),
    to: Math.max(to, dirty?.to ?? to) + end - to,
    first: Math.min(line, dirty?.first ?? line),
    lines: lines + (dirty?.lines ?? 0),
  };
}
