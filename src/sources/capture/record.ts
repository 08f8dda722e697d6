/** `procsnap.json`, what a snapshot says of itself. */

/** The name of the file. */
export const RECORD_FILE = 'procsnap.json';

/** Raised when a reader of an older version would take something for what it is not. */
export const RECORD_VERSION = 1;

export interface CaptureRecord {
  readonly format: 'procsnap';
  readonly version: number;
  readonly tool: { readonly name: 'memory-maps'; readonly version: string };
  /** When reading began and ended, by the clock of the machine that saved it: ISO 8601 with its offset from UTC. */
  readonly started: string;
  readonly ended: string;
  /** Its time zone by name. */
  readonly timeZone: string;
  /** Where the processes are from, as the user knows it, and the host name of that machine. */
  readonly source: string;
  readonly host: string | null;
  /** The machine that the snapshot was made on. */
  readonly savedOn: string;
  readonly kernel: { readonly release: string | null; readonly version: string | null };
  /** Who read: the effective user ID on that machine. */
  readonly reader: { readonly uid: number | null };
  /** Files of the machine, by their paths below /proc. */
  readonly files: Readonly<Record<string, FileRecord>>;
  readonly processes: readonly ProcessRecord[];
  readonly leftOut: readonly { readonly file: string; readonly reason: string }[];
  readonly notes: readonly string[];
}

export interface ProcessRecord {
  readonly pid: number;
  readonly name: string;
  /** See ProcessInfo. */
  readonly startTime: string;
  /** By name. */
  readonly files: Readonly<Record<string, FileRecord>>;
  /** What has to be known to read them right, a sentence each. */
  readonly notes: readonly string[];
  /** Of the mapped ELF files; the reason where none were read. Absent where they were not asked for. */
  readonly buildIds?: readonly BuildIdRecord[] | { readonly unknown: string };
}

export interface FileRecord {
  /** In which order files were read, from 1. */
  readonly order?: number;
  /** When the round trip began that read it. */
  readonly readAt?: string;
  readonly bytes?: number;
  /** The path below /proc that it was read from, where that is another one. */
  readonly from?: string;
  /** How long the kernel took to print it, by the `uptime` of that machine, which goes in steps of 10 ms. */
  readonly tookMs?: number;
  /** It changed while it was read: regions overlap, are missing or out of order. */
  readonly torn?: true;
  /** The code of the system call that failed, or `not-asked`. */
  readonly missing?: string;
  readonly reason?: string;
}

/** A mapped ELF file. */
export type BuildIdRecord =
  | { readonly path: string; readonly buildId: string }
  | { readonly path: string; readonly unknown: string };

/** A time in ISO 8601 with the offset of this machine's time zone, such as `2026-02-03T04:05:06.789+01:00`. */
export function isoTime(time: Date): string {
  const offset = -time.getTimezoneOffset();
  const digits = (value: number): string => String(Math.floor(Math.abs(value))).padStart(2, '0');
  const zone = `${offset < 0 ? '-' : '+'}${digits(offset / 60)}:${digits(offset % 60)}`;
  return new Date(time.getTime() + offset * 60_000).toISOString().replace('Z', zone);
}
