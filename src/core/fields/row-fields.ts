/**
 * Finds the fields of a region's row in any dialect: in a row of the kernel behind a log's prefix, or in a row that another tool
 * prints. The region itself says what its fields are; they are looked for in the line.
 */
import { hexWords } from '../locate/hex-words.ts';
import { formatAddress } from '../memory-map/address.ts';
import type { Counters } from '../memory-map/counters.ts';
import type { Region } from '../memory-map/region-table.ts';
import { fieldsOf, type FieldHit, type HeaderText } from './field-at.ts';
import { counterFields } from './row-counters.ts';

/**
 * The fields of the row of a region, in no order; none when the line has nothing of it.
 * @param text the row's whole line @param counters of the region's map
 */
export function rowFields(text: string, region: Region, counters?: Counters): readonly FieldHit[] {
  const from = kernelRowAt(text, region);
  return from === undefined ? wordFields(text, region, counters) : shiftedFields(text, from);
}

/** Where the kernel's row of a region starts in a line; undefined when the line has another form. */
export function kernelRowAt(text: string, region: Region): number | undefined {
  const range = `${formatAddress(region.start)}-${formatAddress(region.end)} `;
  const from = text.toLowerCase().indexOf(range);
  return from < 0 ? undefined : from;
}

/** The fields of the line from a place on, told by their places in the whole line. */
export function shiftedFields(text: string, from: number): readonly FieldHit[] {
  return fieldsOf(text.slice(from)).map((hit) => ({ ...hit, from: hit.from + from, to: hit.to + from }));
}

/** The fields of a region as the kernel would print them. */
export function headerOf({ start, end, perms, offset, hasFileId, file }: Region): HeaderText {
  return {
    start: formatAddress(start),
    end: formatAddress(end),
    ...(perms === undefined ? {} : { perms }),
    ...(offset === undefined ? {} : { offset: formatAddress(offset) }),
    ...(hasFileId
      ? { major: deviceDigits(file.major), minor: deviceDigits(file.minor), inode: String(file.inode) }
      : {}),
    name: file.name,
  };
}

function deviceDigits(number: number): string {
  return number.toString(16).padStart(2, '0');
}

/** Three to five letters of permissions: the kernel's, pmap's `rw---`, lldb's `r-x`. */
const PERMS = /(?<![\w-])[r-][w-][x-][pPsS-]?[R-]?(?![\w-])/;
const NUMBER = /(?<![\w])(?:0[xX])?([0-9a-fA-F]{1,16})(?![\w])/g;
/** `fe:00 2393476`. */
const DEVICE = /(?<!\S)([\da-f]{2,8}):([\da-f]{2,8})(?!\S)(?:( +)(\d+)(?!\S))?/g;

function wordFields(text: string, region: Region, counters: Counters | undefined): readonly FieldHit[] {
  const header = headerOf(region);
  const hits: FieldHit[] = [];
  for (const { from, to, address } of hexWords(text)) {
    const part = address === region.start ? 'start' : isEnd(region, address) ? 'end' : undefined;
    if (part) hits.push({ field: 'range', part, header, from, to });
  }
  const perms = header.perms === undefined ? null : PERMS.exec(text);
  if (perms) {
    for (let letter = 0; letter < Math.min(4, perms[0].length); letter++) {
      hits.push({ field: 'perms', letter, header, from: perms.index + letter, to: perms.index + letter + 1 });
    }
  }
  const { name } = region.file;
  const from = name === '' ? -1 : text.lastIndexOf(name);
  hits.push(...offsetFields(from < 0 ? text : text.slice(0, from), region));
  if (region.hasFileId) hits.push(...fileIdFields(text, region));
  if (from >= 0) hits.push({ field: 'name', header, from, to: from + name.length });
  if (counters) hits.push(...counterFields(text, from, counters, region.index));
  // What other tools add to a row belongs to the region as a whole.
  hits.push({
    field: 'range',
    part: undefined,
    header,
    from: text.length - text.trimStart().length,
    to: text.trimEnd().length,
  });
  return hits;
}

/**
 * The offset. A size may be the same number: it has fewer digits (pmap), stands before the offset where addresses have `0x` (gdb,
 * pwndbg), or behind it (tombstones).
 */
function offsetFields(text: string, region: Region): readonly FieldHit[] {
  const { offset } = region;
  if (offset === undefined || offset === 0n) return [];
  const found = [...text.matchAll(NUMBER)].filter((match) => BigInt(`0x${match[1] ?? '0'}`) === offset);
  const longest = Math.max(...found.map(([word]) => word.length));
  const alike = found.filter(([word]) => word.length === longest);
  const match = /\b0x[\da-f]{5}/i.test(text) ? alike.at(-1) : alike[0];
  return match
    ? [{ field: 'offset', header: headerOf(region), from: match.index, to: match.index + match[0].length }]
    : [];
}

/** Device and inode as pmap prints them; behind a device of 00:00 the inode says nothing. */
function fileIdFields(text: string, region: Region): readonly FieldHit[] {
  const header = headerOf(region);
  const { major, minor, inode } = region.file;
  for (const match of text.matchAll(DEVICE)) {
    const [all, device = '', own = '', between = '', number] = match;
    if (Number.parseInt(device, 16) !== major || Number.parseInt(own, 16) !== minor) continue;
    const to = match.index + device.length + 1 + own.length;
    const hits: FieldHit[] = [{ field: 'device', header, from: match.index, to }];
    if (number === String(inode)) {
      hits.push({ field: 'inode', header, from: to + between.length, to: match.index + all.length });
    }
    return hits;
  }
  return [];
}

/** Some tools print the last address, some the one after it. */
function isEnd({ end, hasEnd }: Region, address: bigint): boolean {
  return hasEnd && (address === end || address === end - 1n);
}
