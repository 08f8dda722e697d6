/** The rows under a process's memory: totals by group, and the regions of each group. */
import { groupColumn, groupTotals } from '../../core/layout/groups.ts';
import { GROUPS } from '../../core/kinds/kinds.ts';
import { addressAt, formatAddress } from '../../core/memory-map/address.ts';
import { addressOrder } from '../../core/memory-map/region-table.ts';
import type { MapWorker } from '../../sources/worker/client.ts';
import type { GroupNode, MapRead, MemoryNode, MemoryRead, MoreNode, NoteNode, RegionNode } from './nodes.ts';

/** Regions that a group shows at first; each further step doubles what is shown. */
export const PAGE = 500;

/** How many regions each group shows, by the group row's id, where it is not `PAGE`. */
export type Pages = Map<string, number>;

/** Reads the map, once for all who ask until `forgetMemory`. */
export function loadMemory(node: MemoryNode, worker: MapWorker): Promise<MemoryRead> {
  node.reading ??= readMemory(node, worker).then((read) => (node.read = read));
  return node.reading;
}

/** The next `loadMemory` reads again. What was read stays shown until then. */
export function forgetMemory(node: MemoryNode): void {
  node.reading = undefined;
}

async function readMemory({ parent: { source, pid, startTime } }: MemoryNode, worker: MapWorker): Promise<MemoryRead> {
  const live = await worker.readProcess(source, { pid, file: 'maps', startTime });
  const readAt = Date.now();
  if (!live.ok) return { ...live, readAt };
  const { map, process, torn } = live;
  const groups = groupColumn(map.regions);
  return { ok: true, readAt, map, process, torn, groups, totals: groupTotals(map.regions) };
}

/** The rows under the memory row. */
export function memoryChildren(node: MemoryNode, read: MemoryRead): (GroupNode | NoteNode)[] {
  if (read.ok) return read.totals.map((total) => groupNode(node, total));
  const { title, message, advice } = read;
  const note = (name: string, text: string, detail: string, icon: NoteNode['icon']): NoteNode => {
    return { kind: 'note', id: `${node.id}/${name}`, parent: node, text, detail, icon };
  };
  const notes = [note('why', title, message, 'lock')];
  if (advice !== '') notes.push(note('advice', advice, '', 'lightbulb'));
  return notes;
}

function groupNode(parent: MemoryNode, total: GroupNode['total']): GroupNode {
  return { kind: 'group', id: `${parent.id}/${GROUPS[total.group]?.id ?? ''}`, parent, total };
}

/** The rows under a group: its regions in address order, up to the page, and a row for the rest. */
export function groupChildren(node: GroupNode, read: MapRead, pages: Pages): (RegionNode | MoreNode)[] {
  const { regions } = read.map;
  const order = addressOrder(regions);
  const most = pages.get(node.id) ?? PAGE;
  const rows: (RegionNode | MoreNode)[] = [];
  for (let i = 0; i < regions.count && rows.length < most; i++) {
    const row = order?.[i] ?? i;
    if (read.groups[row] !== node.total.group) continue;
    // In a torn map two regions can start at one address, and ids must differ.
    const place = regions.sorted ? formatAddress(addressAt(regions.start, row)) : `row ${row}`;
    rows.push({ kind: 'region', id: `${node.id}/${place}`, parent: node, read, row });
  }
  const left = node.total.regions - rows.length;
  if (left > 0) rows.push({ kind: 'more', id: `${node.id}/more`, parent: node, left, next: Math.min(left, most) });
  return rows;
}
