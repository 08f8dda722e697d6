/**
 * A memory map as the text of /proc/PID/smaps (`show_smap()`, `__show_smap()` and `show_smap_vma_flags()` in fs/proc/task_mmu.c):
 * a region line, then each counter with its key in 16 columns and its value right-aligned in 8 more.
 */
import { ABSENT, counterAt, WIDE, type CounterColumn, type Counters } from '../memory-map/counters.ts';
import type { MemoryMap } from '../memory-map/memory-map.ts';
import { ByteChunks } from './byte-chunks.ts';
import { RegionLineWriter } from './region-lines.ts';
import { isChosen, type RowMask } from './rows.ts';

const NEWLINE = 0x0a;
const KEY_WIDTH = 16;
const VALUE_END = 24;
/** The longest number and unit, with its newline. */
const LONGEST_VALUE = 100;

const encoder = new TextEncoder();

/** One counter as it is printed. */
interface FieldForm {
  readonly column: CounterColumn;
  readonly key: Uint8Array;
  readonly width: number;
  readonly unit: Uint8Array;
}

/** True when a map has counters of smaps. */
export function hasSmaps({ counters }: MemoryMap): boolean {
  return counters !== undefined && (counters.flagSets.length > 1 || counters.columns.some(isOfSmaps));
}

/**
 * The text in pieces of about 64 KiB. A map that was read from smaps text gives it back byte for byte, when a kernel printed it.
 * Regions whose end is not told are left out.
 */
export function* smapsText(map: MemoryMap, mask?: RowMask): Generator<Uint8Array> {
  const out = new ByteChunks();
  const lines = new RegionLineWriter(map, out);
  const { counters } = map;
  const forms = counters ? formsOf(counters) : [];
  const flags = (counters?.flagSets ?? []).map((codes) =>
    encoder.encode(`VmFlags: ${codes.map((c) => `${c} `).join('')}\n`),
  );
  for (let row = 0; row < map.regions.count; row++) {
    if (!isChosen(mask, row) || !lines.write(row)) continue;
    for (const form of forms) putField(out, form, row);
    const set = counters?.vmFlags[row] ?? 0;
    const line = set === 0 ? undefined : flags[set];
    if (line) out.put(line);
    if (out.isFull) yield out.take();
  }
  if (out.p > 0) yield out.take();
}

function isOfSmaps({ family }: CounterColumn): boolean {
  return family === 'smaps';
}

/** The counters in the order of a record: as they were first seen, but Android's kernels print the name before all others. */
function formsOf({ columns }: Counters): FieldForm[] {
  const smaps = columns.filter(isOfSmaps);
  const names = smaps.filter(({ key }) => key === 'Name');
  return [...names, ...smaps.filter((column) => !names.includes(column))].map((column) => {
    const { key, unit, valueColumn } = column;
    // A key of 15 letters has its colon in the last column, and a blank follows.
    const label = `${key}:`.padEnd(KEY_WIDTH) + (key.length >= KEY_WIDTH - 1 ? ' ' : '');
    const end = valueColumn === 23 ? 23 : VALUE_END;
    const padded = valueColumn === 23 ? label.slice(0, -1) : label;
    return {
      column,
      key: encoder.encode(padded),
      width: valueColumn === 'left' ? 0 : end - padded.length,
      unit: encoder.encode(unit === '' ? '' : ` ${unit}`),
    };
  });
}

function putField(out: ByteChunks, { column, key, width, unit }: FieldForm, row: number): void {
  const value = column.values[row] ?? ABSENT;
  if (value === ABSENT || value === WIDE) {
    const other = counterAt(column, row);
    if (other === undefined) return;
    out.put(key);
    out.put(encoder.encode(typeof other === 'string' ? oneLine(other) : String(other)));
    if (typeof other !== 'string') out.put(unit);
  } else {
    out.put(key);
    out.reserve(LONGEST_VALUE);
    out.decimal(value, width);
    out.put(unit);
  }
  out.reserve(1);
  out.bytes[out.p++] = NEWLINE;
}

/** A text that cannot start a line of its own. */
function oneLine(text: string): string {
  return text.replaceAll('\n', '\\012');
}
