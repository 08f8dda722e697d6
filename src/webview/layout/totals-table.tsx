/** The totals by kind, object or permissions as a table that is sorted, and filters the map by a row. */
import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { Composition } from '../../core/composition/compose.ts';
import { entryFilter } from '../../core/composition/entry-filter.ts';
import { entryCategories, entryName, SEVERAL } from '../../core/composition/totals.ts';
import type { CompositionChoice } from '../../protocol/composition-state.ts';
import { CopyButton } from './copy-button.tsx';
import type { TableAction } from './key-table.ts';
import { tableAction } from './keys.ts';
import { withQuery } from './model.ts';
import type { PartProps } from './props.ts';
import type { Scene } from './scene.ts';
import { shownTotals, totalsTable } from './totals-export.ts';
import { Swatch } from './swatch.tsx';
import { tableInMarkdown } from './report-tables.ts';
import { headId, TableHead } from './table-rows.tsx';
import { useWholeRows } from './use-whole-rows.ts';
import { amountCell, columnOf, ROWS_SHOWN, totalsHeadings } from './totals-cells.ts';

interface TotalsTableProps extends PartProps {
  readonly scene: Scene;
  readonly composition: Composition;
  readonly set: (part: Partial<CompositionChoice>) => void;
}

/** In CSS pixels. */
const ROW = 22;
const PAGE = 10;

export function TotalsTable({ model, palette, change, scene, composition, set }: TotalsTableProps): JSX.Element {
  const { by, sort } = model.composition;
  const { totals, entries } = useMemo(
    () => shownTotals(composition, { ...model.composition, by, sort }),
    [composition, by, sort],
  );
  const headings = totalsHeadings(by);
  const list = useWholeRows(ROW);
  const { categories, column: colours } = scene.coloured;
  const categoryOf = useMemo(() => entryCategories(composition, by, colours), [composition, by, colours]);
  const shown = entries.slice(0, ROWS_SHOWN);
  const others = entries.slice(ROWS_SHOWN);
  const [cursor, setCursor] = useState({ row: 0, column: 0 });
  const active = Math.min(cursor.row, shown.length - 1);

  // What is filtered by a row has that row alone.
  const isOnly = entries.length === 1 && model.search.text !== '';

  const sortBy = (index: number): void => {
    const id = columnOf(headings[index]?.column.id);
    set({ sort: { column: id, descending: id === sort.column ? !sort.descending : id !== 'name' } });
  };
  const filterOf = (index: number): string | undefined => {
    const entry = shown[index];
    return entry === undefined ? undefined : entryFilter(composition, by, entry);
  };
  const filterBy = (index: number): void => {
    const filter = filterOf(index);
    if (filter !== undefined) change((now) => withQuery(now, now.search.text === filter ? '' : filter));
  };
  const run = (action: TableAction): void => {
    switch (action.do) {
      case 'move': {
        const step = { row: 1, page: PAGE, end: shown.length }[action.by];
        const least = action.by === 'row' ? -1 : 0;
        const next = Math.max(least, Math.min(shown.length - 1, active + step * action.direction));
        document.getElementById(`total-${next}`)?.scrollIntoView({ block: 'nearest' });
        return setCursor({ ...cursor, row: next });
      }
      case 'column': {
        const next = Math.min(headings.length - 1, Math.max(0, cursor.column + action.direction));
        return setCursor({ ...cursor, column: next });
      }
      case 'act':
        return active < 0 ? sortBy(cursor.column) : filterBy(active);
      case 'out':
        return change((now) => withQuery(now, ''));
      case 'select-all':
        return undefined;
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const action = tableAction(event);
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    run(action);
  };
  const cells = (of: readonly number[]): JSX.Element[] =>
    headings.slice(1).map(({ column: { id } }) => {
      const { text, title } = amountCell(totals, id, of);
      return (
        <span key={id} class="cell right" role="gridcell" title={title}>
          {text}
        </span>
      );
    });
  const summary = (name: string, of: readonly number[], kind: string): JSX.Element => (
    <div class={`row ${kind}`} role="row">
      <span class="cell" role="rowheader">
        {name}
      </span>
      {cells(of)}
    </div>
  );
  return (
    <>
      <div class="totals-box">
        <div
          ref={list}
          class="grid totals"
          role="grid"
          tabIndex={0}
          aria-label={`Totals by ${headings[0]?.column.label.toLowerCase() ?? ''}`}
          aria-describedby="totals-keys"
          aria-rowcount={shown.length + 2 + (others.length > 0 ? 1 : 0)}
          aria-activedescendant={active < 0 ? headId(cursor.column) : `total-${active}`}
          style={{ '--row': `${ROW}px` }}
          onKeyDown={onKeyDown}
        >
          <TableHead columns={headings} sort={sort} current={active < 0 ? cursor.column : undefined} sortBy={sortBy} />
          {shown.map((entry, i) => {
            const name = entryName(composition, by, entry);
            const category = categoryOf[entry] ?? SEVERAL;
            const colour = category === SEVERAL ? 'several colours' : (categories[category]?.label ?? '');
            return (
              <div
                key={entry}
                id={`total-${i}`}
                class={`row${i % 2 === 0 ? '' : ' odd'}${i === active ? ' current' : ''}`}
                role="row"
                aria-selected={isOnly && filterOf(i) === model.search.text}
                onClick={() => {
                  setCursor({ ...cursor, row: i });
                  filterBy(i);
                }}
              >
                <span
                  class="cell"
                  role="rowheader"
                  title={`${name} (${colour})\nClick to show only these; click again to show all.`}
                >
                  {category === SEVERAL ? <span class="swatch" /> : <Swatch palette={palette} category={category} />}
                  {name}
                </span>
                {cells([entry])}
              </div>
            );
          })}
          {others.length > 0 && summary(`\u2026 ${others.length.toLocaleString('en')} more`, others, 'more')}
          {summary('Total', entries, 'total')}
        </div>
      </div>
      <p class="foot">
        <span id="totals-keys" class="hint">
          Click a row, or press Enter, to show only its regions; again to show all.
        </span>
        <CopyButton
          class="link"
          label="Copy as Markdown"
          text={() => tableInMarkdown(totalsTable(composition, model.composition))}
        />
      </p>
    </>
  );
}
