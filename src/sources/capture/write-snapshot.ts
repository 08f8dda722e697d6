/** Writes a snapshot beside its place under another name, and gives it its name when it is whole. Nothing is ever overwritten. */
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { link, lstat, mkdir, mkdtemp, open, rename, rm, rmdir, unlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { printable } from '../../core/memory-map/printable.ts';
import { errorCode } from '../local/files.ts';
import { safeName, type SnapshotForm } from './names.ts';
import { tarHeader, tarPadding, TAR_END } from './tar-header.ts';

/** A file of a snapshot. */
export interface SnapshotFile {
  /** Names of our own and numbers, with slashes between. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The snapshot cannot be written. The message is a sentence, safe to print. */
export class WriteFailure extends Error {
  override readonly name = 'WriteFailure';
}

const TEMPORARY = '.procsnap-';
/** The name of a snapshot stands in each path inside of its archive, which has 100 bytes. */
const LONGEST_ROOT = 60;

const REASONS: Readonly<Record<string, string>> = {
  EEXIST: 'it is there already, and is not overwritten',
  ENOENT: 'there is no such folder',
  ENOTDIR: 'there is no such folder',
  EACCES: 'the folder may not be written to',
  EPERM: 'the folder may not be written to',
  EROFS: 'the file system is mounted read-only',
  ENOSPC: 'there is no space left on the device',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'files must not be so large',
  ENAMETOOLONG: 'its name is too long',
};

/** Why a path cannot be written, a sentence. */
function writeFailure(path: string, code: string): WriteFailure {
  return new WriteFailure(`${printable(path)} cannot be written: ${REASONS[code] ?? `writing failed with ${code}`}.`);
}

/** @throws WriteFailure when there is something at the path, or that cannot be told */
export async function failIfThere(path: string): Promise<void> {
  let code = 'EEXIST';
  try {
    await lstat(path);
  } catch (error) {
    code = errorCode(error) ?? '';
    if (code === '') throw error;
  }
  if (code !== 'ENOENT') throw writeFailure(path, code);
}

/** The first path in a folder that is free. @param name the name to try, by how many were taken @throws the system call's error */
export async function freePath(folder: string, name: (taken: number) => string): Promise<string> {
  for (let taken = 0; ; taken++) {
    const path = join(folder, name(taken));
    try {
      await lstat(path);
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
      return path; // It is not there, or writing it will say what is wrong.
    }
  }
}

/**
 * Writes a snapshot, all of it or nothing.
 * @throws WriteFailure, and what `files` throws
 */
export async function writeSnapshot(
  path: string,
  form: SnapshotForm,
  files: AsyncIterable<SnapshotFile>,
): Promise<void> {
  try {
    await failIfThere(path);
    await (form === 'folder' ? writeFolder(path, files) : writeTar(path, form === 'tar.gz', files));
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined || !isSystemCall(error)) throw error;
    throw writeFailure(path, code);
  }
}

/** Errors of Node itself have codes too. */
function isSystemCall(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

async function writeFolder(path: string, files: AsyncIterable<SnapshotFile>): Promise<void> {
  const temporary = await mkdtemp(join(dirname(path), TEMPORARY));
  try {
    for await (const file of files) {
      const place = join(temporary, file.path);
      await mkdir(dirname(place), { recursive: true });
      await writeFile(place, file.bytes, { flag: 'wx' });
    }
    await claimFolder(temporary, path);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
}

/** Only a folder that was made here is replaced: what anybody else made in the meantime stays. */
async function claimFolder(temporary: string, path: string): Promise<void> {
  // Windows never replaces a folder.
  if (process.platform === 'win32') return rename(temporary, path);
  await mkdir(path);
  try {
    await rename(temporary, path);
  } catch (error) {
    await rmdir(path);
    throw error;
  }
}

async function writeTar(path: string, isPacked: boolean, files: AsyncIterable<SnapshotFile>): Promise<void> {
  const temporary = join(dirname(path), TEMPORARY + randomBytes(6).toString('hex'));
  const root = safeName(basename(path).replace(/\.(?:tar|tar\.gz|tgz)$/i, ''), LONGEST_ROOT);
  const target = createWriteStream(temporary, { flags: 'wx', mode: 0o600 });
  const parts = Readable.from(tarParts(root, files), { objectMode: false });
  try {
    await (isPacked ? pipeline(parts, createGzip(), target) : pipeline(parts, target));
    await claimFile(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function* tarParts(root: string, files: AsyncIterable<SnapshotFile>): AsyncGenerator<Uint8Array> {
  const time = Date.now() / 1000;
  for await (const { path, bytes } of files) {
    yield tarHeader(`${root}/${path}`, bytes.length, time);
    if (bytes.length > 0) yield bytes;
    const padding = tarPadding(bytes.length);
    if (padding.length > 0) yield padding;
  }
  yield TAR_END;
}

async function claimFile(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path);
    await unlink(temporary);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') throw error;
    // A file system without hard links: a file that was made here is replaced.
    await (await open(path, 'wx')).close();
    await rename(temporary, path);
  }
}
