/** Regions and addresses of a debuggee in sentences. */
import * as vscode from 'vscode';
import { kindOf } from '../../core/kinds/kinds.ts';
import { locate, type Location } from '../../core/locate/locate.ts';
import { neighbours } from '../../core/locate/neighbours.ts';
import { formatAddress, formatHexAddress } from '../../core/memory-map/address.ts';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import { printable } from '../../core/memory-map/printable.ts';
import { regionAt } from '../../core/memory-map/region-table.ts';
import { formatBytes } from '../../core/memory-map/size.ts';

/** The place of the first of several addresses that is mapped; undefined when none is. */
export function firstMapped(map: MemoryMap, addresses: readonly bigint[]): Location | undefined {
  for (const address of addresses) {
    const [location] = locate([map], address, 1);
    if (location) return location;
  }
  return undefined;
}

/** What holds an address: region, kind, object and place in the file. */
export function placeSentence({ map, row, region, address, file }: Location): string {
  const kind = kindOf(map.regions.kind[row] ?? 0).label;
  const name = printable(region.file.name);
  const what = name === '' ? kind : vscode.l10n.t('{0}, {1}', kind, name);
  const place = vscode.l10n.t(
    '{0} is in {1}: region {2} ({3}), {4} from its start.',
    formatHexAddress(address),
    what,
    `${formatAddress(region.start)}-${formatAddress(region.end)}`,
    [region.perms, formatBytes(region.size)].filter((fact) => fact !== undefined).join(', '),
    `0x${(address - region.start).toString(16)}`,
  );
  return file ? `${place} ${vscode.l10n.t('It is byte {0} of the file.', `0x${file.offset.toString(16)}`)}` : place;
}

/** Says that no region holds an address, and what lies next to it. */
export function unmappedSentence({ regions }: MemoryMap, address: bigint, name: string): string {
  const { below, above } = neighbours(regions, address);
  const words = (row: number): string => {
    const { start, end, file } = regionAt(regions, row);
    const label = file.name === '' ? kindOf(regions.kind[row] ?? 0).label : printable(file.name);
    return `${formatAddress(start)}-${formatAddress(end)} (${label})`;
  };
  const facts = [vscode.l10n.t('{0} is not mapped: no region of {1} holds it.', formatHexAddress(address), name)];
  if (below !== undefined) {
    const away = address - regionAt(regions, below).end;
    facts.push(vscode.l10n.t('{0} ends {1} below it.', words(below), formatBytes(away)));
  }
  if (above !== undefined) {
    const away = regionAt(regions, above).start - address;
    facts.push(vscode.l10n.t('{0} starts {1} above it.', words(above), formatBytes(away)));
  }
  return facts.join(' ');
}
