/** Makes minidumps as Breakpad, Crashpad and Windows write them. */
import { ByteWriter, type Endian } from './byte-writer.ts';

/** Types of streams (`MDStreamType`). */
export const STREAM = {
  threads: 3,
  modules: 4,
  memory: 5,
  exception: 6,
  system: 7,
  memory64: 9,
  misc: 15,
  memoryInfo: 16,
  threadNames: 24,
  procStatus: 0x47670004,
  commandLine: 0x47670006,
  auxv: 0x47670008,
  maps: 0x47670009,
} as const;

export interface ModuleSpec {
  readonly start: bigint;
  readonly size: number;
  readonly name: string;
  /** `BpEL` with these bytes. */
  readonly buildId?: Uint8Array;
  /** `RSDS` with these 16 bytes, and an age of 1. */
  readonly guid?: Uint8Array;
}

export interface ThreadSpec {
  readonly id: number;
  readonly stack: bigint;
  readonly stackSize: number;
  readonly context?: Uint8Array;
}

export interface MemoryInfoSpec {
  readonly start: bigint;
  readonly size: bigint;
  readonly state: number;
  readonly protection: number;
  readonly type: number;
}

/** Puts a minidump together: streams first, then what they point at. */
export class Minidump {
  private readonly endian: Endian;
  private readonly streams: [type: number, place: number, size: number][] = [];
  private readonly body: ByteWriter;

  constructor(endian: Endian = 'little') {
    this.endian = endian;
    this.body = this.writer();
    // Nothing may stand at place 0.
    this.body.zeros(HEADER + MOST_STREAMS * 12);
  }

  stream(type: number, bytes: Uint8Array): this {
    this.streams.push([type, this.put(bytes), bytes.length]);
    return this;
  }

  text(type: number, text: string): this {
    return this.stream(type, Buffer.from(text));
  }

  system(processor: number, platform: number): this {
    const out = this.writer().half(processor, 0, 0, 0).word(0, 0, 0, platform);
    return this.stream(STREAM.system, out.zeros(32).finish());
  }

  /** @param padding four bytes behind the count, as some writers have them */
  modules(modules: readonly ModuleSpec[], padding = false): this {
    const out = this.writer().word(modules.length);
    if (padding) out.zeros(4);
    for (const { start, size, name, buildId, guid } of modules) {
      const record = this.writer();
      if (buildId) record.word(0x4270454c).bytes(buildId);
      if (guid) record.word(0x53445352).bytes(guid).word(1).text('x.pdb\0');
      const place = this.put(record.finish());
      out.quad(start).word(size, 0, 0, this.string(name)).zeros(52).word(record.length, place, 0, 0).zeros(16);
    }
    return this.stream(STREAM.modules, out.finish());
  }

  threads(threads: readonly ThreadSpec[]): this {
    const out = this.writer().word(threads.length);
    for (const { id, stack, stackSize, context = new Uint8Array(0) } of threads) {
      out.word(id, 0, 0, 0).quad(0n, stack).word(stackSize, 0, context.length, this.put(context));
    }
    return this.stream(STREAM.threads, out.finish());
  }

  threadNames(names: readonly (readonly [id: number, name: string])[]): this {
    const out = this.writer().word(names.length);
    for (const [id, name] of names) out.word(id).quad(BigInt(this.string(name)));
    return this.stream(STREAM.threadNames, out.finish());
  }

  memory(ranges: readonly (readonly [start: bigint, size: number])[]): this {
    const out = this.writer().word(ranges.length);
    for (const [start, size] of ranges) out.quad(start).word(size, 0);
    return this.stream(STREAM.memory, out.finish());
  }

  memory64(ranges: readonly (readonly [start: bigint, size: bigint])[]): this {
    const out = this.writer().quad(BigInt(ranges.length), 0n);
    for (const [start, size] of ranges) out.quad(start, size);
    return this.stream(STREAM.memory64, out.finish());
  }

  memoryInfo(entries: readonly MemoryInfoSpec[]): this {
    const out = this.writer().word(16, 48).quad(BigInt(entries.length));
    for (const { start, size, state, protection, type } of entries) {
      out.quad(start, start).word(0, 0).quad(size).word(state, protection, type, 0);
    }
    return this.stream(STREAM.memoryInfo, out.finish());
  }

  exception(threadId: number, code: number, flags: number, address: bigint, parameters: readonly bigint[] = []): this {
    const out = this.writer().word(threadId, 0, code, flags).quad(0n, address).word(parameters.length, 0);
    for (let i = 0; i < 15; i++) out.quad(parameters[i] ?? 0n);
    return this.stream(STREAM.exception, out.word(0, 0).finish());
  }

  misc(pid: number): this {
    return this.stream(STREAM.misc, this.writer().word(24, 1, pid).zeros(12).finish());
  }

  auxv(entries: Readonly<Record<number, bigint>>): this {
    const out = this.writer();
    for (const [type, value] of Object.entries(entries)) out.quad(BigInt(type), value);
    return this.stream(STREAM.auxv, out.quad(0n, 0n).finish());
  }

  finish(): Uint8Array {
    const head = this.writer().text(this.endian === 'little' ? 'MDMP' : 'PMDM');
    head.word(0xa793, this.streams.length, HEADER, 0, 0).quad(0n);
    for (const [type, place, size] of this.streams) head.word(type, size, place);
    const bytes = Uint8Array.from(this.body.finish());
    bytes.set(head.finish());
    return bytes;
  }

  /** A context of zeros with two registers. */
  context(size: number, width: 4 | 8, registers: Readonly<Record<number, bigint>>): Uint8Array {
    const bytes = new Uint8Array(size);
    for (const [place, value] of Object.entries(registers)) {
      bytes.set(
        new ByteWriter({ endian: this.endian, bits: width === 8 ? 64 : 32 }).address(value).finish(),
        Number(place),
      );
    }
    return bytes;
  }

  private string(text: string): number {
    const out = this.writer().word(2 * text.length);
    for (let i = 0; i < text.length; i++) out.half(text.charCodeAt(i));
    return this.put(out.half(0).finish());
  }

  private put(bytes: Uint8Array): number {
    this.body.align(8);
    const place = this.body.length;
    this.body.bytes(bytes);
    return place;
  }

  private writer(): ByteWriter {
    return new ByteWriter({ endian: this.endian, bits: 64 });
  }
}

const HEADER = 32;
const MOST_STREAMS = 16;
