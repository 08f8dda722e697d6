/** Unpacks what pack-counters.ts packed. */
import type { CounterColumn, Counters } from '../core/memory-map/counters.ts';
import type { RegionTable } from '../core/memory-map/region-table.ts';
import { COMMON, likeness, Token, TOKEN_STEP, type PackedCounter, type PackedCounters } from './packed-counters.ts';
import { unpackTexts, unpackWide } from './packed-texts.ts';

/** The counters that were packed, for the same regions. */
export function unpackCounters(packed: PackedCounters, regions: RegionTable): Counters {
  const { count } = regions;
  const common = packed.columns.find(({ key }) => key === COMMON);
  const shared = common && columnOf(common.values, count, undefined);
  const column = ({ key, family, unit, values, wide, texts }: PackedCounter): CounterColumn => ({
    key,
    family,
    unit,
    values: key === COMMON && shared ? shared : columnOf(values, count, likeness(key, shared, regions)),
    wide: unpackWide(wide),
    texts: texts && { rows: columnOf(texts.rows, count, undefined), words: unpackTexts(texts.words) },
  });
  return {
    columns: packed.columns.map(column),
    vmFlags: columnOf(packed.vmFlags, count, undefined),
    flagSets: unpackTexts(packed.flagSets).map((codes) => codes.split(' ').filter((code) => code !== '')),
  };
}

function columnOf(tokens: Uint8Array, count: number, like: Uint32Array | undefined): Uint32Array {
  const values = new Uint32Array(count);
  let at = 0;
  let last = 0xffffffff;
  for (let row = 0; row < count && at < tokens.length;) {
    let token = tokens[at++] ?? 0;
    if (token > 127) {
      token &= 127;
      for (let scale = 128, byte = 128; byte > 127; scale *= 128) {
        byte = tokens[at++] ?? 0;
        token += (byte & 127) * scale;
      }
    }
    const argument = Math.floor(token / TOKEN_STEP);
    const end = Math.min(count, row + argument);
    switch (token % TOKEN_STEP) {
      case Token.code:
        last = (argument - 1) >>> 0;
        values[row++] = last;
        break;
      case Token.repeat:
        values.fill(last, row, end);
        row = end;
        break;
      default:
        if (like) values.set(like.subarray(row, end), row);
        row = end;
        last = values[row - 1] ?? 0;
    }
  }
  return values;
}
