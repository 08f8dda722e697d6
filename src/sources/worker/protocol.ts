/** What crosses between the extension (or the command line) and the worker. Both ends are built from the same source. */
import type { MapSource, MemoryMap } from '../../core/memory-map/memory-map.ts';
import type { SymbolAnswer, SymbolQuery } from '../elf/symbolizer.ts';
import type { ListOptions, LiveMap, LiveText, ProcessFile, ProcessList, ReadFailure } from '../process.ts';

/** Every call: what is asked and what comes back. */
export interface Calls {
  parse: { params: { readonly bytes: Uint8Array; readonly source: MapSource }; result: MemoryMap };
  parseAll: {
    params: { readonly bytes: Uint8Array; readonly source: MapSource; readonly embedded: boolean };
    result: readonly MemoryMap[];
  };
  /** What is at a place of a mapped file, by its own symbols. `root` holds the files of the machine; empty for this one. */
  symbolize: { params: { readonly root: string; readonly query: SymbolQuery }; result: SymbolAnswer };
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

/** From the worker: exactly one for each request. */
export type Reply =
  | { readonly id: number; readonly ok: true; readonly result: unknown }
  | { readonly id: number; readonly ok: false; readonly error: { readonly name: string; readonly message: string } };
