/** The regions of a minidump: from the text of /proc/PID/maps that it holds, or the best that it tells instead. */
import { addressAt, addressNumberAt } from '../memory-map/address.ts';
import { ABSENT, WIDE, type CounterColumn, type Counters } from '../memory-map/counters.ts';
import { NO_FILE } from '../memory-map/file-table.ts';
import type { Note } from '../memory-map/notes.ts';
import type { RegionTable } from '../memory-map/region-table.ts';
import { GrowingTexts } from '../memory-map/texts.ts';
import { MapsParser } from './maps.ts';
import type { MemoryInfo, Module } from './minidump-streams.ts';
import { RowSink } from './row-sink.ts';
import { inOrder, joinStretches, merged, stretchAt, type Stretch } from './stretches.ts';

/** Regions without counters, and what they were made of. */
export interface MinidumpRegions {
  readonly regions: RegionTable;
  readonly notes: readonly Note[];
  readonly assumptions: readonly string[];
  readonly problems: readonly string[];
}

const encoder = new TextEncoder();

/** From the text of the LinuxMaps stream; the lines of it are no lines of the file. */
export function regionsOfMaps(text: Uint8Array): MinidumpRegions {
  const parser = new MapsParser(text.length);
  // Some writers pad with NUL.
  const nul = text.indexOf(0);
  parser.add(nul < 0 ? text : text.subarray(0, nul));
  const { regions, problems } = parser.finish();
  regions.line.fill(0);
  return {
    regions,
    notes: [],
    assumptions: [],
    problems: problems.map(({ line, reason }) => `line ${line} of its maps: ${reason}`),
  };
}

/** From the list of all regions that Windows, Crashpad and rust-minidump write. */
export function regionsOfMemoryInfo(list: readonly MemoryInfo[], modules: readonly Module[]): MinidumpRegions {
  const sink = new RowSink(list.length);
  const notes: Note[] = [];
  for (const { start, end, perms, isGuard } of inOrder(list)) {
    addRow(sink, { start, end }, stretchAt(modules, start));
    sink.perms(perms);
    if (isGuard)
      notes.push({ start, end, label: 'Guard', kind: 'guard', line: 0, because: 'the minidump says PAGE_GUARD' });
  }
  return {
    regions: sink.finish().regions,
    notes,
    assumptions: [
      'The minidump has no text of /proc/PID/maps: its regions are those of its list of memory, with names from its list of modules; offsets, devices and inodes are not told.',
    ],
    problems: [],
  };
}

/** From the modules, and what memory the dump holds beside them. */
export function regionsOfModules(modules: readonly Module[], memory: readonly Stretch[]): MinidumpRegions {
  const { pieces, overlaps } = joinStretches(merged(memory), modules);
  const rows: { start: bigint; end: bigint; module: Module | undefined }[] = [];
  for (const { start, end, b: module } of pieces) {
    const last = rows.at(-1);
    // A module is one region, whatever of it the dump holds.
    if (module && last?.module === module) last.end = end;
    else rows.push({ start, end, module });
  }
  const sink = new RowSink(rows.length);
  for (const row of rows) addRow(sink, row, row.module);
  return {
    regions: sink.finish().regions,
    notes: [],
    assumptions: [
      'The minidump does not list the regions of its process: its modules, and the memory that it holds, stand for them; permissions, and all other memory, are not told.',
    ],
    problems: overlaps > 0 ? [`${overlaps} of its modules overlap others: these are shown up to where they meet`] : [],
  };
}

function addRow(sink: RowSink, { start, end }: Stretch, module: Module | undefined): void {
  sink.stretch(start, end, 0);
  if (!module) return;
  const name = encoder.encode(module.name);
  sink.name(name, 0, name.length);
}

/** The columns: how much of each region the dump holds, in kB, and the ID of the module that it belongs to. */
export function minidumpCounters(
  regions: RegionTable,
  modules: readonly Module[],
  memory: readonly Stretch[],
): Counters {
  const dumped = new Uint32Array(regions.count);
  const wide = new Map<number, bigint>();
  const below = bytesBelow(merged(memory));
  for (let row = 0; row < regions.count; row++) {
    const bytes = below(addressNumberAt(regions.end, row)) - below(addressNumberAt(regions.start, row));
    const kilobytes = Math.ceil(Math.max(0, bytes) / 1024);
    dumped[row] = Math.min(kilobytes, WIDE);
    if (kilobytes >= WIDE) wide.set(row, BigInt(kilobytes));
  }
  const ids = moduleIds(regions, modules);
  return {
    columns: [
      { key: 'Dumped', family: 'other', unit: 'kB', values: dumped, wide },
      ...ID_KEYS.flatMap((key) => idColumn(regions, ids, key)),
    ],
    vmFlags: new Uint32Array(regions.count),
    flagSets: [[]],
  };
}

type ModuleId = NonNullable<Module['id']>;
const ID_KEYS: readonly ModuleId['key'][] = ['BuildId', 'DebugId'];

/** By file: a module is where its file was loaded first; the other regions of that file are of the same build. */
function moduleIds(regions: RegionTable, modules: readonly Module[]): ReadonlyMap<number, ModuleId> {
  const ids = new Map<number, ModuleId>();
  for (let row = 0; row < regions.count; row++) {
    const file = regions.file[row] ?? NO_FILE;
    const id = file === NO_FILE ? undefined : stretchAt(modules, addressAt(regions.start, row))?.id;
    if (id && !ids.has(file)) ids.set(file, id);
  }
  return ids;
}

/** None when no region has such an ID. */
function idColumn(regions: RegionTable, ids: ReadonlyMap<number, ModuleId>, key: ModuleId['key']): CounterColumn[] {
  const texts = new GrowingTexts(regions.count);
  let hasTexts = false;
  for (let row = 0; row < regions.count; row++) {
    const id = ids.get(regions.file[row] ?? NO_FILE);
    if (id?.key !== key) continue;
    texts.set(row, id.value);
    hasTexts = true;
  }
  const values = new Uint32Array(regions.count).fill(ABSENT);
  if (!hasTexts) return [];
  return [{ key, family: 'other', unit: '', values, wide: new Map(), texts: texts.finish(regions.count) }];
}

/** How many bytes of the stretches lie below an address. Stretches are in address order and do not overlap. */
function bytesBelow(stretches: readonly Stretch[]): (address: number) => number {
  const starts = Float64Array.from(stretches, ({ start }) => Number(start));
  const sizes = Float64Array.from(stretches, ({ start, end }) => Number(end - start));
  const before = new Float64Array(stretches.length);
  for (let i = 1; i < before.length; i++) before[i] = before[i - 1]! + sizes[i - 1]!;
  return (address) => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (starts[middle]! <= address) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? 0 : before[low - 1]! + Math.min(sizes[low - 1]!, address - starts[low - 1]!);
  };
}
