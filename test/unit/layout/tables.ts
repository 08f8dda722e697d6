/** Region tables for tests: from maps text, or random ones as fast-check makes them. */
import fc from 'fast-check';
import { parseMemoryMap } from '../../../src/core/dialects/parse.ts';
import { KINDS } from '../../../src/core/kinds/kinds.ts';
import { colourMap, type Painted } from '../../../src/core/layout/colourings.ts';
import { setAddress } from '../../../src/core/memory-map/address.ts';
import { Perm } from '../../../src/core/memory-map/permissions.ts';
import { RegionBuilder } from '../../../src/core/memory-map/region-builder.ts';
import type { RegionTable } from '../../../src/core/memory-map/region-table.ts';

/** A region of a random table; sizes and gaps in pages. */
export interface Piece {
  readonly gap: bigint;
  readonly size: bigint;
  readonly perms: number;
  readonly kind: number;
}

const page = 4096n;

/** A table of pieces laid one after the other; a negative gap lets regions overlap. */
export function tableOf(pieces: readonly Piece[]): RegionTable {
  const table = new RegionBuilder(pieces.length).finish();
  const count = pieces.length;
  const filled = {
    ...table,
    count,
    start: new Uint32Array(2 * count),
    end: new Uint32Array(2 * count),
    offset: new Uint32Array(2 * count),
    perms: Uint8Array.from(pieces, ({ perms }) => perms),
    file: new Uint32Array(count),
    line: Uint32Array.from(pieces, (_, i) => i + 1),
    kind: Uint8Array.from(pieces, ({ kind }) => kind),
    sorted: pieces.every(({ gap }) => gap >= 0n),
  };
  let at = 0n;
  pieces.forEach(({ gap, size }, i) => {
    const start = at + gap * page > 0n ? at + gap * page : 0n;
    at = start + size * page;
    setAddress(filled.start, i, start);
    setAddress(filled.end, i, at);
  });
  return filled;
}

/** Sizes as address spaces have them: many small ones, some medium, few huge. */
const pages = fc.oneof(
  { weight: 6, arbitrary: fc.bigInt({ min: 1n, max: 64n }) },
  { weight: 2, arbitrary: fc.bigInt({ min: 1n, max: 1n << 20n }) },
  { weight: 1, arbitrary: fc.bigInt({ min: 1n, max: 1n << 34n }) },
);
const gaps = fc.oneof(fc.constant(0n), fc.constant(0n), pages);
const perms = fc.constantFrom(
  0,
  Perm.read,
  Perm.read | Perm.write,
  Perm.read | Perm.execute,
  Perm.read | Perm.write | Perm.execute,
  Perm.unknown,
);
const kinds = fc.nat(KINDS.length - 1);

/** A table in address order without overlaps. */
export const sortedTables: fc.Arbitrary<RegionTable> = fc
  .array(fc.record({ gap: gaps, size: pages, perms, kind: kinds }), { minLength: 1, maxLength: 80 })
  .map(tableOf);

/** A table that may be out of order and overlap, and have empty regions. */
export const wildTables: fc.Arbitrary<RegionTable> = fc
  .array(
    fc.record({
      gap: fc.bigInt({ min: -4096n, max: 4096n }),
      size: fc.bigInt({ min: 0n, max: 4096n }),
      perms,
      kind: kinds,
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map(tableOf);

/** The table of a maps text. */
export function tableOfText(text: string): RegionTable {
  return parseMemoryMap(new TextEncoder().encode(text)).regions;
}

/** A table in the colours of kinds. */
export function byKind(regions: RegionTable): Painted {
  return colourMap({ regions, counters: undefined }, 'kind');
}
