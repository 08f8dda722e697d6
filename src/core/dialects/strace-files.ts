/** The files of a trace: what descriptors stand for, and what the kernel calls memory without a file. */
import { EscapedText } from './escaped-text.ts';
import type { LineCursor } from './line-cursor.ts';
import { ReplayedFiles, span } from './replay.ts';
import type { Span } from './row-sink.ts';
import { numberAt } from './strace-args.ts';
import type { TracedProcess } from './strace-process.ts';

const SLASH = 0x2f;

/** A System V segment. */
interface Segment {
  readonly size: number;
  readonly key: number;
}

export class StraceFiles {
  readonly names = new ReplayedFiles();
  readonly texts = new EscapedText();
  /** System V segments by their identifiers, which all processes share. */
  readonly segments = new Map<number, Segment>();
  readonly heap = this.names.named(span('[heap]'));
  /** The files of descriptors that the trace does not show being opened. */
  private readonly unknowns = new Map<number, number>();
  private readonly zero = this.names.file(span('/dev/zero (deleted)'));

  /** Shared memory of its own, which the kernel calls so (`shmem_zero_setup()` in mm/shmem.c). */
  sharedMemory(): number {
    return this.names.another(this.zero);
  }

  /** A System V segment that is attached, as the kernel calls it (`newseg()` in ipc/shm.c). */
  segment({ key }: Segment): number {
    return this.names.another(this.names.file(span(`/SYSV${key.toString(16).padStart(8, '0')} (deleted)`)));
  }

  /** The file of the descriptor at the cursor: `3`, or `3</usr/lib/libc.so.6>` with -y. */
  ofDescriptor(cursor: LineCursor, process: TracedProcess): number {
    const descriptor = numberAt(cursor);
    const path = this.texts.path(cursor);
    if (path) return this.names.file(path);
    return process.descriptors.get(descriptor) ?? this.unknown(descriptor, process);
  }

  /** Notes what a descriptor stands for. @param file 0 when the trace does not tell */
  open(process: TracedProcess, descriptor: number, file: number): void {
    if (file === 0) process.descriptors.delete(descriptor);
    else process.descriptors.set(descriptor, file);
  }

  /** The path behind a result, when -y prints one there, else the one that was opened. */
  opened(cursor: LineCursor, name: number): number {
    const path = this.texts.path(cursor);
    return path ? this.names.file(path) : name;
  }

  /** A path that a program opened, below a directory when that is known. */
  path(directory: Uint8Array | undefined, name: Span): number {
    if (!directory || name.bytes[name.from] === SLASH) return this.names.file(name);
    const bytes = new Uint8Array(directory.length + 1 + name.to - name.from);
    bytes.set(directory);
    bytes[directory.length] = SLASH;
    bytes.set(name.bytes.subarray(name.from, name.to), directory.length + 1);
    return this.names.file({ bytes, from: 0, to: bytes.length });
  }

  /** Names a file that is mapped although the trace does not show it being opened. */
  private unknown(descriptor: number, { memory }: TracedProcess): number {
    memory.assumptions.add('Files that the trace does not show being opened are given as their descriptors: fd 3.');
    let file = this.unknowns.get(descriptor);
    if (file === undefined) this.unknowns.set(descriptor, (file = this.names.file(span(`fd ${descriptor}`))));
    return file;
  }
}
