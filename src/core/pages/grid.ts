/**
 * Where pages lie on a grid: a cell stands for a page or a power of two of them, and a row for a power of two of cells, so that
 * rows start at round addresses. Cells are numbered from the start of the first row, which may lie before the first page.
 */

export interface PageGrid {
  /** Pages that are on it. */
  readonly count: number;
  /** Pages from the start of the first row to the first page. */
  readonly lead: number;
  /** A cell stands for `2 ** level` pages. */
  readonly level: number;
  readonly columns: number;
  /** All rows, and how many of them there is room for. */
  readonly rows: number;
  readonly shown: number;
  /** In device pixels. */
  readonly cellWidth: number;
  readonly cellHeight: number;
}

/** The room for a grid, and the sides of cells that can be told apart and that are not too large, all in device pixels. */
export interface GridRoom {
  readonly width: number;
  readonly height: number;
  readonly least: number;
  readonly most: number;
}

/** What is laid out. */
export interface PageSpan {
  /** The number of the first page of all: its address divided by the size of a page. Exact, as it is below 2^52. */
  readonly first: number;
  readonly count: number;
}

/** Columns are `2 ** k`. */
const LEAST_COLUMNS = 3;
const MOST_COLUMNS = 10;
/** As in a dump of bytes. */
const USUAL_COLUMNS = 16;

/** Pages of the address space are at most so many, as a power of two. */
const MOST_LEVEL = 52;

/** The smallest level at which all pages fit into the room. */
export function fitLevel(span: PageSpan, room: GridRoom): number {
  for (let level = 0; level < MOST_LEVEL; level++) if (largest(span, room, level).rows <= rowsIn(room)) return level;
  return MOST_LEVEL;
}

/** The grid of a level: cells as large as they can be with all rows in view, else as small as they can be told apart. */
export function layOutPages(span: PageSpan, room: GridRoom, level: number): PageGrid {
  const { columns, rows } = largest(span, room, level);
  const { least, most, width, height } = room;
  const cellWidth = Math.max(1, Math.min(most, Math.floor(width / columns)));
  const cellHeight = Math.max(least, Math.min(cellWidth, Math.floor(height / rows)));
  const shown = Math.min(rows, Math.max(1, Math.floor(height / cellHeight)));
  const lead = span.first % (columns * 2 ** level);
  return { count: span.count, lead, level, columns, rows, shown, cellWidth, cellHeight };
}

/** Rows of the smallest cells. */
function rowsIn({ height, least }: GridRoom): number {
  return Math.max(1, Math.floor(height / least));
}

/** The columns that give the largest cells with all rows in view; where none do, those that need the fewest rows. */
function largest({ first, count }: PageSpan, room: GridRoom, level: number): Pick<PageGrid, 'columns' | 'rows'> {
  let best = { columns: 0, rows: 0, area: -1 };
  for (let k = LEAST_COLUMNS; k <= MOST_COLUMNS; k++) {
    const columns = 2 ** k;
    const side = Math.min(room.most, Math.floor(room.width / columns));
    if (side < room.least && k > LEAST_COLUMNS) break;
    const perRow = columns * 2 ** level;
    const rows = Math.max(1, Math.ceil(((first % perRow) + count) / perRow));
    const height = Math.min(side, Math.floor(room.height / rows));
    const area = height >= room.least ? side * height : 0;
    // Of cells that are as large as can be, sixteen a row are read most easily; of rows that do not fit fewer are better.
    if (area > best.area || area === 0 || (area === best.area && columns <= USUAL_COLUMNS))
      best = { columns, rows, area };
  }
  return best;
}

/** The pages of a cell, from the first to before the last; empty for a cell without pages. */
export function pagesOf(
  { lead, level, count }: PageGrid,
  cell: number,
): { readonly from: number; readonly to: number } {
  const size = 2 ** level;
  const from = Math.min(count, Math.max(0, cell * size - lead));
  return { from, to: Math.max(from, Math.min(count, (cell + 1) * size - lead)) };
}

/** The cell of a page. */
export function cellOf({ lead, level }: PageGrid, page: number): number {
  return Math.floor((page + lead) / 2 ** level);
}

/** The page at which a row starts, before the first one in a row that starts before it. */
export function rowStart({ lead, level, columns }: PageGrid, row: number): number {
  return row * columns * 2 ** level - lead;
}

/** The cell at a point, in device pixels. @param top the first row in view */
export function cellAt(grid: PageGrid, top: number, x: number, y: number): number | undefined {
  const column = Math.floor(x / grid.cellWidth);
  const row = top + Math.floor(y / grid.cellHeight);
  if (x < 0 || y < 0 || column >= grid.columns || row >= grid.rows) return undefined;
  const cell = row * grid.columns + column;
  const { from, to } = pagesOf(grid, cell);
  return to > from ? cell : undefined;
}

/** The first row in view, so that the cell is, and as little moves as can be. */
export function topFor(grid: PageGrid, top: number, cell: number): number {
  const row = Math.floor(cell / grid.columns);
  return clampTop(grid, row < top ? row : Math.max(top, row - grid.shown + 1));
}

/** A first row that leaves no room empty. */
export function clampTop({ rows, shown }: PageGrid, top: number): number {
  return Math.max(0, Math.min(rows - shown, top));
}

export type PageMove = 'left' | 'right' | 'up' | 'down' | 'rows-up' | 'rows-down' | 'first' | 'last';

/** Where a step leads from a page: to the first page of the cell there, or of the outermost that there is. */
export function movePage(grid: PageGrid, page: number, step: PageMove): number {
  const { columns, shown, count } = grid;
  const last = count - 1;
  const far = columns * Math.max(1, shown - 1);
  const way: Readonly<Record<PageMove, number>> = {
    left: -1,
    right: 1,
    up: -columns,
    down: columns,
    'rows-up': -far,
    'rows-down': far,
    first: -Infinity,
    last: Infinity,
  };
  const cell = Math.max(cellOf(grid, 0), Math.min(cellOf(grid, last), cellOf(grid, page) + way[step]));
  return pagesOf(grid, cell).from;
}
