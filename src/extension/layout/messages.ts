/** What a reading becomes for the page. */
import type { RegionTable } from '../../core/memory-map/region-table.ts';
import { PROBLEMS_SHOWN, type AddressWords, type Failure, type Snapshot } from '../../protocol/layout.ts';
import { RegionPacker } from '../../protocol/pack-regions.ts';
import type { PackedRegions } from '../../protocol/packed-regions.ts';
import type { Feed, FeedResult } from './feed.ts';

/** Rows that are packed without a pause: about 4 ms of the extension host's main thread. */
const ROWS_AT_ONCE = 100_000;

/**
 * The message that shows a reading.
 * @param selected the region that the cursor of the text is on
 * @param signal when it is aborted, this rejects at the next pause
 */
export async function messageOf(
  id: number,
  feed: Feed,
  result: FeedResult,
  selected: AddressWords | undefined,
  signal: AbortSignal,
): Promise<Snapshot | Failure> {
  const { title, liveness } = result;
  const { source } = feed;
  if (!result.ok) {
    const { message, advice } = result;
    return { type: 'failure', id, source, title, liveness, message, advice };
  }
  const { map, notes } = result;
  return {
    type: 'snapshot',
    id,
    source,
    title,
    liveness,
    readAt: Date.now(),
    dialect: map.dialect,
    regions: await packed(map.regions, signal),
    problemCount: map.problems.length,
    problems: map.problems.slice(0, PROBLEMS_SHOWN),
    notes,
    selected,
  };
}

async function packed(table: RegionTable, signal: AbortSignal): Promise<PackedRegions> {
  const packer = new RegionPacker(table);
  while (!packer.pack(ROWS_AT_ONCE)) {
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
  }
  return packer.finish();
}
