/** Which regions a line of the source belongs to. In most sources lines ascend with rows; where calls are replayed they do not. */
import { lastRowAtOrBefore, type RegionTable } from './region-table.ts';

/** Row numbers in the order of their lines; undefined for a table whose rows are in that order already. */
const orders = new WeakMap<RegionTable, Uint32Array | null>();

/** The rows that stand on a line, lowest address first; empty when none does. */
export function rowsOnLine(table: RegionTable, line: number): readonly number[] {
  const order = lineOrder(table);
  const rows: number[] = [];
  for (let i = lowerBound(table, order, line); i < table.count; i++) {
    const row = order?.[i] ?? i;
    if (table.line[row] !== line) break;
    rows.push(row);
  }
  return rows;
}

/**
 * The row whose record a line belongs to: the row on the line, or the last one above it. Undefined before the first, and where
 * lines do not ascend with rows unless a row stands on the line itself.
 */
export function rowOfLine(table: RegionTable, line: number): number | undefined {
  return lineOrder(table) ? rowsOnLine(table, line)[0] : lastRowAtOrBefore(table, line);
}

/** True when the rows stand in the order of their lines. */
export function linesAscend(table: RegionTable): boolean {
  return lineOrder(table) === null;
}

function lineOrder(table: RegionTable): Uint32Array | null {
  let order = orders.get(table);
  if (order === undefined) {
    order = isAscending(table.line) ? null : Uint32Array.from(table.line, (_, row) => row);
    order?.sort((a, b) => (table.line[a] ?? 0) - (table.line[b] ?? 0) || a - b);
    orders.set(table, order);
  }
  return order;
}

function isAscending(lines: Uint32Array): boolean {
  for (let i = 1; i < lines.length; i++) if (lines[i]! < lines[i - 1]!) return false;
  return true;
}

function lowerBound(table: RegionTable, order: Uint32Array | null, line: number): number {
  let low = 0;
  let high = table.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((table.line[order?.[middle] ?? middle] ?? 0) < line) low = middle + 1;
    else high = middle;
  }
  return low;
}
