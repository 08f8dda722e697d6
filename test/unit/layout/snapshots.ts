/** Snapshots for tests of the view, as the extension would send them. */
import { parseMemoryMap } from '../../../src/core/dialects/parse.ts';
import { finish } from '../../../src/core/memory-map/radix-sort.ts';
import type { RegionTable } from '../../../src/core/memory-map/region-table.ts';
import type { Snapshot } from '../../../src/protocol/layout.ts';
import { packCounters } from '../../../src/protocol/pack-counters.ts';
import { RegionPacker } from '../../../src/protocol/pack-regions.ts';
import type { PackedRegions } from '../../../src/protocol/packed-regions.ts';
import { packStretches } from '../../../src/protocol/packed-stretches.ts';

/** A table as it is sent. */
export function packed(regions: RegionTable): PackedRegions {
  const packer = new RegionPacker(regions);
  packer.pack(Math.max(regions.count, regions.files.count));
  return packer.finish();
}

/** The snapshot of a text, some of it changed. */
export function snapshotOf(text: string, changes: Partial<Snapshot> = {}): Snapshot {
  const map = parseMemoryMap(new TextEncoder().encode(text));
  const { title, dialect, range } = map;
  return {
    type: 'snapshot',
    id: 1,
    source: { kind: 'document', uri: 'file:///a.maps' },
    title: 'a.maps',
    liveness: 'file',
    readAt: 0,
    dialect,
    arch: map.arch,
    pageSize: map.pageSize,
    regions: packed(map.regions),
    placed: map.placed,
    counters: map.counters && finish(packCounters(map.counters, map.regions)),
    names: packStretches(map.notes),
    marks: packStretches([]),
    maps: [{ title, dialect, range, regions: map.regions.count }],
    mapCount: 1,
    map: 0,
    mapAsked: false,
    problemCount: 0,
    problems: [],
    notes: [],
    selected: undefined,
    ...changes,
  };
}
