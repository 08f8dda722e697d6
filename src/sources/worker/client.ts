/**
 * The way to the worker. One thread is started at the first call and kept, because starting it takes 30 ms and its
 * compiled code and buffers make the next call fast.
 */
import type { FormatId, OfferedFormat } from '../../core/export/formats.ts';
import type { RowMask } from '../../core/export/rows.ts';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import type { Captured, CaptureRequest } from '../capture/capture.ts';
import type { Diagnosis } from '../doctor/diagnose.ts';
import type { SymbolAnswer, SymbolQuery } from '../elf/symbolizer.ts';
import type { ExecutableName, SourceSettings } from '../source-settings.ts';
import type { Figures, FigureWants } from '../figures/read-figures.ts';
import type {
  ListOptions,
  LiveAsk,
  LiveMap,
  LiveReading,
  PageReading,
  PageStretch,
  PortOwners,
  ProcessFile,
  ProcessList,
  ReadFailure,
} from '../process.ts';
import type { DumpEntry } from '../read-dump.ts';
import { SourceFailure } from '../source.ts';
import type { SourceSpec } from '../source-spec.ts';
import { unreachable } from '../unreachable.ts';
import type { Discovery } from '../targets/discover.ts';
import type { DocumentVersion, EditParams, FileParams, TextParams } from './protocol.ts';
import { Cancelled } from '../cancelled.ts';
import { ReceivedLists } from './received-lists.ts';
import { movable } from './sending.ts';
import { WorkerThread, type Watch } from './thread.ts';

/** The result of `MapWorker.readProcess`. */
export type LiveRead = LiveMap | ReadFailure;

/** Reads and parses maps in a thread of its own. Calls are answered one after the other, but others overtake the reading of files. */
export class MapWorker {
  private readonly thread: WorkerThread;
  private readonly call: WorkerThread['call'];
  private readonly lists = new ReceivedLists();
  private settings: SourceSettings = { executables: {} };
  /** Why a source may not be asked, as a sentence; undefined when it may. */
  private refusal: (source: SourceSpec) => string | undefined = () => undefined;

  /** @param path the worker's bundle, dist/worker.js */
  constructor(path: string) {
    this.thread = new WorkerThread(path, {
      started: () => {
        if (Object.keys(this.settings.executables).length > 0) this.tellSettings();
      },
      stopped: (error) => this.lists.forgetAll(error),
    });
    this.call = this.thread.call.bind(this.thread);
  }

  /**
   * Reads the maps of a file's bytes: a text, a core file, a minidump, an archive, also packed. Never fails on what the bytes hold: see `problems` of the maps; for a text without a map it gives
   * one without regions.
   * @param bytes moved to the worker, and empty afterwards, when they fill their buffer; copied when they are a part of it
   */
  parseAll(bytes: Uint8Array, text: TextParams, watch: Watch = {}): Promise<readonly MemoryMap[]> {
    const { sent, transfer } = movable(bytes);
    return this.call('parseAll', { bytes: sent, ...text }, watch, transfer);
  }

  /**
   * As `parseAll`, of a text in ASCII that is kept, so that after an edit `parseEdited` needs only what changed.
   * @param keep the document and the version of its text
   */
  parseKept(
    bytes: Uint8Array,
    text: TextParams,
    keep: DocumentVersion,
    watch: Watch = {},
  ): Promise<readonly MemoryMap[]> {
    const { sent, transfer } = movable(bytes);
    return this.call('parseAll', { bytes: sent, keep, ...text }, watch, transfer);
  }

  /** The maps of a kept text after edits; undefined when it is kept no longer, or edits are missing. */
  parseEdited(edited: EditParams, watch: Watch = {}): Promise<readonly MemoryMap[] | undefined> {
    return this.call('parseEdited', edited, watch);
  }

  /** Lets go of a kept text. */
  async forgetText(document: number): Promise<void> {
    if (this.thread.isRunning) await this.call('forgetText', { document });
  }

  /**
   * Reads the maps of a file or folder of this machine, as `parseAll` does; of an archive those of one entry when it is named. The
   * bytes never come to this thread, and of a core file only its headers are read.
   * @throws when the file cannot be read; the message is a sentence that says why
   */
  readFile(path: string, text: Omit<FileParams, 'path'>, watch: Watch = {}): Promise<readonly MemoryMap[]> {
    return this.call('readFile', { path, ...text }, watch);
  }

  /** Lists an archive or a folder of this machine; undefined for a file of its own. See `readFile`. */
  listFile(path: string, watch: Watch = {}): Promise<readonly DumpEntry[] | undefined> {
    return this.call('listFile', { path }, watch);
  }

  /** Names what is at a place of a mapped file. @param root the folder that holds the machine's files, empty for this machine */
  symbolize(root: string, query: SymbolQuery): Promise<SymbolAnswer> {
    return this.call('symbolize', { root, query });
  }

  /** Sources are opened with these settings from now on; those that are open are closed. */
  useSources(settings: SourceSettings): void {
    this.settings = settings;
    if (this.thread.isRunning) this.tellSettings();
  }

  /** From now on sources are asked only where this gives no sentence that says why not. */
  askOnly(refusal: (source: SourceSpec) => string | undefined): void {
    this.refusal = refusal;
  }

  /** Asks a tool of this machine what can be added as a source. */
  discover(tool: ExecutableName, signal?: AbortSignal): Promise<Discovery> {
    return this.call('discover', { tool }, { signal });
  }

  /**
   * Reads the map of a process of a source. A file with a start time is refused when another process has the PID by now.
   * A source that cannot be reached gives a failure as well.
   */
  readProcess(source: SourceSpec, file: ProcessFile, signal?: AbortSignal): Promise<LiveRead> {
    return this.ofProcess(source, file.pid, () => this.call('readProcess', { source, file }, { signal }));
  }

  /**
   * Reads a map file of a process as the kernel prints it, or as a map, or tells that it says the same as before. See
   * `readProcess`.
   */
  readLive(
    source: SourceSpec,
    file: ProcessFile,
    ask: LiveAsk,
    signal?: AbortSignal,
  ): Promise<LiveReading | ReadFailure> {
    return this.ofProcess(source, file.pid, () => this.call('readLive', { source, file, ask }, { signal }));
  }

  /** Reads what the page tables say of some addresses of a process. See `readProcess`. */
  readPages(source: SourceSpec, stretch: PageStretch, signal?: AbortSignal): Promise<PageReading | ReadFailure> {
    return this.ofProcess(source, stretch.pid, () => this.call('readPages', { source, stretch }, { signal }));
  }

  /** Tells why a map file cannot be opened; undefined when it can. See `readProcess`. */
  explainAccess(source: SourceSpec, file: ProcessFile, signal?: AbortSignal): Promise<ReadFailure | undefined> {
    return this.ofProcess(source, file.pid, () => this.call('explainAccess', { source, file }, { signal }));
  }

  /** Tells all that can be told of why a map file cannot be opened; undefined when it can. See `readProcess`. */
  async diagnose(source: SourceSpec, file: ProcessFile, signal?: AbortSignal): Promise<Diagnosis | undefined> {
    this.check(source);
    return this.call('diagnose', { source, file }, { signal });
  }

  /**
   * Reads the figures of a process. Each that is not known says why.
   * @param of the process; with a start time another one that has the PID by now is refused
   */
  readFigures(
    source: SourceSpec,
    of: Pick<ProcessFile, 'pid' | 'startTime'>,
    wants: FigureWants,
    signal?: AbortSignal,
  ): Promise<Figures | ReadFailure> {
    const { pid, startTime } = of;
    return this.ofProcess(source, pid, () => this.call('readFigures', { source, pid, startTime, wants }, { signal }));
  }

  /** All formats, with what each would take for granted or leave out of a map, or why the map cannot be in it. */
  formatsOf(map: MemoryMap, mask?: RowMask): Promise<readonly OfferedFormat[]> {
    return this.call('formatsOf', { map, mask });
  }

  /** A map in a format, as the bytes of a file. @param mask which regions, all when it is absent */
  write(map: MemoryMap, format: FormatId, mask?: RowMask): Promise<Uint8Array> {
    return this.call('write', { map, format, mask });
  }

  /**
   * Lists the processes of a source. One that is as it was is the same object as in the list before.
   * @param onFirst see `ReceivedList.list`
   * @throws SourceFailure when it cannot be reached
   */
  async listProcesses(
    source: SourceSpec,
    options: ListOptions = {},
    signal?: AbortSignal,
    onFirst?: (first: ProcessList) => void,
  ): Promise<ProcessList> {
    this.check(source);
    const ask = {
      first: (received: number) => this.call('listProcesses', { source, options, received }, { signal }),
      next: () => this.call('moreProcesses', { source }, { signal }),
    };
    return this.lists.list(source, ask, onFirst);
  }

  /**
   * Saves processes as a snapshot, all of it or nothing. See `readProcess`.
   * @throws also when it cannot be written; the message is a sentence that says why
   */
  async capture(source: SourceSpec, request: CaptureRequest, signal?: AbortSignal): Promise<Captured | ReadFailure> {
    this.check(source);
    return this.call('capture', { source, request }, { signal });
  }

  /** Finds who listens on a TCP port of this machine. */
  portOwners(port: number, signal?: AbortSignal): Promise<PortOwners> {
    return this.call('portOwners', { port }, { signal });
  }

  /** Lets go of what is kept open for a source; the next question opens it again. */
  async restSource(source: SourceSpec): Promise<void> {
    if (this.thread.isRunning) await this.call('restSource', { source });
  }

  /** Ends all that was started for a source. */
  async closeSource(source: SourceSpec): Promise<void> {
    this.lists.forget(source, new Cancelled());
    if (this.thread.isRunning) await this.call('closeSource', { source });
  }

  /** Ends all that was started for sources, then the thread. Calls that are under way fail, and so does every later one. */
  async close(): Promise<void> {
    try {
      if (this.thread.isRunning) await this.call('closeSources', undefined);
    } finally {
      this.dispose();
    }
  }

  /** Ends the thread. Calls that are under way fail, and so does every later one. */
  dispose(): void {
    this.thread.dispose();
  }

  /** Asks about a process; that its source may not be asked is one of the reasons for having no answer. */
  private async ofProcess<Result>(
    source: SourceSpec,
    pid: number,
    ask: () => Promise<Result>,
  ): Promise<Result | ReadFailure> {
    const refusal = this.refusal(source);
    return refusal === undefined ? ask() : unreachable(pid, refusal, '');
  }

  /** @throws SourceFailure when the source may not be asked */
  private check(source: SourceSpec): void {
    const refusal = this.refusal(source);
    if (refusal !== undefined) throw new SourceFailure(refusal);
  }

  private tellSettings(): void {
    // Settings fail only with the thread, and then so does the call that needs them.
    this.call('setSources', this.settings).catch(() => undefined);
  }
}
