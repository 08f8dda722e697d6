/** Which of a file's maps is shown: found again after the file changed or VS Code restarted. */
import type { LayoutState } from '../../protocol/layout-state.ts';
import type { Snapshot } from '../../protocol/layout.ts';
import { isSameSource } from './same-source.ts';

/** The map that an earlier life of the view showed, when it is another one than now and can be chosen: its index. */
export function mapToRestore(
  { restore }: { readonly restore: LayoutState | undefined },
  snapshot: Snapshot,
): number | undefined {
  const name = restore?.map;
  if (!name || snapshot.mapAsked || !isSameSource(restore.source, snapshot.source)) return undefined;
  const titled = snapshot.maps.flatMap(({ title, range }, i) =>
    title === name.title ? [{ i, far: Math.abs((range?.first ?? 0) - name.line) }] : [],
  );
  const [nearest] = titled.sort((a, b) => a.far - b.far);
  return nearest === undefined || nearest.i === snapshot.map ? undefined : nearest.i;
}

/** True when a snapshot is of the map that was kept; its lines may have moved. */
export function isSameMap(
  { map }: LayoutState,
  { snapshot: before }: { readonly snapshot: Snapshot | undefined },
  snapshot: Snapshot,
): boolean {
  const name = mapName(snapshot);
  return map?.title === name?.title && (map?.line === name?.line || before?.map === snapshot.map);
}

/** True when a snapshot is another map of the file that is shown, and nothing tells that it is of another process. */
export function isMapBeside(
  { map, source }: LayoutState,
  { restore, snapshot: before }: { readonly restore: LayoutState | undefined; readonly snapshot: Snapshot | undefined },
  snapshot: Snapshot,
): boolean {
  // What an earlier life of the view keeps is of the map that it asks for.
  if (restore || !before || !map || !isSameSource(source, snapshot.source)) return false;
  return map.title === mapName(snapshot)?.title;
}

/** What tells the map of a snapshot from the others of its file; undefined for the only one. */
export function mapName({ maps, mapCount, map }: Snapshot): LayoutState['map'] {
  const shown = maps[map];
  return mapCount > 1 && shown ? { title: shown.title, line: shown.range?.first ?? 0 } : undefined;
}
