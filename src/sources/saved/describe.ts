/** What saved files tell of a process. What was not saved is unknown. */
import { byteString } from '../byte-string.ts';
import { displayName } from '../local/display-name.ts';
import { parseStat, type ProcessStat } from '../local/stat.ts';
import { parseStatus, statusField } from '../local/status.ts';
import type { Access, ProcessInfo } from '../process.ts';
import { printableBytes } from '../printable-bytes.ts';
import type { SavedRecord } from './record.ts';

/** The saved files of a process, by name. */
export interface SavedFiles {
  /** What a file holds; undefined when it was not saved. */
  read(name: string): Uint8Array | undefined;
  /** Why a file that was saved cannot be read, a part of a sentence; undefined when it can, and when it was not saved. */
  whyUnread(name: string): string | undefined;
  /** True for a file that was saved and is not known to be empty. */
  isFilled(name: string): boolean;
}

const NOTHING = new Uint8Array(0);

/** A process as lists show it. */
export function describeSaved(pid: number, files: SavedFiles, record: SavedRecord | undefined): ProcessInfo {
  const stat = statOf(files);
  const statusBytes = files.read('status');
  const status = byteString(statusBytes ?? NOTHING);
  const parsed = parseStatus(statusBytes ?? NOTHING, statusBytes?.length ?? 0);
  const isKernel = (stat?.kernelThread ?? false) || parsed.kernelThread;
  const { uid } = parsed;
  const state = stat ? String.fromCharCode(stat.state) : statusField(status, 'State')?.[0];
  const rss = parsed.rss ?? (statusBytes ? undefined : rollupRss(files));
  return {
    pid,
    ppid: stat?.ppid ?? numberOf(statusField(status, 'PPid')),
    ...savedName(files),
    uid,
    // The names of users are those of the other machine.
    user: uid === undefined ? undefined : String(uid),
    state,
    rss,
    threads: stat?.threads ?? numberOf(statusField(status, 'Threads')),
    startTime: stat && String(stat.startTime),
    kernelThread: isKernel,
    access: accessOf(isKernel || state === 'Z' || state === 'X', files, stat, record),
  };
}

/**
 * What a process is called, and its command line, both safe to print. Where its name was not saved it is that of the program in its
 * map, and `unknown` where there is none.
 */
export function savedName(files: SavedFiles): { readonly name: string; readonly command: string } {
  const { name, command } = displayName(commOf(files), files.read('cmdline') ?? NOTHING);
  if (name !== '') return { name, command };
  return { name: command || programOf(files) || 'unknown', command };
}

/** `stat` taken apart; undefined when it was not saved whole. */
export function statOf(files: SavedFiles): ProcessStat | undefined {
  const bytes = files.read('stat');
  return bytes && parseStat(bytes, bytes.length);
}

function commOf(files: SavedFiles): Uint8Array {
  const comm = files.read('comm');
  if (comm && comm.length > 0) return comm.at(-1) === 0x0a ? comm.subarray(0, -1) : comm;
  const bytes = files.read('stat');
  const stat = bytes && parseStat(bytes, bytes.length);
  if (stat) return bytes.subarray(stat.comm, stat.commEnd);
  const name = statusField(byteString(files.read('status') ?? NOTHING), 'Name') ?? '';
  return Uint8Array.from(name, (character) => character.charCodeAt(0));
}

/** How much of a map is looked at for the program's name: its first regions are the program's own. */
const HEAD = 4096;
const PROGRAM =
  /^[0-9a-f]+-[0-9a-f]+ r\S+ [0-9a-f]+ [0-9a-f]+:[0-9a-f]+ [1-9]\d* +\/(?:[^\n]*\/)?([^/\n]+?)(?: \(deleted\))?\r?$/m;

function programOf(files: SavedFiles): string {
  const map = files.read('maps') ?? files.read('smaps') ?? NOTHING;
  const name = PROGRAM.exec(byteString(map, 0, Math.min(HEAD, map.length)))?.[1] ?? '';
  return printableBytes(Uint8Array.from(name, (character) => character.charCodeAt(0)));
}

/** `Rss` of smaps_rollup, in kB. */
function rollupRss(files: SavedFiles): number | undefined {
  return numberOf(statusField(byteString(files.read('smaps_rollup') ?? NOTHING), 'Rss')?.replace(/ kB$/, ''));
}

function accessOf(
  hasNoMemory: boolean,
  files: SavedFiles,
  stat: ProcessStat | undefined,
  record: SavedRecord | undefined,
): Access {
  if (files.isFilled('maps') || files.isFilled('smaps')) return 'allowed';
  if (hasNoMemory) return 'no-memory';
  const refused = ['EACCES', 'EPERM'].includes(record?.missing.get('maps')?.code ?? '');
  return refused || stat?.access === 'denied' ? 'denied' : 'allowed';
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
