/**
 * Processes among saved files: a folder with files of /proc/PID is one, whatever stands above it. Its PID is what its `status` and
 * `stat` say, or the folder's name.
 */
import { byteString } from '../byte-string.ts';
import type { Archive, ArchiveFile } from '../archive/archive.ts';
import { errorCode } from '../local/files.ts';
import { tooLarge } from '../archive/read-parts.ts';
import { pidOfFolder } from '../archive/snapshots.ts';
import { statusField } from '../local/status.ts';

/** A process of a snapshot. */
export interface SavedProcess {
  readonly pid: number;
  /** Its folder in the archive, with a slash at its end; empty for the archive itself. */
  readonly folder: string;
  /** By their paths below the folder. */
  readonly files: ReadonlyMap<string, ArchiveFile>;
}

/** What an archive holds. */
export interface SavedProcesses {
  /** One for each PID, by PID. */
  readonly processes: readonly SavedProcess[];
  /** Folders of processes that nothing tells the PID of. */
  readonly withoutPid: readonly string[];
  /** Folders of processes whose PID another one has that was found first. */
  readonly repeated: readonly string[];
}

/** Files of /proc/PID that tell of a process by themselves, in a folder of any name. */
const MAPS: ReadonlySet<string> = new Set(['maps', 'smaps', 'smaps_rollup', 'numa_maps']);
/** Files beside them that a folder of another name is still known by. */
const BESIDE: ReadonlySet<string> = new Set([
  'stat',
  'status',
  'statm',
  'cmdline',
  'comm',
  'limits',
  'auxv',
  'cgroup',
  'mountinfo',
]);
/** Files of /proc that tell of the machine. */
const OF_MACHINE = /(?:^|\/)(?:uptime|meminfo|version|loadavg|swaps|devices|procsnap\.json|sys\/(?:kernel|vm)\/\w+)$/;
/** Without the links to the program and to folders. */
const IN_PID_FOLDER = /(?:^|\/)\d{1,10}\/(?!(?:exe|cwd|root)$)\w+$/;
const OF_THREAD = /(?:^|\/)task\/\d+\/[^/]+$/;

/** True for a file that tells of a process, or of the machine that it ran on. */
export function isSavedFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const isOne = MAPS.has(name) || BESIDE.has(name) || IN_PID_FOLDER.test(path) || OF_MACHINE.test(path);
  return isOne && !OF_THREAD.test(path);
}

/** True for the names in the folder of a process, whose folders hold its threads. */
export function isSavedProcess(names: readonly string[]): boolean {
  return names.some((name) => MAPS.has(name)) || (names.includes('stat') && names.includes('status'));
}

/**
 * The processes of an archive.
 * @param name what the archive itself is called: a folder `12` with files of /proc/12 in it is that process
 * @throws what reading the archive throws
 */
export function savedProcesses(archive: Archive, name: string): SavedProcesses {
  const folders = new Map<string, Map<string, ArchiveFile>>();
  for (const file of archive.files) {
    const at = file.path.lastIndexOf('/') + 1;
    const folder = file.path.slice(0, at);
    const files = folders.get(folder) ?? new Map<string, ArchiveFile>();
    folders.set(folder, files.set(file.path.slice(at), file));
  }
  const processes = new Map<number, SavedProcess>();
  const withoutPid: string[] = [];
  const repeated: string[] = [];
  for (const [folder, files] of [...folders].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const pid = pidOf(archive, folder === '' ? `${name}/` : folder, files);
    if (pid === undefined) continue;
    if (pid === 'unknown') withoutPid.push(folder);
    else if (processes.has(pid)) repeated.push(folder);
    else processes.set(pid, { pid, folder, files });
  }
  return { processes: [...processes.values()].toSorted((a, b) => a.pid - b.pid), withoutPid, repeated };
}

/** undefined for a folder that is no process. */
function pidOf(
  archive: Archive,
  folder: string,
  files: ReadonlyMap<string, ArchiveFile>,
): number | 'unknown' | undefined {
  const hasMap = [...MAPS].some((name) => files.has(name));
  const named = pidOfFolder(folder);
  if (!hasMap && named === undefined) return undefined;
  const told = toldPid(archive, files);
  // Folders with numbers for names are many, dates among them: its own files know better, and without a map they must say the same.
  if (hasMap) return told ?? named ?? 'unknown';
  return told === named ? told : undefined;
}

function toldPid(archive: Archive, files: ReadonlyMap<string, ArchiveFile>): number | undefined {
  const text = (name: string): string => byteString(readSaved(archive, files.get(name)) ?? new Uint8Array(0));
  const pid = /^(\d{1,10}) \(/.exec(text('stat'))?.[1] ?? statusField(text('status'), 'Pid') ?? '';
  return /^[1-9]\d{0,9}$/.test(pid) ? Number(pid) : undefined;
}

/** So many bytes are read of a map. More would not fit into the memory of a usual machine, with all that is made of it. */
export const MOST_BYTES = 1 << 30;
/** Of other files, which are read whole for each process that is listed. */
const MOST_OTHER_BYTES = 1 << 24;

/** What a file holds; undefined when it is not there, or cannot be read. */
export function readSaved(
  archive: Archive,
  file: ArchiveFile | undefined,
  goesOn?: () => void,
): Uint8Array | undefined {
  const read = file && tryToRead(archive, file, goesOn);
  return typeof read === 'string' ? undefined : read;
}

/** What a file holds, or why it is not read, a part of a sentence. */
export function tryToRead(archive: Archive, file: ArchiveFile, goesOn = (): void => undefined): Uint8Array | string {
  const most = MAPS.has(file.path.slice(file.path.lastIndexOf('/') + 1)) ? MOST_BYTES : MOST_OTHER_BYTES;
  try {
    const source = archive.open(file, goesOn);
    try {
      return source.size > most ? tooLarge(source.size, most) : source.read(0, source.size);
    } finally {
      source.close();
    }
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    return `reading it failed with ${code}`;
  }
}
