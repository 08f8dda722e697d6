export { readMaps } from '../../src/core/dialects/maps.ts';
export { readSmaps } from '../../src/core/dialects/smaps.ts';
export { parseMemoryMap } from '../../src/core/dialects/parse.ts';
export { LocalProcesses } from '../../src/sources/local/process-list.ts';
export { MapWorker } from '../../src/sources/worker/client.ts';
