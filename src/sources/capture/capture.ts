/** Saves processes of any source as a snapshot that opens again as if they were still there. */
import { hostname } from 'node:os';
import { dirname } from 'node:path/posix';
import { printable } from '../../core/memory-map/printable.ts';
import { printableBytes } from '../printable-bytes.ts';
import { statusField } from '../local/status.ts';
import type { ReadFailure } from '../process.ts';
import type { Source, Waiting } from '../source.ts';
import { readBuildIds, readFarBuildIds } from './build-ids.ts';
import { LEFT_OUT } from './captured-files.ts';
import { snapshotName, type SnapshotForm } from './names.ts';
import { readFew, readProcess, type ReadProcess, type Wanted } from './read-process.ts';
import {
  isoTime,
  RECORD_FILE,
  RECORD_VERSION,
  type CaptureRecord,
  type FileRecord,
  type ProcessRecord,
} from './record.ts';
import { Trips } from './trips.ts';
import { failIfThere, freePath, writeSnapshot, type SnapshotFile } from './write-snapshot.ts';

export { WriteFailure } from './write-snapshot.ts';

/** What is saved, and where. */
export interface CaptureRequest {
  /** Some processes with all that is told of them, or a few files of every process. */
  readonly what: readonly Wanted[] | 'everything';
  /** False leaves out what makes a process wait while it is read: smaps, smaps_rollup and numa_maps. */
  readonly smaps: boolean;
  /** Where the snapshot goes: its own path, or a folder that it gets a name of its own in. */
  readonly to: { readonly path: string } | { readonly folder: string };
  readonly form: SnapshotForm;
  /** The source as the user knows it. */
  readonly label: string;
  /** Of Memory Maps. */
  readonly version: string;
}

/** What was saved. */
export interface Captured {
  readonly ok: true;
  /** Of the snapshot. */
  readonly path: string;
  readonly processes: readonly { readonly pid: number; readonly name: string }[];
  /** Processes that were asked for and are not in it. */
  readonly failures: readonly ReadFailure[];
  /** False when something of it was refused or torn, or is missing because a process ended. */
  readonly isWhole: boolean;
  /** What has to be known of it, a sentence each, safe to print. */
  readonly notes: readonly string[];
}

/** Processes of which a few files are read in one round trip. */
const AT_ONCE = 64;

/**
 * Reads processes and writes them as a snapshot, all of it or nothing.
 * @param onProgress told how many processes are read, of how many
 * @returns why nothing was saved instead, when there is nothing to save
 * @throws Cancelled, SourceFailure, and WriteFailure
 */
export async function capture(
  source: Source,
  request: CaptureRequest,
  waiting: Waiting,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<Captured | ReadFailure> {
  const { to, form } = request;
  if (!source.capabilities.isLive) return alreadySaved(request.label);
  if ('path' in to) await failIfThere(to.path);
  const run = new Run(source, request, waiting, onProgress);
  const files = run.files();
  // The name of the snapshot tells whose it is: something must be read first.
  const first = await files.next();
  if (first.done) return run.nothing();
  const path = 'path' in to ? to.path : await freePath(to.folder, (again) => run.name(again));
  await writeSnapshot(path, form, continued(first.value, files));
  return run.captured(path);
}

function alreadySaved(label: string): ReadFailure {
  const message = `${printable(label)} is a snapshot already: copy it instead.`;
  return { ok: false, pid: 0, reason: 'unsupported', title: 'It is a snapshot already', message, advice: '' };
}

async function* continued(first: SnapshotFile, rest: AsyncGenerator<SnapshotFile>): AsyncGenerator<SnapshotFile> {
  yield first;
  yield* rest;
}

class Run {
  private readonly source: Source;
  private readonly request: CaptureRequest;
  private readonly waiting: Waiting;
  private readonly onProgress: (done: number, total: number) => void;
  private readonly trips: Trips;
  private readonly started = new Date();
  private readonly processes: ProcessRecord[] = [];
  private readonly failures: ReadFailure[] = [];
  private isWhole = true;
  /** Why processes are missing that nobody could ask for by their names. */
  private hidden: string | undefined;

  constructor(
    source: Source,
    request: CaptureRequest,
    waiting: Waiting,
    onProgress: (done: number, total: number) => void,
  ) {
    this.source = source;
    this.request = request;
    this.waiting = waiting;
    this.onProgress = onProgress;
    this.trips = new Trips(source.procfs, waiting);
  }

  /** The files of the snapshot as they are read; none when no process can be. */
  async *files(): AsyncGenerator<SnapshotFile, undefined> {
    const { what } = this.request;
    let machineIsWritten = false;
    for await (const process of what === 'everything' ? this.readAll() : this.readSome(what)) {
      this.processes.push(process.record);
      this.isWhole &&= process.isWhole && !Object.values(process.record.files).some(isRefused);
      for (const [name, bytes] of process.files) yield { path: `${process.record.pid}/${name}`, bytes };
      if (machineIsWritten) continue;
      machineIsWritten = true;
      for (const { path, bytes } of this.trips.machine) if (bytes) yield { path, bytes };
    }
    if (this.processes.length === 0) return undefined;
    yield { path: RECORD_FILE, bytes: new TextEncoder().encode(`${JSON.stringify(this.record(), null, 2)}\n`) };
    return undefined;
  }

  /** What the snapshot is called when nobody says so. @param again how often the name was taken already */
  name(again: number): string {
    const { what, form } = this.request;
    const [first] = this.processes;
    const named = (name: string, pid: number | string): string => snapshotName(name, pid, this.started, form, again);
    if (what === 'everything') return named(this.text('sys/kernel/hostname') ?? 'host', 'all');
    return named(first?.name ?? '', what.length > 1 ? `${what.length}-processes` : (first?.pid ?? 0));
  }

  captured(path: string): Captured {
    const { processes, failures } = this;
    const several = processes.length > 1;
    const notes = processes.flatMap((process) =>
      notesOf(process, this.request.what === 'everything').map((note) =>
        several ? `${process.name} (${process.pid}): ${note}` : note,
      ),
    );
    if (this.hidden !== undefined) notes.push(this.hidden);
    const refused = processes.filter(({ files }) => isRefused(files['maps'])).length;
    if (refused > 0 && this.request.what === 'everything')
      notes.push(`The maps of ${refused} of ${processes.length} processes may not be read, and are missing.`);
    const isWhole = this.isWhole && failures.length === 0 && this.hidden === undefined;
    return { ok: true, path, processes: processes.map(({ pid, name }) => ({ pid, name })), failures, isWhole, notes };
  }

  /** Why nothing was saved. */
  nothing(): ReadFailure {
    const [failure] = this.failures;
    const message = this.hidden ?? 'There is no process to save.';
    return failure ?? { ok: false, pid: 0, reason: 'gone', title: message, message, advice: '' };
  }

  private async *readSome(what: readonly Wanted[]): AsyncGenerator<ReadProcess> {
    const { source, waiting, trips, request } = this;
    for (const [i, wanted] of what.entries()) {
      this.onProgress(i, what.length);
      const read = await readProcess(trips, wanted, request.smaps ? 'all' : 'without-smaps', (file) =>
        source.explain(file, waiting),
      );
      if (read.ok) yield { ...read, record: { ...read.record, buildIds: await this.buildIds(read) } };
      else this.failures.push(read);
    }
    this.onProgress(what.length, what.length);
  }

  private async *readAll(): AsyncGenerator<ReadProcess> {
    const { processes, hidden, unavailable } = await this.source.list({}, this.waiting);
    this.hidden = unavailable ?? hidden;
    for (let at = 0; at < processes.length; at += AT_ONCE) {
      this.onProgress(at, processes.length);
      yield* await readFew(this.trips, processes.slice(at, at + AT_ONCE));
    }
    this.onProgress(processes.length, processes.length);
  }

  private async buildIds({ record, map }: ReadProcess): Promise<NonNullable<ProcessRecord['buildIds']>> {
    if (!map) return [];
    const folder = dirname(record.files['maps']?.from ?? `${record.pid}/maps`);
    return this.source.capabilities.isHere
      ? readBuildIds(`/proc/${folder}`, map, () => this.trips.goesOn())
      : readFarBuildIds(this.trips, folder, map);
  }

  private record(): CaptureRecord {
    const { trips, request, started } = this;
    const uid = statusField(printableLines(trips.readerStatus), 'Uid')?.split(/\s+/)[1];
    return {
      format: 'procsnap',
      version: RECORD_VERSION,
      tool: { name: 'memory-maps', version: request.version },
      started: isoTime(started),
      ended: isoTime(new Date()),
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      source: request.label,
      host: this.text('sys/kernel/hostname') ?? null,
      savedOn: hostname(),
      kernel: {
        release: this.text('sys/kernel/osrelease') ?? null,
        version: this.text('sys/kernel/version') ?? null,
      },
      reader: { uid: uid !== undefined && /^\d+$/.test(uid) ? Number(uid) : null },
      files: Object.fromEntries(trips.machine.map(({ path, record }) => [path, record])),
      processes: this.processes,
      leftOut: LEFT_OUT,
      notes: [
        'Files were read one after the other while the processes went on: they are not of one moment.',
        ...this.failures.map(({ message }) => message),
        ...(this.hidden === undefined ? [] : [this.hidden]),
      ],
    };
  }

  /** A file of the machine that is one line. */
  private text(path: string): string | undefined {
    const bytes = this.trips.machine.find((each) => each.path === path)?.bytes;
    return bytes && printableBytes(bytes.at(-1) === 0x0a ? bytes.subarray(0, -1) : bytes);
  }
}

/** What a user should know of a process that was saved. */
function notesOf({ files, notes, buildIds }: ProcessRecord, ofMany: boolean): readonly string[] {
  const missing = Object.entries(files).filter(([name, file]) => isRefused(file) && !(ofMany && name === 'maps'));
  const { smaps } = files;
  return [
    ...notes,
    ...(smaps?.torn ? ['smaps changed while it was read: regions can overlap, be missing or out of order.'] : []),
    ...missing.map(([name, { reason = '' }]) => `${name} is missing: ${reason}.`),
    ...(smaps?.missing === 'ENOENT' && smaps.from === undefined
      ? ['smaps is missing, so there are no counters: the kernel was built without CONFIG_PROC_PAGE_MONITOR.']
      : []),
    ...(buildIds && 'unknown' in buildIds ? [`Build IDs are missing: ${buildIds.unknown}.`] : []),
  ];
}

/** What the kernel does not have is no failure, and neither is what nobody asked for. */
function isRefused(file: FileRecord | undefined): boolean {
  return file?.missing !== undefined && !['ENOENT', 'ESRCH', 'not-asked'].includes(file.missing);
}

function printableLines(bytes: Uint8Array | undefined): string {
  return new TextDecoder('latin1').decode(bytes);
}
