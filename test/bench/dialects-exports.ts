/** What the bench of dialects calls. */
import { findBlocks } from '../../src/core/dialects/find.ts';
import { DIALECTS } from '../../src/core/dialects/registry.ts';

export { hasMaps, parseMaps } from '../../src/core/dialects/parse.ts';

/** Finds and reads all maps of a text, without telling the kinds of their regions. Gives how many regions they have. */
export function readAll(bytes: Uint8Array): number {
  let regions = 0;
  for (const { reading } of findBlocks(bytes, DIALECTS)) regions += reading.regions.count;
  return regions;
}
