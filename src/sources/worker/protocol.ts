/** What crosses between the extension (or the command line) and the worker. Both ends are built from the same source. */
import type { OfferedFormat, FormatId } from '../../core/export/formats.ts';
import type { RowMask } from '../../core/export/rows.ts';
import type { MapSource, MemoryMap } from '../../core/memory-map/memory-map.ts';
import type { Captured, CaptureRequest } from '../capture/capture.ts';
import type { Diagnosis } from '../doctor/diagnose.ts';
import type { SymbolAnswer, SymbolQuery } from '../elf/symbolizer.ts';
import type { ExecutableName, SourceSettings } from '../source-settings.ts';
import type { Figures, FigureWants } from '../figures/read-figures.ts';
import type { DumpEntry } from '../read-dump.ts';
import type { SourceSpec } from '../source-spec.ts';
import type { Discovery } from '../targets/discover.ts';
import type {
  ListOptions,
  LiveAsk,
  LiveMap,
  LiveReading,
  PageReading,
  PageStretch,
  PortOwners,
  ProcessFile,
  ReadFailure,
} from '../process.ts';
import type { ListPart } from './sent-lists.ts';

/** Every call: what is asked and what comes back. */
export interface Calls {
  /** The maps of a text; for a text that holds none, a map without regions whose problem says why. */
  parseAll: {
    params: TextParams & { readonly bytes: Uint8Array; readonly keep?: DocumentVersion };
    result: readonly MemoryMap[];
  };
  /** The same of a text that was kept, after edits; undefined when it is kept no longer: then all of it is needed. */
  parseEdited: { params: EditParams; result: readonly MemoryMap[] | undefined };
  /** The document of a kept text was closed. */
  forgetText: { params: { readonly document: number }; result: undefined };
  /** The same of a file or folder of this machine, or of one entry of an archive. */
  readFile: { params: FileParams; result: readonly MemoryMap[] };
  /** What an archive or a folder of this machine holds; undefined for a file of its own. */
  listFile: { params: { readonly path: string }; result: readonly DumpEntry[] | undefined };
  /** What is at a place of a mapped file, by its own symbols. `root` holds the files of the machine; empty for this one. */
  symbolize: { params: { readonly root: string; readonly query: SymbolQuery }; result: SymbolAnswer };
  /** What sources are opened with from now on; those that are open are closed. */
  setSources: { params: SourceSettings; result: undefined };
  /** What can be added as a source. */
  discover: { params: { readonly tool: ExecutableName }; result: Discovery };
  readProcess: { params: OfSource<{ readonly file: ProcessFile }>; result: LiveMap | ReadFailure };
  /** A map file that is read again and again: nothing of it is sent while it says the same. */
  readLive: {
    params: OfSource<{ readonly file: ProcessFile; readonly ask: LiveAsk }>;
    result: LiveReading | ReadFailure;
  };
  /** What the page tables say of some addresses. */
  readPages: { params: OfSource<{ readonly stretch: PageStretch }>; result: PageReading | ReadFailure };
  /** Why the map file cannot be opened; undefined when it can. */
  explainAccess: { params: OfSource<{ readonly file: ProcessFile }>; result: ReadFailure | undefined };
  /** All that can be told of why the map file cannot be opened; undefined when it can. */
  diagnose: { params: OfSource<{ readonly file: ProcessFile }>; result: Diagnosis | undefined };
  /** The figures of one process. */
  readFigures: {
    params: OfSource<{ readonly pid: number; readonly startTime: string | undefined; readonly wants: FigureWants }>;
    result: Figures | ReadFailure;
  };
  /** The first part of a new list. `received` is the number of the last part that came of the list before; 0 for none. */
  listProcesses: { params: OfSource<{ readonly options: ListOptions; readonly received: number }>; result: ListPart };
  /** The next part of the list. */
  moreProcesses: { params: OfSource; result: ListPart };
  /** Saves processes as a snapshot on this machine. */
  capture: { params: OfSource<{ readonly request: CaptureRequest }>; result: Captured | ReadFailure };
  /** Nobody looks at a source for now, or it was removed. */
  restSource: { params: OfSource; result: undefined };
  closeSource: { params: OfSource; result: undefined };
  /** The worker is about to be ended. */
  closeSources: { params: undefined; result: undefined };
  /** Who listens on a TCP port of this machine. */
  portOwners: { params: { readonly port: number }; result: PortOwners };
  /** All formats, with what each would do to a map. */
  formatsOf: { params: { readonly map: MemoryMap; readonly mask: RowMask }; result: readonly OfferedFormat[] };
  /** A map in a format, as the bytes of a file. */
  write: {
    params: { readonly map: MemoryMap; readonly format: FormatId; readonly mask: RowMask };
    result: Uint8Array;
  };
}

/** A question to a source. */
export type OfSource<Question = unknown> = Question & { readonly source: SourceSpec };

/** How a text is looked at. */
export interface TextParams {
  readonly source: MapSource;
  /** See `ParseOptions`. */
  readonly embedded?: boolean;
  readonly untilLine?: number;
}

/** A document by a number of its own, and which state of its text. */
export interface DocumentVersion {
  readonly document: number;
  readonly version: number;
}

/** A change of a text in ASCII: of the text as the changes before it left it. */
export interface TextChange {
  /** What was taken out, in characters from the start of the text. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** The line in which it starts, from 1, and how many lines more the text has after it. */
  readonly line: number;
  readonly lines: number;
}

/** What made one version of a text out of the one before. */
export interface TextEdit {
  readonly version: number;
  readonly changes: readonly TextChange[];
}

/** The edits of a text that was kept, and what must come out. */
export interface EditParams {
  readonly source: MapSource;
  readonly document: number;
  /** The version that the first edit was made to. */
  readonly base: number;
  readonly edits: readonly TextEdit[];
  /** How long the text is now. */
  readonly length: number;
}

/** A file to read. */
export interface FileParams extends TextParams {
  readonly path: string;
  /** The path of an entry inside of an archive; all of them when it is absent. */
  readonly entry?: string;
}

/** How far a call is. */
export interface Progress {
  readonly step: 'read' | 'parse';
  /** Bytes that are done, and all of them. */
  readonly done: number;
  readonly total: number;
}

export type CallName = keyof Calls;

/** To the worker, after the request: nobody waits for it any more. What runs without a break sees `cancelled` instead. */
export interface CancelNote {
  readonly cancel: number;
}

/** To the worker. */
export type Request = {
  [Name in CallName]: {
    readonly id: number;
    readonly call: Name;
    readonly params: Calls[Name]['params'];
    /** One 32-bit word; 1 once the caller lost interest. */
    readonly cancelled: SharedArrayBuffer | undefined;
  };
}[CallName];

/** From the worker, while a call takes its time. */
export interface ProgressNote {
  readonly id: number;
  readonly progress: Progress;
}

/** From the worker: exactly one for each request. */
export type Reply =
  | { readonly id: number; readonly ok: true; readonly result: unknown }
  | { readonly id: number; readonly ok: false; readonly error: SentError };

/** An error on its way. */
export interface SentError {
  readonly name: string;
  readonly message: string;
  /** Of a SourceFailure. */
  readonly advice?: string;
}
