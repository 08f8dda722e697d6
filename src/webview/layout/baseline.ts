/** What the map that is seen is compared with: the first reading of its source, until the user sets another one. */
import { takeBaseline, type Baseline } from '../../core/growth/baseline.ts';
import { compare } from '../../core/growth/compare.ts';
import { printable } from '../../core/memory-map/printable.ts';
import { formatCount } from '../../core/memory-map/size.ts';
import type { Listing } from '../../core/table/columns.ts';
import type { LayoutSource, Snapshot } from '../../protocol/layout.ts';
import { momentInWords } from './moments.ts';
import { isSameSource } from './same-source.ts';

/** A reading that later ones are compared with. */
export interface Since extends Pick<Snapshot, 'source' | 'id' | 'map' | 'mapCount' | 'readAt'> {
  /** Whose map it is. */
  readonly title: string | undefined;
  /** Of another source that the user chose: how it is called, and what it is compared with. */
  readonly other: { readonly title: string; readonly shown: LayoutSource } | undefined;
  /** True when the user set or cleared it: then it is compared with every map of its source. */
  readonly chosen: boolean;
  /** undefined when the user cleared it: nothing is compared. */
  readonly baseline: Baseline | undefined;
}

/** When the baseline was, in words. */
export interface SinceWords {
  /** `14:02:11`, `map 3` where a file holds several, or the name of another file. */
  readonly when: string;
  /** How long ago it was: `in 40 s`, or `since map 3`. */
  readonly took: string;
  /** For a file that others read: `2026-01-02 14:02:11 UTC`, or `map 3`. */
  readonly stamp: string;
}

/** Where nothing is compared. */
export const NOTHING: SinceWords = { when: '', took: '', stamp: '' };

/** What a map is compared with, and what came of it. */
export interface Compared {
  readonly since: Since;
  /** With the growth, where there is something to compare with. */
  readonly listing: Listing;
  readonly words: SinceWords;
}

/** A reading as a baseline. @param shown what is compared with it, where it is of another source */
export function sinceOf(snapshot: Snapshot, listing: Listing, chosen: boolean, shown?: LayoutSource): Since {
  const { source, id, map, mapCount, readAt } = snapshot;
  const baseline = takeBaseline(listing);
  const other = shown && { title: nameOf(snapshot), shown };
  return { source, id, map, mapCount, readAt, title: titleOf(snapshot), other, chosen, baseline };
}

/** The document that a baseline is of, where another one is compared with it. */
export function otherDocument(since: Since | undefined): string | undefined {
  return since?.other && since.source.kind === 'document' ? since.source.uri : undefined;
}

function nameOf(snapshot: Snapshot): string {
  const { title, map, mapCount } = snapshot;
  return printable(mapCount > 1 ? `${title}, ${titleOf(snapshot) ?? `map ${formatCount(map + 1)}`}` : title);
}

/**
 * Compares a map with the baseline. Where there is none yet, it is this map: so when the process is another one, or, unless the
 * user chose the baseline, when a file tells that this map is of somebody else.
 */
export function compareWith(since: Since | undefined, snapshot: Snapshot, listing: Listing): Compared {
  const isOfIt =
    since &&
    isSameSource(since.other?.shown ?? since.source, snapshot.source) &&
    (since.chosen || since.title === titleOf(snapshot));
  const of = isOfIt ? since : sinceOf(snapshot, listing, false);
  // Of the first reading nothing is known yet; one that the user chose has changed by nothing.
  const isFirst = of.id === snapshot.id && !of.chosen;
  const growth = of.baseline && !isFirst ? compare(of.baseline, listing, of.other !== undefined) : undefined;
  return { since: of, listing: { ...listing, growth }, words: wordsOf(of, snapshot) };
}

function titleOf({ maps, map }: Snapshot): string | undefined {
  return maps[map]?.title;
}

function wordsOf({ readAt, map, mapCount, other }: Since, snapshot: Snapshot): SinceWords {
  if (other) return { when: other.title, took: `since ${other.title}`, stamp: other.title };
  if (mapCount > 1) {
    const when = `map ${formatCount(map + 1)}`;
    return { when, took: `since ${when}`, stamp: when };
  }
  const { short, stamp } = momentInWords({ at: readAt, unit: 'time' });
  return { when: short, took: `in ${duration(snapshot.readAt - readAt)}`, stamp };
}

const UNITS: readonly (readonly [unit: string, seconds: number])[] = [
  ['h', 3600],
  ['min', 60],
  ['s', 1],
];

/** In the largest unit of which there are two: `40 s`, `90 s`, `5 min`. */
function duration(milliseconds: number): string {
  const seconds = Math.round(Math.max(0, milliseconds) / 1000);
  const [unit, size] = UNITS.find((each) => seconds >= 2 * each[1]) ?? ['s', 1];
  return `${formatCount(Math.round(seconds / size))} ${unit}`;
}
