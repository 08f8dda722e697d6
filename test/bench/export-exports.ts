/** What export.mjs calls. */
import { readNormalForm } from '../../src/core/dialects/json.ts';
import { parseMemoryMap } from '../../src/core/dialects/parse.ts';
import type { Reading } from '../../src/core/dialects/part-parser.ts';
import { joinedBytes } from '../../src/core/export/joined.ts';
import { normalFormText } from '../../src/core/export/normal-form.ts';
import type { MemoryMap } from '../../src/core/memory-map/memory-map.ts';

export { MapsParser } from '../../src/core/dialects/maps.ts';
export { mapsText } from '../../src/core/export/maps-text.ts';
export { parseMemoryMap };

/** The normal form of a map as bytes. */
export function jsonOf(map: MemoryMap): Uint8Array {
  return joinedBytes(normalFormText(map));
}

/** Reads the normal form of one map, without kinds. */
export function readJson(bytes: Uint8Array): Reading {
  const [map] = readNormalForm(bytes);
  if (!map) throw new Error('no map');
  return map.reading;
}
