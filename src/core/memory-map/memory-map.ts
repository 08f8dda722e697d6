/**
 * The model: the memory map of one process at one moment, where it came from, and what could not be read. Everything
 * that shows, explains, compares or exports a map asks this.
 */
import type { Counters } from './counters.ts';
import type { DialectName } from './dialect-names.ts';
import type { NameColumn } from './name-column.ts';
import type { Mark, Note } from './notes.ts';
import type { RegionTable } from './region-table.ts';

export type { DialectName } from './dialect-names.ts';

/** Processor architectures that a map can be told from, in the kernel's and Debian's names. */
export const ARCHITECTURES = [
  'x86-64',
  'i386',
  'arm',
  'arm64',
  'riscv64',
  'mips',
  'ppc64',
  's390x',
  'loongarch64',
  'sparc64',
] as const;

export type Architecture = (typeof ARCHITECTURES)[number];

/** Something in the source that could not be read, or that cannot be true. */
export interface Problem {
  /** Line of the source, from 1; 0 where the source has no lines, or the problem is of all of it. */
  readonly line: number;
  /** Byte in the line, from 1; 0 where there is no line. */
  readonly column: number;
  readonly reason: string;
}

/** Lines of a source, from 1; both ends belong to it. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
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
  /** Whose map it is, as the text around it tells (`PID 4711 node`, `maps.txt`); undefined when nothing tells. */
  readonly title: string | undefined;
  /** The lines of the source that hold it, its heading and footer included; undefined where the source has no lines. */
  readonly range: LineRange | undefined;
  /** undefined when nothing in the map tells. */
  readonly arch: Architecture | undefined;
  /** In bytes; undefined when nothing in the map tells. */
  readonly pageSize: number | undefined;
  /** Where pathnames start in the text, as the kernel's word size has it; undefined when nothing tells. */
  readonly nameColumn: NameColumn | undefined;
  readonly regions: RegionTable;
  /** False when the source tells sizes without addresses (showmap): regions then start at 0, which means nothing. */
  readonly placed: boolean;
  /** undefined when the source has no counters. */
  readonly counters: Counters | undefined;
  readonly problems: readonly Problem[];
  /** True when nothing is wrong but single fields of rows: then the source is this map for certain, line by line. */
  readonly inOrder?: boolean;
  /** What a conversion had to take for granted, a sentence each. */
  readonly assumptions: readonly string[];
  /** What the source says of stretches of addresses beside its regions, in address order. */
  readonly notes: readonly Note[];
  /** Single addresses that the source points at, such as where it faulted. */
  readonly marks: readonly Mark[];
}
