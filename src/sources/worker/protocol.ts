/** What crosses between the extension (or the command line) and the worker. Both ends are built from the same source. */
import type { MapSource, MemoryMap } from '../../core/memory-map/memory-map.ts';
import type { DumpEntry } from '../read-dump.ts';
import type { ListOptions, LiveMap, LiveText, ProcessFile, ProcessList, ReadFailure } from '../process.ts';

/** Every call: what is asked and what comes back. */
export interface Calls {
  parse: { params: { readonly bytes: Uint8Array; readonly source: MapSource }; result: MemoryMap };
  /** All maps of a file that is in memory: see read-dump.ts. */
  parseAll: {
    params: { readonly bytes: Uint8Array; readonly source: MapSource; readonly embedded: boolean };
    result: readonly MemoryMap[];
  };
  /** All maps of a file or folder on this machine, or those of one entry of an archive. */
  readFile: {
    params: {
      readonly path: string;
      /** The path of an entry inside of an archive; undefined for all. */
      readonly entry: string | undefined;
      readonly embedded: boolean;
    };
    result: readonly MemoryMap[];
  };
  /** What an archive or a folder on this machine holds; undefined for a file of its own. */
  listFile: { params: { readonly path: string }; result: readonly DumpEntry[] | undefined };
  readProcess: { params: ProcessFile; result: LiveMap | ReadFailure };
  readText: { params: ProcessFile; result: LiveText | ReadFailure };
  /** Why the map file cannot be opened; undefined when it can. */
  explainAccess: { params: ProcessFile; result: ReadFailure | undefined };
  listProcesses: { params: ListOptions; result: ProcessList };
  forgetProcesses: { params: undefined; result: undefined };
}

export type CallName = keyof Calls;

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

/** From the worker, any number for a request that is under way: what share of it is done, from 0 to 1. */
export interface Progress {
  readonly id: number;
  readonly progress: number;
}

/** From the worker: exactly one for each request. */
export type Reply =
  | { readonly id: number; readonly ok: true; readonly result: unknown }
  | { readonly id: number; readonly ok: false; readonly error: { readonly name: string; readonly message: string } };
