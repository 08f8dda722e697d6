/**
 * The model: the memory map of one process at one moment, where it came from, and what could not be read. Everything
 * that shows, explains, compares or exports a map asks this.
 */
import type { Counters } from './counters.ts';
import type { RegionTable } from './region-table.ts';

/** The formats that maps are read from; see core/dialects. */
export type DialectName = 'maps' | 'smaps' | 'smaps_rollup';

/** Processor architectures that a map can be told from, in the kernel's and Debian's names. */
export type Architecture = 'x86-64' | 'i386' | 'arm' | 'arm64' | 'riscv64' | 'mips' | 'ppc64' | 's390x' | 'loongarch64';

/** Something in the source that could not be read, or that cannot be true. */
export interface Problem {
  /** Line of the source, from 1. */
  readonly line: number;
  /** Byte in the line, from 1. */
  readonly column: number;
  readonly reason: string;
}

/** Where a map came from. */
export interface MapSource {
  /** File name or URI as the user knows it. */
  readonly file?: string;
  /** The process, for a live map. */
  readonly pid?: number;
}

/** One memory map. */
export interface MemoryMap {
  /** undefined when the source is in no known format. */
  readonly dialect: DialectName | undefined;
  readonly source: MapSource;
  /** undefined when nothing in the map tells. */
  readonly arch: Architecture | undefined;
  /** In bytes; undefined when nothing in the map tells. */
  readonly pageSize: number | undefined;
  readonly regions: RegionTable;
  /** undefined when the source has no counters. */
  readonly counters: Counters | undefined;
  readonly problems: readonly Problem[];
  /** What a conversion had to take for granted, a sentence each. */
  readonly assumptions: readonly string[];
}
