/**
 * The messages between the extension and the layout view. The view asks for nothing until it says `ready`; then the
 * extension sends what is to be seen as one complete `snapshot`, and again whenever that changes. Nothing is sent as a
 * difference, because a hidden view drops messages: whatever it missed, the next snapshot holds all of it.
 *
 * VS Code sends messages as JSON with typed arrays beside it, each with the whole buffer it looks at: columns must own
 * their buffers, and there must be no long lists of objects beside them.
 */
import type { Architecture, DialectName, LineRange, Problem } from '../core/memory-map/memory-map.ts';
import type { ChooseExport, Export, Exported, NotExported } from './layout-export.ts';
import { isCount, isFields } from './fields.ts';
import type { PackedCounters } from './packed-counters.ts';
import type { PackedRegions } from './packed-regions.ts';
import type { PackedStretches } from './packed-stretches.ts';
import type { Explain, OpenFile, OpenSource, RegionWords } from './explanation.ts';
import type { AskPages, LeavePages, PagesAnswer } from './pages.ts';

/** Both ends are built together, but a view can outlive an update of the extension: then it must be loaded anew. */
export const LAYOUT_VERSION = 7;

/** An address as two 32-bit words, low word first: JSON has no 64-bit numbers. */
export type AddressWords = readonly [low: number, high: number];

/** What a picture is of; enough to read it again after a restart. */
export type LayoutSource =
  | { readonly kind: 'document'; readonly uri: string }
  | {
      readonly kind: 'process';
      /** The key of its source. */
      readonly source: string;
      readonly pid: number;
      readonly startTime: string | undefined;
    };

/** Whether what is shown can change: a file, a process that runs, one that has ended. */
export type Liveness = 'file' | 'running' | 'ended';

/** How many problems cross to the view; all of them are counted. */
export const PROBLEMS_SHOWN = 20;

/** One of the maps that a file holds. */
export interface MapChoice {
  /** Whose map it is; undefined when nothing tells. */
  readonly title: string | undefined;
  readonly dialect: DialectName | undefined;
  /** The lines that hold it; undefined where the source has no lines. */
  readonly range: LineRange | undefined;
  readonly regions: number;
}

/** How many maps of a file can be chosen from; a log can hold one for each second of a day. */
export const MAPS_SHOWN = 1000;

/** All that the view needs. */
export interface Snapshot {
  readonly type: 'snapshot';
  /** Ascending; `drawn` says which one it answers. */
  readonly id: number;
  readonly source: LayoutSource;
  /** The file's name or the process's name and PID. */
  readonly title: string;
  readonly liveness: Liveness;
  /** When the map was read, in milliseconds since 1970. */
  readonly readAt: number;
  readonly dialect: DialectName | undefined;
  /** Of the machine, and its page size in bytes; undefined when nothing tells. */
  readonly arch: Architecture | undefined;
  readonly pageSize: number | undefined;
  readonly regions: PackedRegions;
  /** False when the source tells sizes without addresses. */
  readonly placed: boolean;
  /** undefined when the source has none. */
  readonly counters: PackedCounters | undefined;
  /** What the source calls stretches of addresses, and single addresses that it points at. */
  readonly names: PackedStretches;
  readonly marks: PackedStretches;
  /** The maps of the file, this one among them: the first `MAPS_SHOWN` of `mapCount`. */
  readonly maps: readonly MapChoice[];
  readonly mapCount: number;
  /** Which of all the maps this is, from 0. */
  readonly map: number;
  /** True when somebody asked for this map, so that none that was seen before takes its place. */
  readonly mapAsked: boolean;
  readonly problemCount: number;
  /** The first `PROBLEMS_SHOWN`. */
  readonly problems: readonly Problem[];
  /** What had to be taken for granted, and what is uncertain, a sentence each. */
  readonly notes: readonly string[];
  /** The region that the text editor's cursor is on. */
  readonly selected: RegionStart | undefined;
}

/** There is nothing to draw, or nothing newer: the reason in words. A picture that is shown already stays. */
export interface Failure {
  readonly type: 'failure';
  readonly id: number;
  readonly source: LayoutSource;
  readonly title: string;
  readonly liveness: Liveness;
  readonly message: string;
  /** What can be done about it; may be empty. */
  readonly advice: string;
}

/** The text editor's cursor went to a region. */
export interface Select {
  readonly type: 'select';
  readonly start: AddressWords;
  /** Its line, by which it is found where there are no addresses. */
  readonly line: number;
  /** The region at the other end of the lines that are selected; undefined when it is the same one. */
  readonly anchor: RegionStart | undefined;
}

/** Where a region starts, and its line. */
export interface RegionStart {
  readonly start: AddressWords;
  readonly line: number;
}

/** A map is being read; sent again as the reading goes on. `cancel` ends it. */
export interface Reading {
  readonly type: 'reading';
  readonly title: string;
  /** What is being done, and how many bytes of all are done; undefined where nobody counts. */
  readonly progress: { readonly step: 'read' | 'parse'; readonly done: number; readonly total: number } | undefined;
}

/** How a live process is read again; sent when that changes, not at each reading. */
export interface Live {
  readonly type: 'live';
  /** `none` where nothing is read again: a file, or a process that has ended. */
  readonly state: 'none' | 'running' | 'stopped';
  /** In words, such as `every 5 s`; empty for a file. */
  readonly words: string;
}

/** From the extension to the view. */
export type ToView =
  | Snapshot
  | Failure
  | Select
  | Reading
  | Live
  | RegionWords
  | PagesAnswer
  | Export
  | Baseline
  | SetBaseline;

/** The view runs and knows nothing yet. */
export interface Ready {
  readonly type: 'ready';
  readonly version: number;
}

/** A snapshot's picture stands in the canvas, or its failure is shown. */
export interface Drawn {
  readonly type: 'drawn';
  readonly id: number;
  /** Regions on the picture. */
  readonly regions: number;
  /** When the message came and when the picture stood there, in milliseconds since 1970, with fractions. */
  readonly arrivedAt: number;
  readonly at: number;
}

/** Show a region's line in the text. */
export interface Reveal {
  readonly type: 'reveal';
  readonly start: AddressWords;
  /** The line that the map was read from, from 1; 0 when it has none. */
  readonly line: number;
  /** Go there with the keyboard as well, and open the text when it is closed. */
  readonly focus: boolean;
  /** The other end of several regions that follow one another in the text; undefined for one region. */
  readonly anchor: RegionStart | undefined;
}

/** Read the map again. */
export interface Refresh {
  readonly type: 'refresh';
}

/** Show a line of the text, for instance of a problem. */
export interface OpenLine {
  readonly type: 'open-line';
  readonly line: number;
}

/** Show another map of the same file. */
export interface ChooseMap {
  readonly type: 'choose-map';
  /** From 0. */
  readonly map: number;
}

/** Stop what is being read. */
export interface Cancel {
  readonly type: 'cancel';
}

/** Put a text on the clipboard. */
export interface Copy {
  readonly type: 'copy';
  readonly text: string;
}

/** Stop reading a live process again, go on with it, or ask how often. */
export interface SetLive {
  readonly type: 'set-live';
  readonly to: LiveWish;
}
export type LiveWish = (typeof LIVE_WISHES)[number];
export const LIVE_WISHES = ['toggle', 'choose'] as const;

/** From the view to the extension. */
export type FromView =
  | Ready
  | Drawn
  | Reveal
  | Refresh
  | OpenLine
  | ChooseMap
  | Cancel
  | Copy
  | SetLive
  | Explain
  | OpenFile
  | AskPages
  | LeavePages
  | OpenSource
  | KeepBaseline
  | Compare
  | ChooseExport
  | Exported
  | NotExported;

/** Reads a source that VS Code kept for a view, or undefined when it is none. */
export function readSource(value: unknown): LayoutSource | undefined {
  if (!isFields(value)) return undefined;
  const { kind, uri, source, pid, startTime } = value;
  if (kind === 'document' && typeof uri === 'string') return { kind, uri };
  if (kind === 'process' && isCount(pid) && (startTime === undefined || typeof startTime === 'string')) {
    // Before there were others, every process was one of this machine.
    return { kind, source: typeof source === 'string' ? source : 'local', pid, startTime };
  }
  return undefined;
}

// What a layout is compared with; the extension keeps it while the page is thrown away.

/** To a page: what the one before it compared with, or another map that the user chose. */
export interface Baseline {
  readonly type: 'baseline';
  /** undefined when nothing is to be compared. */
  readonly of: Snapshot | undefined;
  /** True when the user chose it. */
  readonly chosen: boolean;
  /** What is compared with it, where it is of another source. */
  readonly shown: LayoutSource | undefined;
}

/** To the page: compare with what is seen now. */
export interface SetBaseline {
  readonly type: 'set-baseline';
}

/** From the page: compare with the map of another document. */
export interface Compare {
  readonly type: 'compare';
  /** undefined to let the user choose one. */
  readonly uri: string | undefined;
}

/** From the page: it compares with the snapshot of this id from now on, or with nothing. */
export interface KeepBaseline {
  readonly type: 'keep-baseline';
  readonly id: number | null;
  readonly chosen: boolean;
}
