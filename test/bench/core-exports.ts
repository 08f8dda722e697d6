/** What benches call, bundled by core.mjs. */
import { MapsParser } from '../../src/core/dialects/maps.ts';
import type { Reading } from '../../src/core/dialects/part-parser.ts';
import { SmapsParser } from '../../src/core/dialects/smaps.ts';

/** Parses a maps text, without detection and kinds. */
export function readMaps(bytes: Uint8Array): Reading {
  const parser = new MapsParser(bytes.length);
  parser.add(bytes);
  return parser.finish();
}

/** Parses an smaps text, without detection and kinds. */
export function readSmaps(bytes: Uint8Array): Reading {
  const parser = new SmapsParser(bytes.length);
  parser.add(bytes);
  return parser.finish();
}

export { parseMemoryMap } from '../../src/core/dialects/parse.ts';
export { readFigures } from '../../src/sources/figures/read-figures.ts';
export { CostScale } from '../../src/sources/figures/smaps-cost.ts';
export { LargeFile } from '../../src/sources/local/files.ts';
export { LocalProcfs } from '../../src/sources/local/procfs.ts';
export { LocalProcesses } from '../../src/sources/local/process-list.ts';
export { MapWorker } from '../../src/sources/worker/client.ts';
