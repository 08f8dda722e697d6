/** Pages in words, for the card, the summary and screen readers. */
import { formatAddress, formatHexAddress } from '../../core/memory-map/address.ts';
import { formatBytes, formatCount } from '../../core/memory-map/size.ts';
import { countDetails, countStates } from '../../core/pages/counts.ts';
import { cellOf, pagesOf } from '../../core/pages/grid.ts';
import { isPresent, PAGE_DETAILS, PAGE_STATES } from '../../core/pages/states.ts';
import type { PagesTold } from '../../protocol/pages.ts';
import { gridOf, type PagesView } from './pages-view.ts';

/** How much there is of a state, or of a detail. */
export interface PageAmount {
  readonly label: string;
  readonly description: string;
  readonly pages: number;
}

/** What is there, by state; those without pages are left out. `state` is the index in `PAGE_STATES`. */
export function statesIn(
  { pages }: PagesTold,
  from = 0,
  to = pages.length,
): readonly (PageAmount & { state: number })[] {
  const counts = countStates(pages, from, to);
  return PAGE_STATES.map(({ label, description }, state) => ({
    label,
    description,
    state,
    pages: counts[state] ?? 0,
  })).filter((each) => each.pages > 0);
}

/** The details that pages have; see `statesIn`. */
function detailsIn({ pages }: PagesTold, from = 0, to = pages.length): readonly PageAmount[] {
  const counts = countDetails(pages, from, to);
  return PAGE_DETAILS.map(({ label, description }, i) => ({ label, description, pages: counts[i] ?? 0 })).filter(
    (each) => each.pages > 0,
  );
}

/** The pages of a cell. */
export interface CellWords {
  /** `Page 17 of 4,096`. */
  readonly name: string;
  readonly start: bigint;
  readonly end: bigint;
  /** Where its content is in the region's file; undefined where it has none. */
  readonly offset: string | undefined;
  readonly size: string;
  readonly states: readonly (PageAmount & { readonly state: number })[];
  readonly details: readonly PageAmount[];
  /** True when it is one page. */
  readonly isOne: boolean;
}

/** What a cell says; undefined while nothing was told. */
export function cellInWords(view: PagesView, cell: number): CellWords | undefined {
  const { told, region } = view;
  const grid = gridOf(view);
  if (!told?.ok || !grid) return undefined;
  const { from, to } = pagesOf(grid, cell);
  const isOne = to - from === 1;
  const address = (page: number): bigint => region.start + BigInt(view.from + page) * BigInt(told.pageSize);
  const first = view.from + from + 1;
  const numbers = isOne
    ? `Page ${formatCount(first)}`
    : `Pages ${formatCount(first)} to ${formatCount(view.from + to)}`;
  const hasOffset = region.offset !== undefined && region.file.inode !== 0n;
  return {
    name: `${numbers} of ${formatCount(told.total)}`,
    start: address(from),
    end: address(to),
    offset: hasOffset ? `0x${((region.offset ?? 0n) + address(from) - region.start).toString(16)}` : undefined,
    size: formatBytes((to - from) * told.pageSize),
    states: statesIn(told, from, to),
    details: detailsIn(told, from, to),
    isOne,
  };
}

/** The range of a cell. */
export function rangeOf({ start, end }: CellWords): string {
  return `${formatAddress(start)}\u2013${formatAddress(end)}`;
}

/** One sentence for the live region: the page that has the keyboard, or why there is none. */
export function pageInWords(view: PagesView): string | undefined {
  const { told, page } = view;
  if (!told) return 'Reading the pages.';
  if (!told.ok) return `${told.message} ${told.advice}`.trim();
  const grid = gridOf(view);
  const words = grid && cellInWords(view, cellOf(grid, page));
  if (!words) return undefined;
  const amounts = [...words.states, ...words.details].map(({ label, pages }) => {
    const lower = label.toLowerCase();
    return words.isOne ? lower : `${formatCount(pages)} ${lower}`;
  });
  const offset = words.offset === undefined ? '' : `; offset ${words.offset} of the file`;
  return `${words.name}, ${formatHexAddress(words.start)}: ${amounts.join(', ')}${offset}`;
}

/** All that was told, in a line: `12 of 16 pages in memory, 48 KiB · 3 soft-dirty · read at 12:00:00`. */
export function summaryOf(told: PagesTold): string {
  const { pages, pageSize, total, readAt } = told;
  const present = statesIn(told).reduce((sum, each) => (isPresent(each.state) ? sum + each.pages : sum), 0);
  const isPart = pages.length < total;
  const of = `${formatCount(pages.length)} ${pages.length === 1 ? 'page' : 'pages'}`;
  return [
    `${formatCount(present)} of ${of} in memory${present > 0 ? `, ${formatBytes(present * pageSize)}` : ''}`,
    ...detailsIn(told).map(({ label, pages: count }) => `${formatCount(count)} ${label}`),
    isPart ? `the region has ${formatCount(total)}` : '',
    pageSize === 4096 ? '' : `pages of ${formatBytes(pageSize)}`,
    `read at ${new Date(readAt).toLocaleTimeString()}`,
  ]
    .filter((part) => part !== '')
    .join(' \u00b7 ');
}
