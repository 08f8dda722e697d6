/**
 * Finds the fields of a region's row in any dialect: in a row of the kernel behind a log's prefix, or in a row that another tool
 * prints. The region itself says what its fields are; they are looked for in the line.
 */
import { hexWords } from '../locate/hex-words.ts';
import { formatAddress } from '../memory-map/address.ts';
import type { Region } from '../memory-map/region-table.ts';
import { fieldsOf, type FieldHit, type HeaderText } from './field-at.ts';

/** The fields of the row of a region, in no order; none when the line has nothing of it. @param text the row's whole line */
export function rowFields(text: string, region: Region): readonly FieldHit[] {
  const from = kernelRowAt(text, region);
  return from === undefined ? wordFields(text, region) : shiftedFields(text, from);
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
    ...(hasFileId ? { major: file.major.toString(16), minor: file.minor.toString(16), inode: String(file.inode) } : {}),
    name: file.name,
  };
}

/** Three to five letters of permissions: the kernel's, pmap's `rw---`, lldb's `r-x`. */
const PERMS = /(?<![\w-])[r-][w-][x-][pPsS-]?[R-]?(?![\w-])/;
const NUMBER = /(?<![\w])(?:0[xX])?([0-9a-fA-F]{1,16})(?![\w])/g;

function wordFields(text: string, region: Region): readonly FieldHit[] {
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
  if (region.offset !== undefined && region.offset > 0n) {
    const found = [...text.matchAll(NUMBER)].find((match) => BigInt(`0x${match[1] ?? '0'}`) === region.offset);
    if (found) hits.push({ field: 'offset', header, from: found.index, to: found.index + found[0].length });
  }
  const { name } = region.file;
  const from = name === '' ? -1 : text.lastIndexOf(name);
  if (from >= 0) hits.push({ field: 'name', header, from, to: from + name.length });
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

/** Some tools print the last address, some the one after it. */
function isEnd({ end, hasEnd }: Region, address: bigint): boolean {
  return hasEnd && (address === end || address === end - 1n);
}
