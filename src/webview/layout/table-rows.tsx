/** The heading of the table and the rows that are seen. */
import type { JSX } from 'preact';
import type { Listing } from '../../core/table/columns.ts';
import type { rowsSeen } from '../../core/table/scroll.ts';
import type { Sort } from '../../protocol/layout-state.ts';
import { cellAt } from './cells.ts';
import type { Palette } from './palette.ts';
import { Swatch } from './swatch.tsx';
import type { PlacedColumn } from './table-layout.ts';
import type { Heading } from './sorting.ts';

/** The id of a cell, for the table's aria-activedescendant. */
export function cellId(index: number, column: number): string {
  return `cell-${index}-${column}`;
}

/** The id of a heading. */
export function headId(column: number): string {
  return `head-${column}`;
}

interface HeadProps {
  readonly columns: readonly Heading[];
  readonly sort: Sort;
  /** The heading that has the keyboard. */
  readonly current: number | undefined;
  readonly sortBy: (index: number) => void;
}

export function TableHead({ columns, sort, current, sortBy }: HeadProps): JSX.Element {
  return (
    <div class="row head" role="row" aria-rowindex={1}>
      {columns.map(({ column: { id, label }, right }, i) => {
        const direction = sort.column !== id ? undefined : sort.descending ? 'descending' : 'ascending';
        return (
          <span
            key={id}
            id={headId(i)}
            class={`cell${right ? ' right' : ''}${i === current ? ' current' : ''}`}
            role="columnheader"
            aria-colindex={i + 1}
            aria-sort={direction ?? 'none'}
            data-column={id}
            title={`Sort by ${label}`}
            onClick={() => sortBy(i)}
          >
            <span class="label">{label}</span>
            {direction && (
              <svg class="arrow" width="8" height="8" viewBox="0 0 8 8" aria-hidden="true">
                <path fill="currentColor" d={direction === 'ascending' ? 'M4 1 8 7H0z' : 'M0 1H8L4 7z'} />
              </svg>
            )}
          </span>
        );
      })}
    </div>
  );
}

interface RowsProps {
  readonly listing: Listing;
  /** The category of each row. */
  readonly categories: Uint8Array;
  readonly palette: Palette;
  readonly rows: Uint32Array;
  readonly columns: readonly PlacedColumn[];
  readonly shortNames: boolean;
  readonly seen: ReturnType<typeof rowsSeen>;
  /** Elements that rows take turns in: scrolling by a row changes one of them. */
  readonly slots: number;
  readonly active: { readonly index: number; readonly column: number } | undefined;
  readonly isSelected: (index: number) => boolean;
}

export function TableRows(props: RowsProps): JSX.Element {
  const { listing, categories, palette, rows, columns, shortNames, seen, slots, active, isSelected } = props;
  const indexes = Array.from({ length: Math.max(0, seen.end - seen.first) }, (_, i) => seen.first + i);
  return (
    <div class="moved" style={{ transform: `translateY(${-seen.shift}px)` }}>
      {indexes.map((index) => {
        const row = rows[index] ?? 0;
        return (
          <div
            key={index % slots}
            class={index % 2 === 0 ? 'row' : 'row odd'}
            role="row"
            data-index={index}
            aria-rowindex={index + 2}
            aria-selected={isSelected(index)}
          >
            {columns.map(({ column, right }, i) => {
              const { text, title, mark } = cellAt(listing, column, row, shortNames);
              const current = active?.index === index && active.column === i;
              return (
                <span
                  key={column.id}
                  id={cellId(index, i)}
                  class={`cell${right ? ' right' : ''}${current ? ' current' : ''}${mark ? ` ${mark}` : ''}`}
                  role="gridcell"
                  aria-colindex={i + 1}
                  title={title}
                >
                  {column.id === 'kind' && <Swatch palette={palette} category={categories[row] ?? 0} />}
                  {mark === 'deleted' ? <span class="text">{text}</span> : text}
                  {mark === 'deleted' && <span class="tag deleted">deleted</span>}
                </span>
              );
            })}
          </div>
        );
      })}
    </div>
  );
}
