/** Packs counters to be sent to a view; see packed-counters.ts for the form. */
import { counterColumn, type CounterColumn, type Counters } from '../core/memory-map/counters.ts';
import type { RegionTable } from '../core/memory-map/region-table.ts';
import { COMMON, likeness, Token, TOKEN_STEP, type PackedCounter, type PackedCounters } from './packed-counters.ts';
import { packTexts, packWide } from './packed-texts.ts';

/** Bytes that a token takes at most: 34 bits. */
const MOST_BYTES = 5;

/**
 * Packs counters a column at a time (5 ns a value), for a caller that must not hold up its thread: it may pause at each
 * `yield`.
 */
export function* packCounters(counters: Counters, regions: RegionTable): Generator<undefined, PackedCounters> {
  const common = counterColumn(counters, COMMON)?.values;
  const columns: PackedCounter[] = [];
  for (const column of counters.columns) {
    columns.push(packColumn(column, likeness(column.key, common, regions)));
    yield undefined;
  }
  const vmFlags = tokens(counters.vmFlags, undefined);
  return { columns, vmFlags, flagSets: packTexts(counters.flagSets.map((codes) => codes.join(' '))) };
}

function packColumn({ key, family, unit, values, wide, texts }: CounterColumn, like?: Uint32Array): PackedCounter {
  return {
    key,
    family,
    unit,
    values: tokens(values, like),
    wide: packWide(wide),
    texts: texts && { rows: tokens(texts.rows, undefined), words: packTexts(texts.words) },
  };
}

/** The tokens of a column. What is scanned for the longer of two runs is never scanned again: linear. */
function tokens(values: Uint32Array, like: Uint32Array | undefined): Uint8Array {
  let out = new Uint8Array(256);
  let at = 0;
  let last = 0;
  for (let row = 0; row < values.length;) {
    let repeated = row;
    while (repeated < values.length && codeOf(values[repeated] ?? 0) === last) repeated++;
    let same = row;
    if (like) while (same < values.length && values[same] === like[same]) same++;
    if (repeated === row && same === row) {
      last = codeOf(values[row] ?? 0);
      put(last * TOKEN_STEP + Token.code);
      row++;
    } else if (repeated >= same) {
      put((repeated - row) * TOKEN_STEP + Token.repeat);
      row = repeated;
    } else {
      put((same - row) * TOKEN_STEP + Token.same);
      row = same;
      last = codeOf(values[row - 1] ?? 0);
    }
  }
  return out.slice(0, at);

  function put(token: number): void {
    if (at + MOST_BYTES > out.length) {
      const larger = new Uint8Array(2 * out.length);
      larger.set(out);
      out = larger;
    }
    let rest = token;
    while (rest > 127) {
      out[at++] = (rest & 127) | 128;
      rest = rest < 0x80000000 ? rest >>> 7 : Math.floor(rest / 128);
    }
    out[at++] = rest;
  }
}

/** 0 for what is absent, whose value is the highest of all. */
function codeOf(value: number): number {
  return (value + 1) >>> 0;
}
