/** Reads files of procfs by the cheapest way there is: synchronous calls into one buffer that is used again and again. */
import { closeSync, openSync, readSync } from 'node:fs';

/** What one read asks for. Procfs gives a page at most for maps; asking for more costs nothing. */
export const ASK = 65536;

/** The code of a failed system call such as `EACCES`; undefined when the error is something else. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** True when the file or its process is gone: no such entry, or a descriptor whose process was reaped. */
export function isGone(code: string | undefined): boolean {
  return code === 'ENOENT' || code === 'ESRCH' || code === 'ENOTDIR';
}

/** A buffer that holds one small file of procfs after the other. */
export class SmallFile {
  readonly bytes = new Uint8Array(ASK);

  /**
   * Reads the file's start, all of it when it is smaller than the buffer: procfs gives files of one record in one read.
   * @returns how many bytes there are now in `bytes`
   * @throws the system call's error
   */
  read(path: string): number {
    const descriptor = openSync(path, 'r');
    try {
      return readSync(descriptor, this.bytes, 0, ASK, null);
    } finally {
      closeSync(descriptor);
    }
  }

  /**
   * Reads a file that is open already from its start: procfs prints it anew, in a third of the time of opening it.
   * @throws the system call's error; `ESRCH` when the process is gone
   */
  reread(descriptor: number): number {
    return readSync(descriptor, this.bytes, 0, ASK, 0);
  }

  /** As `read`, or the code of the system call that failed. */
  tryRead(path: string): number | string {
    try {
      return this.read(path);
    } catch (error) {
      const code = errorCode(error);
      if (code === undefined) throw error;
      return code;
    }
  }
}

/** Buffers that grew over this are given back after use. */
const KEPT = 16 * 1024 * 1024;

/** A buffer that grows with the largest file it has held. */
export class LargeFile {
  private bytes = new Uint8Array(1024 * 1024);

  /**
   * Reads a file until its end.
   * @param goesOn asked once in a while; throws to stop
   * @returns the content, which stands until the next read
   * @throws the system call's error
   */
  read(path: string, goesOn: () => void): Uint8Array {
    if (this.bytes.length > KEPT) this.bytes = new Uint8Array(KEPT);
    const descriptor = openSync(path, 'r');
    try {
      let length = 0;
      for (let reads = 1; ; reads++) {
        if (this.bytes.length - length < ASK) this.grow();
        const count = readSync(descriptor, this.bytes, length, ASK, null);
        if (count === 0) return this.bytes.subarray(0, length);
        length += count;
        if (reads % 64 === 1) goesOn();
      }
    } finally {
      closeSync(descriptor);
    }
  }

  private grow(): void {
    const larger = new Uint8Array(this.bytes.length * 2);
    larger.set(this.bytes);
    this.bytes = larger;
  }
}
