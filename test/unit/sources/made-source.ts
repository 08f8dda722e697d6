/** A machine far away whose files are made up, also such that change from one reading to the next. */
import assert from 'node:assert/strict';
import type { ProcessInfo, ProcessList, ReadFailure } from '../../../src/sources/process.ts';
import { isProcPath, type FileRead, type Procfs } from '../../../src/sources/procfs.ts';
import type { Source } from '../../../src/sources/source.ts';
import { type Made, mapsLine, statLine } from './proc-root.ts';

export const MAPS = mapsLine(0x400000, '/bin/x') + mapsLine(0x500000);
export const TORN = mapsLine(0x500000) + mapsLine(0x400000);
const COUNTERS = 'Size:                  4 kB\nRss:                   4 kB\n';
export const SMAPS = mapsLine(0x400000, '/bin/x') + COUNTERS + mapsLine(0x500000) + COUNTERS;

type Content = string | Uint8Array | { readonly error: string };

/** What a file holds; of a list one after the other, each time it is read, the last again and again. */
export type Files = Readonly<Record<string, Content | readonly Content[]>>;

/** A machine far away with these files. */
export class MadeSource implements Source {
  readonly capabilities = { isLive: true, isHere: false };
  /** How many files each round trip read. */
  readonly trips: number[] = [];
  readonly procfs: Procfs;
  private readonly reads = new Map<string, number>();

  constructor(files: Files, names: Readonly<Record<string, readonly string[]>> = {}) {
    this.procfs = {
      read: async (paths) => {
        this.trips.push(paths.length);
        return paths.map((path) => this.answer(files[path], path));
      },
      names: async (path) => names[path] ?? { error: 'ENOENT' },
      heads: async (paths) => paths.map((path) => this.answer(files[path] ?? { error: 'EPERM' }, path)),
      isOwn: async () => undefined,
    };
  }

  private answer(file: Files[string] | undefined, path: string): FileRead {
    assert.ok(isProcPath(path), path);
    const times = this.reads.get(path) ?? 0;
    this.reads.set(path, times + 1);
    const content = Array.isArray(file)
      ? (file as readonly Content[])[Math.min(times, file.length - 1)]
      : (file as Content);
    if (content === undefined) return { error: 'ENOENT' };
    return typeof content === 'object' && 'error' in content ? content : { bytes: Buffer.from(content) };
  }

  list = async (): Promise<ProcessList> => ({ processes: [] });
  readMap = (): Promise<never> => Promise.reject(new Error('A map is read file by file.'));
  readText = this.readMap;
  explain = async (): Promise<ReadFailure> => ({
    ok: false,
    pid: 12,
    reason: 'denied',
    title: 'Belongs to another user',
    message: 'It belongs to root.',
    advice: '',
  });
  rest = async () => undefined;
  close = async () => undefined;
}

/** A process as lists have it. */
export function listed(pid: number): ProcessInfo {
  const untold = { ppid: undefined, uid: undefined, user: undefined, state: undefined, rss: undefined };
  return {
    pid,
    name: 'x',
    command: '',
    threads: 1,
    startTime: '100',
    kernelThread: false,
    access: 'allowed',
    ...untold,
  };
}

/** The files of process 12, and of its machine. */
export function processFiles(made: Made = {}): Files {
  return {
    '12/stat': statLine(12, made),
    '12/maps': MAPS,
    '12/smaps': SMAPS,
    '12/status': 'Name:\tx\nPid:\t12\n',
    '12/cmdline': 'x\0',
    '12/environ': 'PASSWORD=secret\0',
    'self/status': 'Name:\tcat\nUid:\t5\t1001\t5\t5\n',
    'sys/kernel/hostname': 'board\n',
    uptime: ['100.00 1.00\n', '100.10 1.00\n', '100.25 1.00\n', '100.30 1.00\n', '100.31 1.00\n'],
  };
}
