/**
 * Processes among the files of an archive: a folder that has a map file is one, whatever stands above it (`proc/12/smaps` of
 * sosreport, `12/smaps` of smemcap, a folder that somebody copied).
 */
import { byteString, bytesOf } from '../byte-string.ts';
import { displayName } from '../local/display-name.ts';
import { errorCode } from '../local/files.ts';
import { statusField } from '../local/status.ts';
import { printableBytes } from '../printable-bytes.ts';
import { PID_LIMIT } from '../process.ts';
import type { Archive, ArchiveFile } from './archive.ts';

/** Files of /proc/PID that hold a map, the one that says most first. */
export const MAP_FILES = ['smaps', 'maps', 'numa_maps', 'smaps_rollup'] as const;

export type MapFileName = (typeof MAP_FILES)[number];

/** Files that tell whose map it is. */
const NAME_FILES = ['comm', 'cmdline', 'status', 'stat'] as const;

type NameFile = (typeof NAME_FILES)[number];

/** What other dumps are called: these are read as they are, a map or several each. */
const OTHER_DUMPS: readonly RegExp[] = [
  /\.(?:maps|smaps|smaps_rollup|procmaps|dmp|mdmp|core)(?:\.gz|\.zst)?$/i,
  /(?:^|\/)(?:s?maps-[^/]*|[^/]*-s?maps|smaps|ProcMaps)\.txt$/,
  /(?:^|\/)(?:hs_err_pid[^/]*\.log|tombstone_\d+|[^/]*\.crash)$/,
  // The kernel's name, and that of systemd-coredump: program, user, boot, PID and time.
  /(?:^|\/)core(?:\.\d+|\.[^/]+\.\d+\.[0-9a-f]{32}\.\d+\.\d+(?:\.gz|\.zst|\.lz4|\.xz)?)?$/,
];

/** A folder of one thread of a process: it shows the map of the process again. */
const THREAD = /(?:^|\/)task\/\d+\/[^/]+$/;

/** One process, or one other dump, of an archive. */
export interface DumpEntry {
  /** The file inside of the archive that the map is read from. */
  readonly path: string;
  /** Whose map it is: `PID 12 sshd`; the path where nothing tells. Safe to print. */
  readonly title: string;
  readonly pid: number | undefined;
}

/** A process with its files. */
export interface ProcessEntry extends DumpEntry {
  readonly files: ReadonlyMap<MapFileName, ArchiveFile>;
}

const MAP_FILE_SET: ReadonlySet<string> = new Set(MAP_FILES);
const NAME_FILE_SET: ReadonlySet<string> = new Set(NAME_FILES);

/** True for a file that may hold a map, or that tells whose map another one is. */
export function isWanted(path: string): boolean {
  return (isProcessFile(path) || OTHER_DUMPS.some((form) => form.test(path))) && !THREAD.test(path);
}

/** True for a file of /proc/PID that holds a map, or tells whose it is. */
export function isProcessFile(path: string): boolean {
  const name = baseName(path);
  return MAP_FILE_SET.has(name) || NAME_FILE_SET.has(name);
}

/** True for the names in the folder of a process. */
export function isProcess(names: readonly string[]): boolean {
  return names.some((name) => MAP_FILE_SET.has(name));
}

/**
 * The processes by their PIDs, then the other dumps. Of each process a few small files are read for its name.
 * @throws what reading the archive throws
 */
export function entriesOf(archive: Archive): readonly (ProcessEntry | DumpEntry)[] {
  const folders = new Map<string, Map<string, ArchiveFile>>();
  const others: DumpEntry[] = [];
  for (const file of archive.files) {
    const name = baseName(file.path);
    if (!MAP_FILE_SET.has(name) && !NAME_FILE_SET.has(name)) {
      others.push({ path: file.path, title: printablePath(file.path), pid: undefined });
      continue;
    }
    const folder = file.path.slice(0, file.path.length - name.length);
    const files = folders.get(folder) ?? new Map<string, ArchiveFile>();
    folders.set(folder, files.set(name, file));
  }
  const processes = [...folders].flatMap(([folder, files]) => processEntry(archive, folder, files) ?? []);
  processes.sort((a, b) => (a.pid ?? Infinity) - (b.pid ?? Infinity) || (a.path < b.path ? -1 : 1));
  return [...processes, ...others.sort((a, b) => (a.path < b.path ? -1 : 1))];
}

/** undefined when no file holds anything: kernel threads have map files that are empty. */
function processEntry(
  archive: Archive,
  folder: string,
  all: ReadonlyMap<string, ArchiveFile>,
): ProcessEntry | undefined {
  const files = new Map<MapFileName, ArchiveFile>();
  for (const name of MAP_FILES) {
    const file = all.get(name);
    if (file && file.size !== 0) files.set(name, file);
  }
  const [best] = files.values();
  if (!best) return undefined;
  const read = (name: NameFile): Uint8Array => smallFile(archive, all.get(name));
  const status = byteString(read('status'));
  const stat = STAT.exec(byteString(read('stat')));
  const digits = stat?.[1] ?? statusField(status, 'Pid') ?? '';
  const pid = /^\d{1,10}$/.test(digits) ? Number(digits) : pidOfFolder(folder);
  const comm = byteString(read('comm')).replace(/\n$/, '') || statusField(status, 'Name') || (stat?.[2] ?? '');
  const { name, command } = displayName(bytesOf(comm), read('cmdline'));
  const called = name === '' ? command : name;
  const title = pid === undefined ? called : `PID ${pid} ${called}`.trimEnd();
  return { path: best.path, title: title === '' ? printablePath(best.path) : title, pid, files };
}

/** The PID that a folder is named by, with a slash at its end; undefined where its name is none. */
export function pidOfFolder(folder: string): number | undefined {
  const pid = Number(/(?:^|\/)([1-9]\d{0,9})\/$/.exec(folder)?.[1]);
  return pid < PID_LIMIT ? pid : undefined;
}

/** The PID, and the name in parentheses, which may hold some of its own (proc_pid_stat(5)). */
const STAT = /^(\d+) \((.*)\) \S /s;
/** What is larger is no file of /proc that tells a name. */
const LARGEST_NAME_FILE = 1 << 16;

/** Empty when the file is not there, or cannot be read: the map says itself why it cannot. */
function smallFile(archive: Archive, file: ArchiveFile | undefined): Uint8Array {
  if (!file || (file.size ?? 0) > LARGEST_NAME_FILE) return new Uint8Array(0);
  try {
    const source = archive.open(file, () => undefined);
    try {
      return source.read(0, LARGEST_NAME_FILE);
    } finally {
      source.close();
    }
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return new Uint8Array(0);
  }
}

function printablePath(path: string): string {
  return printableBytes(new TextEncoder().encode(path));
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
