/** What is told of an address that no region holds, as Markdown: a fault address is one as a rule. */
import { kindOf } from '../../core/kinds/kinds.ts';
import { hexWordAt } from '../../core/locate/hex-words.ts';
import { nearestFirst } from '../../core/locate/locate.ts';
import { neighbours } from '../../core/locate/neighbours.ts';
import { formatAddress, formatHexAddress } from '../../core/memory-map/address.ts';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import { regionAt, type RegionTable } from '../../core/memory-map/region-table.ts';
import { formatBytes } from '../../core/memory-map/size.ts';
import { quoted, text as sentence, type Text } from '../../core/fields/text.ts';
import { codeSpan, markdown } from './markdown.ts';

/** What need not be an address has so many digits at most: sizes and offsets behind `0x`; dates, hashes and parts of them. */
const MOST_DIGITS = { hex: 7, bare: 11 } as const;
/** The default of vm.mmap_min_addr: a process without rights maps nothing below. */
const LOWEST_MAPPED = 0x10000n;

export interface UnmappedWord {
  readonly from: number;
  readonly to: number;
  readonly markdown: string;
}

/**
 * The address at a place of a line that none of the maps has, and what lies around it in the nearest one; undefined for words that
 * need not be addresses. @param line the number of the line, from 1
 */
export function unmappedAt(
  maps: readonly MemoryMap[],
  text: string,
  character: number,
  line: number,
): UnmappedWord | undefined {
  const word = hexWordAt(text, character);
  const [map] = nearestFirst(maps, line);
  if (!word || !map || map.regions.count === 0) return undefined;
  const { from, to, address } = word;
  const marks = map.marks.filter((mark) => mark.address === address);
  const isHex = /^0x/i.test(text.slice(from, to));
  const isLong = isHex ? to - from > 2 + MOST_DIGITS.hex : to - from > MOST_DIGITS.bare;
  if (marks.length === 0 && (!isLong || (!isHex && isOtherNumber(text, from, to)))) return undefined;
  const lines: Text[] = [
    endlessBelow(map, address) ?? ['No region of the map holds it.'],
    ...marks.slice(0, 1).map(({ label }) => sentence`It is the ${quoted(label)}.`),
    ...(address < LOWEST_MAPPED
      ? [['So low nothing is mapped as a rule: a small number, or a null pointer with an offset.']]
      : around(map, address)),
  ];
  const title = `**Address** ${codeSpan(quoted(formatHexAddress(address)))}`;
  return { from, to, markdown: `${title}\n\n${lines.map(markdown).join('  \n')}` };
}

/** True for the last part of a UUID, and for decimal numbers: times, sizes in bytes. */
function isOtherNumber(text: string, from: number, to: number): boolean {
  return /-[\da-f]{4}-$/i.test(text.slice(0, from)) || /^[1-9]\d*$/.test(text.slice(from, to));
}

/** What is told where the region below an address may reach up to it; undefined when it is told where that ends. */
function endlessBelow({ regions }: MemoryMap, address: bigint): Text | undefined {
  const { below } = neighbours(regions, address);
  if (below === undefined) return undefined;
  const { start, hasEnd } = regionAt(regions, below);
  if (hasEnd) return undefined;
  const away = formatBytes(address - start);
  return sentence`${words(regions, below)} starts ${away} below and may hold it: where it ends the source does not tell.`;
}

function around({ regions }: MemoryMap, address: bigint): Text[] {
  const { below, above } = neighbours(regions, address);
  const lines: Text[] = [];
  if (below !== undefined) {
    const { end, hasEnd } = regionAt(regions, below);
    const away = address - end;
    if (hasEnd)
      lines.push(sentence`${words(regions, below)} ends ${away === 0n ? 'right' : formatBytes(away)} below it.`);
  }
  if (above !== undefined) {
    const away = regionAt(regions, above).start - address;
    lines.push(sentence`${words(regions, above)} starts ${formatBytes(away)} above it.`);
  }
  return lines;
}

/** Kind, object, place and permissions of a region, as far as they are told. */
function words(regions: RegionTable, row: number): Text {
  const { start, end, perms, file, hasEnd } = regionAt(regions, row);
  const { label } = kindOf(regions.kind[row] ?? 0);
  const name = file.path === '' ? [label] : sentence`${label} of ${quoted(file.path)}`;
  const range = quoted(hasEnd ? `${formatAddress(start)}-${formatAddress(end)}` : formatAddress(start));
  return perms === undefined ? sentence`${name} (${range})` : sentence`${name} (${range}, ${quoted(perms)})`;
}
