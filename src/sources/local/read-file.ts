/** Reads a saved file whole, a piece at a time, so that whoever waits can be told how far it is and can stop it. */
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { formatBytes } from '../../core/memory-map/size.ts';
import { errorCode } from './files.ts';

/** What one read asks for: a few milliseconds from a disk. */
const ASK = 2 ** 22;
/** The largest file that is read: what one buffer can hold on every platform. */
const MOST = 2 ** 31 - 1;

/** Why opening or reading failed, by the code of the system call, as sentences. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file.',
  ENOTDIR: 'There is no such file.',
  EACCES: 'The file may not be read: permission denied.',
  EPERM: 'The file may not be read: operation not permitted.',
};

/**
 * The content of a file.
 * @param goesOn asked after each piece with how many bytes are read, of how many; it throws to stop
 * @throws an Error whose message says in a sentence why the file cannot be read
 */
export function readFile(path: string, goesOn: (done: number, total: number) => void): Uint8Array {
  try {
    // A pipe would hold the thread up until somebody writes into it.
    if (!statSync(path).isFile()) throw new Error('It is no regular file.');
    const descriptor = openSync(path, 'r');
    try {
      return readAll(descriptor, goesOn);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    throw new Error(REASONS[code] ?? `Reading it failed with ${code}.`, { cause: error });
  }
}

function readAll(descriptor: number, goesOn: (done: number, total: number) => void): Uint8Array {
  // Files of procfs say that they are empty, and others may grow while they are read.
  const { size } = fstatSync(descriptor);
  if (size > MOST) throw new Error(`The file has ${formatBytes(size)}: files of up to 2 GiB are read.`);
  let bytes = new Uint8Array(size + 1);
  let length = 0;
  for (;;) {
    const count = readSync(descriptor, bytes, length, Math.min(ASK, bytes.length - length), null);
    if (count === 0) return bytes.subarray(0, length);
    length += count;
    goesOn(length, Math.max(size, length));
    if (length < bytes.length) continue;
    if (length >= MOST) throw new Error('The file is larger than 2 GiB: it is not read.');
    const larger = new Uint8Array(Math.min(MOST, Math.max(65536, 2 * length)));
    larger.set(bytes);
    bytes = larger;
  }
}
