/** The regions as a table: rows that are scrolled, sorted and selected. Only those that are seen are in the page. */
import type { JSX } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { rowsSeen } from '../../core/table/scroll.ts';
import { printable } from '../../core/memory-map/printable.ts';
import { toggledSort } from './sorting.ts';
import type { TableAction } from './key-table.ts';
import { tableAction, TABLE_KEYS_IN_WORDS } from './keys.ts';
import { select, selectedRow, selectRow, type Model } from './model.ts';
import type { PartProps } from './props.ts';
import { revealSelected } from './reveal.ts';
import type { Scene } from './scene.ts';
import { useCopying } from './row-range.ts';
import { extendTo, selectRows } from './selection.ts';
import { useSortedRows } from './sorted-rows.ts';
import { stepOut } from './step-out.ts';
import { tableColumns } from './table-columns.ts';
import { placeColumns } from './table-layout.ts';
import { cellId, headId, TableHead, TableRows } from './table-rows.tsx';
import { useScrolling } from './use-scrolling.ts';

export function Table(props: PartProps & { readonly scene: Scene }): JSX.Element {
  const { model, palette, change, scene } = props;
  const { listing } = scene;
  const all = useMemo(() => tableColumns(scene), [listing, scene.coloured]);
  const sortColumn = all.find(({ id }) => id === model.sort.column);
  const { rows, sorting, order } = useSortedRows(scene, sortColumn, model.sort.descending);
  const scrolling = useScrolling(rows.length);
  const grid = scrolling.scroller.ref;
  const placed = useMemo(
    () => placeColumns(listing, all, scrolling.digits),
    [listing, all, Math.floor(scrolling.digits)],
  );
  const chosen = selectedRow(model);
  const active = useMemo(() => (chosen === undefined ? -1 : rows.indexOf(chosen)), [rows, chosen]);
  const [cursor, setCursor] = useState({ head: false, column: 0 });
  const column = Math.min(cursor.column, placed.columns.length - 1);
  const { several } = model;
  const copied = useCopying(rows, active, several, grid, listing.regions);

  // Whoever sorts wants to see what comes first; what is selected elsewhere comes into view.
  const lastOrder = useRef(order);
  useLayoutEffect(() => {
    const sorted = lastOrder.current !== undefined && lastOrder.current !== order;
    lastOrder.current = order;
    if (sorted) scrolling.show(0);
    else if (active >= 0) scrolling.show(active);
  }, [active, rows, scrolling.extent.viewport]);

  const moveTo = (index: number, extend: boolean): void => {
    const row = rows[index];
    if (row === undefined) return;
    setCursor({ head: false, column });
    scrolling.show(index);
    change((now) => (extend ? extendTo(now, row, rows) : selectRow(now, row)));
  };
  const sortBy = (index: number): void => {
    const target = placed.columns[index]?.column;
    if (target) change((now) => ({ ...now, sort: toggledSort(now.sort, target) }));
  };
  const run = (action: TableAction): void => {
    switch (action.do) {
      case 'move': {
        const onTop = action.by === 'row' && action.direction < 0 && active <= 0;
        if (cursor.head && action.direction < 0) return;
        if (onTop && !action.extend) return setCursor({ head: true, column });
        const next = cursor.head && action.by !== 'end' ? Math.max(0, active) : active;
        const step = { row: cursor.head ? 0 : 1, page: scrolling.page, end: rows.length }[action.by];
        return moveTo(Math.min(rows.length - 1, Math.max(0, next + step * action.direction)), action.extend);
      }
      case 'column': {
        const next = Math.min(placed.columns.length - 1, Math.max(0, column + action.direction));
        return setCursor({ ...cursor, column: next });
      }
      case 'act':
        return cursor.head ? sortBy(column) : revealSelected(model, true);
      case 'select-all':
        return change((now) => selectRows(now, rows));
      case 'out':
        return change((now) => (now.several ? select(now, now.selected) : stepOut(now, false)));
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const action = tableAction(event);
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    run(action);
  };
  const onClick = (event: MouseEvent): void => {
    const index = indexOf(event);
    if (index === undefined) return;
    moveTo(index, event.shiftKey);
    const row = rows[index];
    if (row === undefined) return;
    revealSelected(event.shiftKey ? extendTo(model, row, rows) : selectRow(model, row), false);
  };

  const seen = rowsSeen(scrolling.extent, scrolling.place);
  const isSeen = active >= seen.first && active < seen.end;
  const at = cursor.head ? headId(column) : isSeen ? cellId(active, column) : undefined;
  return (
    <section class="table" aria-label="Regions">
      <div
        {...scrolling.scroller}
        class="grid"
        role="grid"
        tabIndex={0}
        aria-label={label(model)}
        aria-describedby="table-keys"
        aria-rowcount={rows.length + 1}
        aria-colcount={placed.columns.length}
        aria-multiselectable={true}
        aria-busy={sorting}
        aria-activedescendant={at}
        style={{ '--columns': placed.template, '--row': `${scrolling.extent.rowHeight}px` }}
        onKeyDown={onKeyDown}
      >
        <span ref={scrolling.probe} class="probe" aria-hidden="true">
          0000000000
        </span>
        <div class="sheet" style={{ height: `${scrolling.height}px`, minWidth: `calc(${placed.least}ch + 16px)` }}>
          <div class="window" style={{ height: `${scrolling.seen}px` }}>
            <TableHead
              columns={placed.columns}
              sort={model.sort}
              current={cursor.head ? column : undefined}
              sortBy={(index) => {
                setCursor({ head: false, column: index });
                sortBy(index);
              }}
            />
            <div
              class="rows"
              onClick={onClick}
              onDblClick={(event) => indexOf(event) !== undefined && revealSelected(model, true)}
            >
              <TableRows
                listing={listing}
                categories={scene.coloured.column}
                palette={palette}
                rows={rows}
                columns={placed.columns}
                shortNames={placed.shortNames}
                seen={seen}
                slots={scrolling.page + 3}
                active={cursor.head ? undefined : { index: active, column }}
                isSelected={(index) => index === active || several?.rows[rows[index] ?? -1] === 1}
              />
            </div>
          </div>
        </div>
      </div>
      {rows.length === 0 && <p class="none">No region passes the filter.</p>}
      <p class={copied === '' ? 'unseen' : 'range'} role="status">
        {copied}
      </p>
      <p id="table-keys" class="unseen">
        {TABLE_KEYS_IN_WORDS}
      </p>
    </section>
  );
}

/** The row of the table that an event is on. */
function indexOf({ target }: Event): number | undefined {
  const row = target instanceof Element ? target.closest('[data-index]') : null;
  return row ? Number(row.getAttribute('data-index')) : undefined;
}

function label({ snapshot }: Model): string {
  return snapshot ? `Regions of ${printable(snapshot.title)}` : 'Regions';
}
