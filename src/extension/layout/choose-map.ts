/** Which of a file's maps is shown, and how it is found again after the file changed. */
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import type { MapName } from '../../protocol/layout-state.ts';
import { MAPS_SHOWN, type MapChoice } from '../../protocol/layout.ts';

/** The map that is wanted: at a line of the text, or one that was seen before. */
export type WantedMap = { readonly atLine: number } | MapName;

/**
 * The index of the wanted map, 0 when nothing is wanted or left of it. At a line it is the map that holds it, else the next one
 * below, else the last. One that was seen before is found by its title, and among several of that title by its line.
 */
export function findMap(maps: readonly Pick<MemoryMap, 'title' | 'range'>[], wanted: WantedMap | undefined): number {
  if (!wanted) return 0;
  if ('atLine' in wanted) {
    const found = maps.findIndex(({ range }) => range && range.last >= wanted.atLine);
    return found < 0 ? Math.max(0, maps.length - 1) : found;
  }
  const distance = (i: number): number => Math.abs((maps[i]?.range?.first ?? 0) - wanted.line);
  const titled = [...maps.keys()].filter((i) => maps[i]?.title === wanted.title);
  const [first = 0, ...others] = titled.length > 0 ? titled : maps.keys();
  return others.reduce((best, i) => (distance(i) < distance(best) ? i : best), first);
}

/** What a map is known by. */
export function nameOf({ title, range }: Pick<MemoryMap, 'title' | 'range'>): MapName {
  return { title, line: range?.first ?? 0 };
}

/** The maps that a view offers. */
export function choicesOf(maps: readonly MemoryMap[]): readonly MapChoice[] {
  return maps
    .slice(0, MAPS_SHOWN)
    .map(({ title, dialect, range, regions }) => ({ title, dialect, range, regions: regions.count }));
}
