/** Opens what a user names: a file of any size, a pipe, or a file of procfs. */
import { closeSync, openSync, readSync } from 'node:fs';
import { bytesSource, type ByteSource } from '../core/elf/byte-source.ts';
import { FileSource } from './elf/file-source.ts';

/** A source that holds something open. */
export interface OpenSource extends ByteSource {
  close(): void;
}

const PART = 1 << 16;

/**
 * Opens a file. What has no size, such as a pipe or a file of procfs, is read to its end at once.
 * @param most where reading to the end stops, in bytes
 * @param goesOn asked between parts; throws to stop
 * @param pipes takes pipes and devices, too: they keep the whole thread waiting until something comes, if ever
 * @throws the system call's error
 */
export function openFile(path: string, most: number, goesOn: () => void, pipes = false): OpenSource {
  const file = FileSource.open(path);
  if (file && file.size > 0) return file;
  file?.close();
  if (!file && !pipes) throw Object.assign(new Error('It is a pipe or a device.'), { code: 'ESPIPE' });
  const descriptor = openSync(path, 'r');
  try {
    return memorySource(readToEnd(descriptor, most, goesOn));
  } finally {
    closeSync(descriptor);
  }
}

/** Bytes that are in memory. */
export function memorySource(bytes: Uint8Array): OpenSource {
  return { ...bytesSource(bytes), close: () => undefined };
}

function readToEnd(descriptor: number, most: number, goesOn: () => void): Uint8Array {
  let bytes = new Uint8Array(PART);
  let length = 0;
  while (length < most) {
    goesOn();
    if (length === bytes.length) {
      const larger = new Uint8Array(2 * length);
      larger.set(bytes);
      bytes = larger;
    }
    const count = readSync(descriptor, bytes, length, bytes.length - length, null);
    if (count === 0) break;
    length += count;
  }
  return bytes.subarray(0, length);
}
