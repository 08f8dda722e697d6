/** Chooses one of the maps that a file holds. */
import type { JSX } from 'preact';
import { DIALECT_LABELS } from '../../core/memory-map/dialect-names.ts';
import { printable } from '../../core/memory-map/printable.ts';
import { formatCount } from '../../core/memory-map/size.ts';
import type { MapChoice, Snapshot } from '../../protocol/layout.ts';
import { send } from './host.ts';

export function MapPicker({ snapshot }: { readonly snapshot: Snapshot }): JSX.Element | null {
  const { maps, mapCount, map } = snapshot;
  if (mapCount < 2) return null;
  const left = mapCount - maps.length;
  return (
    <select
      class="maps"
      aria-label={`Map, ${formatCount(map + 1)} of ${formatCount(mapCount)}`}
      title={`This file holds ${formatCount(mapCount)} maps`}
      value={String(map)}
      onChange={({ currentTarget }) => send({ type: 'choose-map', map: Number(currentTarget.value) })}
    >
      {maps.map((choice, i) => (
        <option key={i} value={String(i)}>
          {nameOf(choice, i)}
        </option>
      ))}
      {map >= maps.length && <option value={String(map)}>Map {formatCount(map + 1)}</option>}
      {left > 0 && <option disabled>{formatCount(left)} more</option>}
    </select>
  );
}

/** `PID 7 cat, lines 3–120, 117 regions` */
function nameOf({ title, dialect, range, regions }: MapChoice, i: number): string {
  const name = printable(title ?? '') || (dialect ? DIALECT_LABELS[dialect] : `Map ${i + 1}`);
  const lines = range ? `, lines ${formatCount(range.first)}\u2013${formatCount(range.last)}` : '';
  return `${name}${lines}, ${formatCount(regions)} ${regions === 1 ? 'region' : 'regions'}`;
}
