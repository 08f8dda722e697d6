/** The map of a snapshot, unpacked. */
import type { Listing } from '../../core/table/columns.ts';
import { rowNames } from '../../core/memory-map/row-names.ts';
import type { Snapshot } from '../../protocol/layout.ts';
import { unpackStretches, type Stretch } from '../../protocol/packed-stretches.ts';
import { unpackCounters } from '../../protocol/unpack-counters.ts';
import { unpackRegions } from '../../protocol/unpack-regions.ts';

/** What the table lists and the picture draws. */
export function unpackListing({ regions, counters, placed, names }: Snapshot): Listing {
  const table = unpackRegions(regions);
  return {
    regions: table,
    counters: counters && unpackCounters(counters, table),
    placed,
    names: placed ? rowNames(table, unpackStretches(names)) : undefined,
  };
}

/** The addresses that the source points at. */
export function unpackPoints({ marks }: Snapshot): readonly Stretch[] {
  return unpackStretches(marks);
}
