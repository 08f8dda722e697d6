/** Processes that somebody saved: files of /proc in a folder or a tar archive, as if the machine were still there. */
import { parseMemoryMap } from '../../core/dialects/parse.ts';
import { printable } from '../../core/memory-map/printable.ts';
import { withCutEnd } from '../archive/cut-end.ts';
import { emptied } from '../archive/emptied.ts';
import { Cancelled } from '../cancelled.ts';
import { failure } from '../local/failures.ts';
import {
  type ListOptions,
  type LiveMap,
  type LiveText,
  type MapFile,
  type ProcessFile,
  type ProcessIdentity,
  type ProcessList,
  type ReadFailure,
} from '../process.ts';
import type { Capabilities, Source, Waiting } from '../source.ts';
import { addressLines } from './address-lines.ts';
import { describeSaved, savedName, statOf, type SavedFiles } from './describe.ts';
import { emptyFile, noFile, noProcess, otherProcess, unreadableFile } from './failures.ts';
import { SavedProcfs } from './saved-procfs.ts';
import { readSaved, tryToRead, type SavedProcess } from './saved-processes.ts';
import { openSnapshot, stampOf, type Snapshot } from './snapshot.ts';

/** A map file that was found. */
interface Found {
  readonly ok: true;
  readonly bytes: Uint8Array;
  readonly process: ProcessIdentity;
  /** See LiveMap. */
  readonly torn: boolean;
  readonly assumptions: readonly string[];
}

export class SavedSource implements Source {
  readonly capabilities: Capabilities = { isLive: false, isHere: false };
  readonly procfs = new SavedProcfs((goesOn) => this.snapshot(goesOn));
  private readonly path: string;
  private held: { readonly snapshot: Promise<Snapshot>; readonly stamp: string | undefined } | undefined;

  /** @param path of a folder or an archive of this machine */
  constructor(path: string) {
    this.path = path;
  }

  async list({ renew = false }: ListOptions, { isCancelled }: Waiting): Promise<ProcessList> {
    const goesOn = goesOnUnless(isCancelled);
    const snapshot = await this.snapshot(goesOn, renew);
    const { found, recordOf } = snapshot;
    const processes = found.processes.map((process) => {
      goesOn();
      return describeSaved(process.pid, filesOf(snapshot, process), recordOf(process));
    });
    const hidden = hiddenOf(snapshot);
    if (processes.length > 0) return hidden === undefined ? { processes } : { processes, hidden };
    const reason = `${printable(this.path)} holds no files of /proc/PID that tell a PID, such as 12/maps.`;
    return { processes, unavailable: hidden === undefined ? reason : `${reason} ${hidden}` };
  }

  async readMap(file: ProcessFile, { isCancelled }: Waiting): Promise<LiveMap | ReadFailure> {
    const found = await this.find(file, isCancelled);
    if (!found.ok) return found;
    const { bytes, process, assumptions } = found;
    const map = withCutEnd(parseMemoryMap(bytes, { pid: file.pid }), bytes);
    return {
      ok: true,
      map: { ...map, assumptions: [...map.assumptions, ...assumptions] },
      kindsMs: 0,
      process,
      torn: found.torn || !map.regions.sorted,
    };
  }

  async readText(file: ProcessFile, { isCancelled }: Waiting): Promise<LiveText | ReadFailure> {
    const found = await this.find(file, isCancelled);
    if (!found.ok) return found;
    const { bytes, process, torn } = found;
    return { ok: true, bytes: bytes.slice(), process, torn };
  }

  async explain(file: ProcessFile, { isCancelled }: Waiting): Promise<ReadFailure | undefined> {
    const found = await this.find(file, isCancelled);
    return found.ok ? undefined : found;
  }

  /** Closes the archive. */
  async rest(): Promise<void> {
    const { held } = this;
    this.held = undefined;
    if (held) await closeQuietly(held.snapshot);
  }

  close(): Promise<void> {
    return this.rest();
  }

  private async find({ pid, file, startTime }: ProcessFile, isCancelled: () => boolean): Promise<Found | ReadFailure> {
    const goesOn = goesOnUnless(isCancelled);
    const snapshot = await this.snapshot(goesOn);
    const process = snapshot.byPid.get(pid);
    if (!process) return noProcess(pid);
    const files = filesOf(snapshot, process, goesOn);
    const stat = statOf(files);
    const savedStart = stat && String(stat.startTime);
    if (startTime !== undefined && savedStart !== startTime) return otherProcess(pid);
    const record = snapshot.recordOf(process);
    const { bytes, assumptions } = bytesOfFile(file, files);
    if (!bytes || bytes.length === 0) {
      const { kernelThread, state = '' } = describeSaved(pid, files, record);
      if (kernelThread) return failure('kernel-thread', { pid, file });
      if (['Z', 'X'].includes(state)) return failure('zombie', { pid, file });
      if (bytes) return emptyFile(pid, file);
      const why = files.whyUnread(file);
      if (why !== undefined) return unreadableFile(pid, file, why);
      return noFile(pid, file, (name) => files.isFilled(name) || (name === 'maps' && files.isFilled('smaps')), record);
    }
    const { name } = savedName(files);
    const torn = record?.torn.has(file) ?? false;
    return { ok: true, bytes, process: { pid, startTime: savedStart, name }, torn, assumptions };
  }

  /** The archive, opened when it is not or has changed. */
  private async snapshot(goesOn: () => void, renew = false): Promise<Snapshot> {
    const stamp = stampOf(this.path);
    if (this.held && (renew || this.held.stamp !== stamp)) await this.rest();
    for (;;) {
      const held = (this.held ??= { snapshot: openSnapshot(this.path, goesOn), stamp });
      try {
        return await held.snapshot;
      } catch (error) {
        if (this.held === held) this.held = undefined;
        if (!(error instanceof Cancelled)) throw error;
        // Perhaps only the one who asked first has lost interest.
        goesOn();
      }
    }
  }
}

/** The bytes of a map file; undefined when nothing tells them. */
function bytesOfFile(
  file: MapFile,
  files: SavedFiles,
): { readonly bytes: Uint8Array | undefined; readonly assumptions: readonly string[] } {
  const bytes = files.read(file);
  if (file !== 'maps' || (bytes && bytes.length > 0)) return { bytes, assumptions: [] };
  const smaps = files.read('smaps');
  if (!smaps || smaps.length === 0) return { bytes, assumptions: [] };
  const why = files.whyUnread(file);
  const lack = why === undefined ? 'The snapshot does not have maps' : `maps of the snapshot is not read, as ${why}`;
  return { bytes: addressLines(smaps), assumptions: [`${lack}: these are the regions of its smaps.`] };
}

function filesOf({ archive }: Snapshot, { files }: SavedProcess, goesOn?: () => void): SavedFiles {
  return {
    read: (name) => readSaved(archive, files.get(name), goesOn),
    whyUnread: (name) => {
      const file = files.get(name);
      const read = file && tryToRead(archive, file, goesOn);
      return typeof read === 'string' ? read : undefined;
    },
    isFilled: (name) => files.has(name) && files.get(name)?.size !== 0,
  };
}

/** What is in the archive and cannot be shown. */
function hiddenOf({ found: { withoutPid, repeated }, archive }: Snapshot): string | undefined {
  const lost = emptied(archive.files);
  const problems = [...archive.problems.slice(0, 3), ...(lost === undefined ? [] : [lost])];
  const sentences = [
    ...told(withoutPid, 'holds a map, but no PID', 'hold maps, but no PIDs', 'Show Layout opens them.'),
    ...told(
      repeated,
      'is of a process that is listed already',
      'are of processes that are listed already',
      'Add them as sources of their own.',
    ),
    ...problems.map((problem) => `${printable(problem)}.`),
  ];
  return sentences.length === 0 ? undefined : sentences.join(' ');
}

function told(folders: readonly string[], one: string, many: string, advice: string): readonly string[] {
  const [first] = folders;
  if (first === undefined) return [];
  const name = first === '' ? 'the folder itself' : printable(first.replace(/\/$/, ''));
  const subject = folders.length === 1 ? `${name} ${one}` : `${name} and ${folders.length - 1} more ${many}`;
  return [`${subject}. ${advice}`];
}

function goesOnUnless(isCancelled: () => boolean): () => void {
  return () => {
    if (isCancelled()) throw new Cancelled();
  };
}

async function closeQuietly(snapshot: Promise<Snapshot>): Promise<void> {
  // A snapshot that could not be opened holds nothing open.
  await snapshot.then(({ archive }) => archive.close()).catch(() => undefined);
}
