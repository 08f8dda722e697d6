/** Explains the lines of smaps and smaps_rollup that follow a region's line. */
import { counterAt, counterColumn, counterNumber, type CounterColumn, vmFlagsAt } from '../memory-map/counters.ts';
import { regionAt } from '../memory-map/region-table.ts';
import { formatKilobytes, formatShare } from '../memory-map/size.ts';
import { flagEntry, keyEntry, UNKNOWN_FLAG, UNKNOWN_KEY } from './catalogue.ts';
import { explanation, pageSizeOf, type Explanation, type Place } from './explanation.ts';
import { pages } from './explain-header.ts';
import type { Field } from './field-at.ts';
import { mayChangeByFlags } from './mprotect.ts';
import { ownerLine } from './region-facts.ts';
import type { KeyEntry } from './smaps-keys.ts';
import { quoted, text, type Text } from './text.ts';

const AMOUNT = /^(\d{1,20}) kB$/;

/** Explains a counter. */
export function explainKey({ key, value }: Field & { field: 'key' }, place: Place | undefined): Explanation {
  const entry = keyEntry(key) ?? UNKNOWN_KEY;
  const digits = AMOUNT.exec(value)?.[1];
  const amount = digits === undefined ? undefined : BigInt(digits);
  const here: (Text | undefined)[] = [
    amount === undefined ? (pagesLine(value, place) ?? bareValue(key, value)) : amountLine(entry, value, amount, place),
  ];
  if (place && amount !== undefined) {
    here.push(shareLine(entry, amount, place));
    if (key === 'Rss' && amount === 0n) here.push(whyEmpty(place));
    if (key === 'Private_Dirty' && amount > 0n) here.push(dirtyFile(place));
  }
  if (place) here.push(ownerLine(place));
  return explanation(
    entry,
    here.filter((line) => line !== undefined),
    [quoted(key)],
  );
}

function amountLine(entry: KeyEntry, value: string, kilobytes: bigint, place: Place | undefined): Text {
  if (kilobytes === 0n) return text`${quoted(value)}: nothing.`;
  // How many pages a page size is says nothing, and a proportional amount is no number of pages.
  const bytes = kilobytes << 10n;
  const count = entry.summable && bytes % pageSizeOf(place).size === 0n ? `, ${pages(bytes, place)}` : '';
  return text`${quoted(value)} = ${formatKilobytes(kilobytes)}${count}.`;
}

/** A number of pages in bytes, where the row tells how large they are, as those of numa_maps do. */
function pagesLine(value: string, place: Place | undefined): Text | undefined {
  const count = /^(\d{1,15}) pages?$/.exec(value)?.[1];
  const size = place && counterNumber(place.map.counters, 'kernelpagesize_kB', place.row);
  if (count === undefined || size === undefined) return undefined;
  return text`${quoted(value)} of ${formatKilobytes(size)} = ${formatKilobytes(Number(count) * size)}.`;
}

/** The amount as a share of what it is part of, and of the same amount in the whole map. */
function shareLine(entry: KeyEntry, amount: bigint, place: Place): Text | undefined {
  if (amount === 0n) return undefined;
  const { counters, dialect } = place.map;
  const whole = entry.partOf === undefined ? undefined : counterNumber(counters, entry.partOf, place.row);
  const total = entry.summable && dialect !== 'smaps_rollup' ? keyTotal(place, entry.name) : undefined;
  const part = whole === undefined ? undefined : formatShare(amount, whole);
  const share = total === undefined ? undefined : formatShare(amount, total);
  const told = [
    part === undefined ? '' : `${part} of its ${entry.partOf ?? ''}`,
    share === undefined || total === undefined
      ? ''
      : `${share} of the ${entry.name} of all regions (${formatKilobytes(total)})`,
  ].filter((words) => words !== '');
  return told.length > 0 ? [`${told.join(', ')}.`] : undefined;
}

const totals = new WeakMap<CounterColumn, number>();

/** The sum of a counter over all regions, in its unit; undefined when no region has it. Remembered for the map's life. */
function keyTotal({ map }: Place, key: string): number | undefined {
  const column = map.counters && counterColumn(map.counters, key);
  if (!column) return undefined;
  let total = totals.get(column);
  if (total === undefined) {
    total = 0;
    for (let row = 0; row < map.regions.count; row++) {
      const value = counterAt(column, row);
      if (value !== undefined && typeof value !== 'string') total += Number(value);
    }
    totals.set(column, total);
  }
  return total;
}

/** A value that is not an amount of memory. */
function bareValue(key: string, value: string): Text {
  if (value === '') return ['The line has no value: it is unknown.'];
  if (key === 'THPeligible' && /^[01]$/.test(value)) return text`${quoted(value)}: ${value === '1' ? 'yes' : 'no'}.`;
  if (key === 'ProtectionKey' && /^\d+$/.test(value)) {
    return text`${quoted(value)}: ${/^0+$/.test(value) ? 'the default key' : 'a key of the program’s own'}.`;
  }
  return text`The value is ${quoted(value)}.`;
}

/** Why nothing is resident, where the flags tell. */
function whyEmpty({ map, row }: Place): Text {
  const flags = vmFlagsAt(map.counters, row) ?? [];
  if (flags.includes('ht')) return ['Hugetlb pages are not counted here: see Shared_Hugetlb and Private_Hugetlb.'];
  if (flags.includes('pf') || flags.includes('io'))
    return ['Device memory is not counted here, however much is mapped.'];
  return (counterNumber(map.counters, 'Swap', row) ?? 0) > 0
    ? ['Everything that was used is in swap.']
    : ['No page of it is in RAM: never touched, only read as zeros, or dropped.'];
}

/** Dirty pages of a file that are no copies: the file itself was written not long ago. */
function dirtyFile({ map, row }: Place): Text | undefined {
  const isFile = regionAt(map.regions, row).file.inode > 0n;
  if (!isFile || counterNumber(map.counters, 'Anonymous', row) !== 0) return undefined;
  return ['Anonymous is 0: these are pages of the file itself that are not on disk yet, not changed copies.'];
}

/** Explains the VmFlags line as a whole. */
export function explainFlags({ codes }: Field & { field: 'flags' }, place: Place | undefined): Explanation {
  const entry = keyEntry('VmFlags') ?? UNKNOWN_KEY;
  if (codes.length === 0) return explanation(entry, [['The line is empty: the region has no flag that has a code.']]);
  const told = codes.map(
    (code, i) => text`${quoted(code)} ${flagEntry(code)?.label ?? 'unknown'}${i < codes.length - 1 ? ', ' : '.'}`,
  );
  const here: Text[] = [told.flat()];
  if (place) here.push(ownerLine(place));
  return explanation(entry, here);
}

/** Explains one code of the VmFlags line. */
export function explainFlag({ code, codes }: Field & { field: 'flag' }, place: Place | undefined): Explanation {
  const entry = flagEntry(code) ?? UNKNOWN_FLAG;
  const here: Text[] = [];
  if (entry.constant !== undefined) here.push(text`${quoted(entry.constant)} in the kernel.`);
  const may = /^(rd|wr|ex|mr|mw|me|sl)$/.test(code) ? mayChangeByFlags(codes) : undefined;
  if (may) here.push(may);
  if (place) here.push(ownerLine(place));
  return explanation(entry, here, text`VmFlags ${quoted(code)}`);
}
