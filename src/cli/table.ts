/** Tables of text: a line a row, columns two blanks apart. */

/** One column: its heading, on which side its cells are flush, and a cell; empty where nothing is told. */
export interface Column<Row> {
  readonly heading: string;
  readonly isNumber: boolean;
  cell(row: Row): string;
}

/** The table with its headings. */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const cells = [
    columns.map(({ heading }) => heading),
    ...rows.map((row) => columns.map((column) => column.cell(row))),
  ];
  // Not by spreading: there may be more rows than a call has arguments.
  const widths = columns.map((_, i) => cells.reduce((width, row) => Math.max(width, row[i]?.length ?? 0), 0));
  const line = (row: readonly string[]): string =>
    columns
      .map(({ isNumber }, i) => {
        const cell = row[i] ?? '';
        return isNumber ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0);
      })
      .join('  ')
      .trimEnd();
  return `${cells.map(line).join('\n')}\n`;
}
