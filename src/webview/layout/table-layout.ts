/** How wide the columns of the table are, and which of them have room. Widths are in the width of a digit. */
import { kindOf } from '../../core/kinds/kinds.ts';
import type { Column, Listing } from '../../core/table/columns.ts';
import { LONGEST_TIME } from './moments.ts';

interface Width {
  /** In digits. */
  readonly digits: number;
  /** In digits, where there is room. */
  readonly most?: number;
  /** True for numbers, which are aligned by their last digit. */
  readonly right?: boolean;
  /** Left out in this order where there is no room: others tell as much. */
  readonly drop?: number;
}

const WIDTHS: Readonly<Record<string, Width>> = {
  size: { digits: 10, right: true },
  perms: { digits: 7 },
  offset: { digits: 10, right: true, drop: 2 },
  growth: { digits: 10, right: true },
  'memory-growth': { digits: 14, right: true },
  'first-seen': { digits: LONGEST_TIME + 1, right: true, drop: 3 },
};
/** A kind is cut to so many, and beside its name stands its colour. With less than the least it is no name any more. */
const KIND = { digits: 14, narrow: 11, least: 8, beside: 4 };
/** Between two columns; in layout.css too. */
const GAP = 1.5;
/** On both sides of a row; in layout.css too, in pixels. */
const PADDING = 2.5;
const COUNTER: Width = { digits: 9, right: true };
/** The least width of the names; they have what the others leave. Where one scrolls to them, a badge has room beside them. */
const NAME = { digits: 14, scrolled: 24 };
/** From this width on a whole path is shown, below it its last part. */
const WHOLE_PATH = 44;

/** A column with its place in the table. */
export interface PlacedColumn {
  readonly column: Column;
  readonly right: boolean;
}

/** The columns that have room. */
export interface PlacedColumns {
  readonly columns: readonly PlacedColumn[];
  /** Their widths for CSS, and the sum of the least ones in digits. */
  readonly template: string;
  readonly least: number;
  /** True when there is no room for whole paths. */
  readonly shortNames: boolean;
}

/** The columns for a width in digits. */
export function placeColumns(listing: Listing, columns: readonly Column[], room: number): PlacedColumns {
  const address: Width = { digits: addressDigits(listing) + 1 };
  const widthOf = ({ id, counter, label }: Column): Width => {
    if (counter) return { ...COUNTER, digits: Math.max(COUNTER.digits, label.length + 2) };
    if (id === 'name') return NAME;
    if (id === 'kind') return { digits: KIND.digits, most: kindDigits(listing) + KIND.beside };
    return id === 'end' ? { ...address, drop: 1 } : (WIDTHS[id] ?? address);
  };
  let kept: readonly (Width & { readonly column: Column })[] = columns.map((column) => ({
    column,
    ...widthOf(column),
  }));
  const sum = (): number => kept.reduce((total, { digits }) => total + digits + GAP, 0);
  for (const order of [1, 2, 3]) if (sum() > room) kept = kept.filter(({ drop }) => drop !== order);
  // Where one must scroll to the side for the rest, names are seen first.
  if (sum() > room) {
    const named = kept.filter(({ column }) => !column.counter);
    const kindAt = named.findIndex(({ column }) => column.id === 'kind');
    const leftAt = (i: number): number =>
      named.slice(0, i).reduce((free, { digits }) => free - digits - GAP, room - PADDING);
    // The narrowest ones show what a region is, rather than what may be done with it.
    const before = named.findIndex(({ column }) => column.id === 'perms' || column.id === 'offset');
    if (leftAt(kindAt) < KIND.least && before >= 0 && before < kindAt)
      named.splice(before, 0, ...named.splice(kindAt, 1));
    const narrow = named.map((width, i) => {
      const { most, ...rest } = width;
      if (width.column.id === 'name') return { ...rest, digits: NAME.scrolled };
      if (most === undefined) return width;
      // What the columns before it leave, so that one reads its end or sees that there is more; whole where it must be scrolled to.
      const left = leftAt(i);
      return { ...rest, digits: left >= KIND.narrow ? Math.min(most, left) : most };
    });
    kept = [...narrow, ...kept.filter(({ column }) => column.counter)];
  }
  const template = kept.map(({ column, digits, most }) => {
    if (column.id === 'name') return `minmax(${digits}ch, 1fr)`;
    return most === undefined ? `${digits}ch` : `minmax(${digits}ch, ${most}ch)`;
  });
  return {
    columns: kept.map(({ column, right = false }) => ({ column, right })),
    template: template.join(' '),
    least: sum(),
    shortNames: room - sum() + NAME.digits < WHOLE_PATH,
  };
}

/** Letters of the longest kind that there is. */
function kindDigits({ regions: { kind } }: Listing): number {
  return [...new Set(kind)].reduce((most, index) => Math.max(most, kindOf(index).label.length), 0);
}

/** Hex digits of the longest address. */
function addressDigits({ regions: { end } }: Listing): number {
  let high = 0;
  for (let i = 1; i < end.length; i += 2) if ((end[i] ?? 0) > high) high = end[i] ?? 0;
  return 8 + (high === 0 ? 0 : high.toString(16).length);
}
