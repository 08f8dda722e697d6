/** An archive that is open, with the processes in it. */
import { statSync } from 'node:fs';
import type { Archive } from '../archive/archive.ts';
import { openArchive } from '../archive/open-archive.ts';
import { fileError } from '../local/file-error.ts';
import { errorCode } from '../local/files.ts';
import { printable } from '../../core/memory-map/printable.ts';
import { SourceFailure } from '../source.ts';
import { readRecord, type SavedRecord } from './record.ts';
import {
  MOST_BYTES,
  isSavedFile,
  isSavedProcess,
  readSaved,
  savedProcesses,
  type SavedProcess,
  type SavedProcesses,
} from './saved-processes.ts';

export interface Snapshot {
  readonly archive: Archive;
  readonly found: SavedProcesses;
  readonly byPid: ReadonlyMap<number, SavedProcess>;
  /** Folders that stand for /proc, with a slash at their ends. */
  readonly roots: readonly string[];
  /** What a file of the machine, or of a process, holds; undefined when it is not there. `path` is below /proc. */
  readonly read: (path: string, goesOn?: () => void) => Uint8Array | undefined;
  /** What was told of a process when the snapshot was made. */
  readonly recordOf: (process: SavedProcess) => SavedRecord | undefined;
}

/**
 * Opens a snapshot.
 * @throws SourceFailure when there is none at the path, and what `goesOn` throws
 */
export async function openSnapshot(path: string, goesOn: () => void): Promise<Snapshot> {
  const contents = { wanted: isSavedFile, isLeaf: isSavedProcess, mostBytes: MOST_BYTES };
  let archive: Archive | string;
  try {
    archive = await openArchive(path, contents, goesOn);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    const told = fileError(error);
    throw new SourceFailure(`${printable(path)}: ${told instanceof Error ? told.message : String(told)}`);
  }
  if (typeof archive === 'string') {
    throw new SourceFailure(
      `${printable(path)} cannot be read as saved files of /proc: ${archive}.`,
      'Choose a folder or a tar archive that holds folders such as 12/maps. A single map opens by itself, without a source.',
    );
  }
  return snapshotOf(archive, path.replace(/\/+$/, '').replace(/^.*\//, ''));
}

/** What tells that an archive is still the same; undefined when it cannot be told. */
export function stampOf(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stats && [stats.dev, stats.ino, stats.size, stats.mtimeNs].join();
}

function snapshotOf(archive: Archive, name: string): Snapshot {
  const found = savedProcesses(archive, name);
  const byPid = new Map(found.processes.map((process) => [process.pid, process]));
  const roots = [...new Set(['', ...found.processes.map(({ folder }) => rootOf(folder))])];
  const files = new Map(archive.files.map((file) => [file.path, file]));
  const records = new Map<string, ReadonlyMap<number, SavedRecord>>();
  return {
    archive,
    found,
    byPid,
    roots,
    read: (path, goesOn) => {
      const slash = path.indexOf('/');
      const process = slash < 0 ? undefined : byPid.get(pidNumber(path.slice(0, slash)));
      if (process) return readSaved(archive, process.files.get(path.slice(slash + 1)), goesOn);
      const root = roots.find((each) => files.has(each + path));
      return root === undefined ? undefined : readSaved(archive, files.get(root + path), goesOn);
    },
    recordOf: ({ folder, pid }) => {
      const root = rootOf(folder);
      let record = records.get(root);
      if (!record) {
        record = readRecord(readSaved(archive, files.get(`${root}procsnap.json`)));
        records.set(root, record);
      }
      return record.get(pid);
    },
  };
}

/** Where /proc is when a process is in this folder. */
function rootOf(folder: string): string {
  return folder.replace(/[^/]+\/$/, '');
}

function pidNumber(text: string): number {
  return /^[1-9]\d{0,9}$/.test(text) ? Number(text) : Number.NaN;
}
