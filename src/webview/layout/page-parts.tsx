/** Which part of a large region is shown, and the way to the others: only so many pages are read at a time. */
import type { JSX } from 'preact';
import { MOST_PAGES } from '../../core/pages/decode.ts';
import { formatCount } from '../../core/memory-map/size.ts';
import type { PagesTold } from '../../protocol/pages.ts';
import { useRoving } from './roving.ts';

interface PagePartsProps {
  readonly told: PagesTold;
  readonly from: number;
  /** Reads the pages from there on. */
  readonly go: (from: number) => void;
}

export function PageParts({ told: { pages, total }, from, go }: PagePartsProps): JSX.Element | null {
  const { row, tabIndex } = useRoving(2);
  const to = from + pages.length;
  if (from === 0 && to >= total) return null;
  const ways = [
    { label: 'Read the part before', start: Math.max(0, from - MOST_PAGES), isThere: from > 0 },
    { label: 'Read the next part', start: to, isThere: to < total },
  ];
  return (
    <div class="page-parts" role="toolbar" aria-label="Parts of the region" {...row}>
      <span>
        Pages {formatCount(from + 1)} to {formatCount(to)} of {formatCount(total)}
      </span>
      {ways.map(({ label, start, isThere }, i) => (
        <button
          key={label}
          class="button secondary"
          aria-disabled={!isThere}
          tabIndex={tabIndex(i)}
          onClick={() => isThere && go(start)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
