/** Maps in the normal form for tests. */
import { parseMemoryMap } from '../../../src/core/dialects/parse.ts';
import type { MemoryMap } from '../../../src/core/memory-map/memory-map.ts';

/** The map of a JSON text, or of a value as JSON. */
export function read(value: unknown): MemoryMap {
  return parseMemoryMap(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), { file: 'x.json' });
}

/** A map of one region, with some of its fields changed. */
export function oneRegion(changes: Readonly<Record<string, unknown>>): object {
  const region = {
    start: '0x00400000',
    end: '0x00401000',
    size: 4096,
    perms: 'r-xp',
    offset: '0x0',
    dev: '08:01',
    inode: '42',
    path: '/bin/x',
    deleted: false,
    line: 1,
    smaps: null,
    numa: null,
    ...changes,
  };
  return { dialect: 'maps', source: {}, arch: null, pageSize: null, regions: [region], problems: [] };
}
