/** Maps for the tests of formats, and what a format makes of them as one text. */
import { parseMaps, parseMemoryMap } from '../../../src/core/dialects/parse.ts';
import { formatOf, type FormatId } from '../../../src/core/export/formats.ts';
import type { RowMask } from '../../../src/core/export/rows.ts';
import type { MemoryMap } from '../../../src/core/memory-map/memory-map.ts';

/** The map of lines; a character is a byte. */
export function mapOf(...lines: string[]): MemoryMap {
  return parseMemoryMap(Buffer.from(lines.map((each) => `${each}\n`).join(''), 'latin1'));
}

/** A line of a 64-bit kernel. */
export function line(range: string, perms: string, name: string, file = '00000000 08:01 42'): string {
  const header = `${range} ${perms} ${file} `;
  return name === '' ? header : `${header.padEnd(72)} ${name}`;
}

/** The map of a text, a character a byte, that has exactly one. */
export function onlyMap(text: string): MemoryMap {
  const maps = parseMaps(Buffer.from(text, 'latin1'));
  const [map] = maps;
  if (!map || maps.length > 1) throw new Error(`${maps.length} maps`);
  return map;
}

/** A format's text of a map, a character a byte. */
export function textOf(id: FormatId, map: MemoryMap, mask?: RowMask): string {
  const format = formatOf(id);
  if (!format) throw new Error(`no format ${id}`);
  return Buffer.concat([...format.write(map, mask)].map((piece) => Buffer.from(piece))).toString('latin1');
}

/** gdb's mappings of a process: no device, no inode, and before gdb 12 no permissions. */
export const GDB = `process 4711
Mapped address spaces:

          Start Addr           End Addr       Size     Offset objfile
            0x400000           0x401000     0x1000        0x0 /bin/x
      0x7ffff7dd0000     0x7ffff7dd2000     0x2000    0x1000 [stack]
`;
