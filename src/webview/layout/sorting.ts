/** Headings, and what a click on one does. */
import type { Column } from '../../core/table/columns.ts';
import type { Sort } from '../../protocol/layout-state.ts';

const AMOUNTS: ReadonlySet<string> = new Set(['size', 'growth', 'memory-growth', 'first-seen']);

/** A column by what its heading needs. */
export interface Heading {
  readonly column: { readonly id: string; readonly label: string };
  /** True for numbers. */
  readonly right: boolean;
}

/** The sort after a heading was chosen: by it, or the other way round when it is by it already. The largest amounts come first. */
export function toggledSort(now: Sort, column: Column): Sort {
  if (now.column === column.id) return { column: column.id, descending: !now.descending };
  return { column: column.id, descending: column.counter !== undefined || AMOUNTS.has(column.id) };
}
