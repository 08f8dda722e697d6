/** Which buffers of a result move to the other thread instead of being copied. */
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';

/** The buffers of a map's columns, which nothing else uses. The map is empty on this side once they are transferred. */
export function mapBuffers(map: MemoryMap): ArrayBuffer[] {
  const columns = members(map.regions).concat(members(map.regions.files));
  if (map.counters) {
    columns.push(map.counters.vmFlags);
    for (const { values, texts } of map.counters.columns) columns.push(values, texts?.rows);
  }
  const buffers = new Set<ArrayBuffer>();
  for (const column of columns) {
    if (ArrayBuffer.isView(column) && column.buffer instanceof ArrayBuffer) buffers.add(column.buffer);
  }
  return [...buffers];
}

function members(record: object): unknown[] {
  return Object.values(record);
}

/**
 * The buffer of a view that fills it whole. Node's small Buffers are views of a pool that belongs to everybody, and must never
 * be transferred.
 */
export function ownBuffer(view: unknown): ArrayBuffer | undefined {
  if (!ArrayBuffer.isView(view)) return undefined;
  const { buffer } = view;
  return buffer instanceof ArrayBuffer && buffer.byteLength === view.byteLength ? buffer : undefined;
}
