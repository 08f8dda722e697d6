/** The texts that were last given of map files that are read again and again, so that only another one is sent. */
import { MapParser } from '../../core/dialects/parse.ts';
import { equalBytes } from '../equal-bytes.ts';
import type { LiveAsk, LiveReading, LiveText, ProcessFile, ReadFailure } from '../process.ts';
import type { Source, Waiting } from '../source.ts';
import { textChanges } from '../text-changes.ts';

/** How many bytes of texts are kept; the one that was read last stays in any case. */
const KEPT_BYTES = 64 * 2 ** 20;
/** How long a text is kept after its last reading, in milliseconds: longer than most pauses. */
const KEPT_MS = 120_000;

interface Kept {
  readonly stamp: number;
  readonly text: LiveText;
  readonly readAt: number;
}

export class LiveTexts {
  /** By source, file and process; the one read last is last. */
  private readonly kept = new Map<string, Kept>();
  /** Starts where no thread before this one has come: who shows a text of that one must not take another for it. */
  private lastStamp = Date.now();
  private timer: NodeJS.Timeout | undefined;

  /**
   * Reads a map file and compares it with what was read before.
   * @param key of the source
   * @throws what `Source.readText` throws
   */
  async read(
    source: Source,
    key: string,
    file: ProcessFile,
    ask: LiveAsk,
    waiting: Waiting,
  ): Promise<LiveReading | ReadFailure> {
    const before = this.kept.get(nameOf(key, file));
    const started = performance.now();
    const text = await source.readText(file, waiting, before?.text);
    if (!text.ok) return text;
    const readMs = performance.now() - started;
    const isSame =
      before !== undefined &&
      (before.text === text ||
        (before.text.torn === text.torn &&
          before.text.process.name === text.process.name &&
          equalBytes(before.text.bytes, text.bytes)));
    const stamp = isSame ? before.stamp : ++this.lastStamp;
    this.keep(nameOf(key, { ...file, startTime: text.process.startTime }), { stamp, text, readAt: performance.now() });
    const { isLive } = source.capabilities;
    if (isSame && ask.unless === stamp) return { ok: true, same: true, stamp, readMs, isLive };
    const { bytes, process, torn } = text;
    const changes = ask.unless !== undefined && ask.unless === before?.stamp ? before.text.bytes : undefined;
    return {
      ok: true,
      same: false,
      stamp,
      readMs,
      isLive,
      process,
      torn,
      bytes: ask.text ? bytes.slice() : undefined,
      map: ask.map ? parsed(bytes, file) : undefined,
      changes: ask.text && changes ? textChanges(changes, bytes) : undefined,
    };
  }

  private keep(name: string, entry: Kept): void {
    this.kept.delete(name);
    this.kept.set(name, entry);
    let bytes = 0;
    for (const [each, { text }] of [...this.kept].toReversed()) {
      bytes += text.bytes.length;
      if (bytes > KEPT_BYTES && each !== name) this.kept.delete(each);
    }
    this.timer ??= setTimeout(() => this.forgetOld(), KEPT_MS).unref();
  }

  private forgetOld(): void {
    this.timer = undefined;
    for (const [name, { readAt }] of this.kept) {
      if (performance.now() - readAt >= KEPT_MS) this.kept.delete(name);
    }
    if (this.kept.size > 0) this.timer = setTimeout(() => this.forgetOld(), KEPT_MS).unref();
  }
}

/** A process whose start is not known yet is not the one that was read before. */
function nameOf(source: string, { pid, file, startTime = '' }: ProcessFile): string {
  return `${source}/${pid}/${file}/${startTime}`;
}

function parsed(bytes: Uint8Array, { pid, file }: ProcessFile): ReturnType<MapParser['finish']> {
  const parser = new MapParser(file, bytes.length);
  parser.add(bytes);
  return parser.finish({ pid });
}
