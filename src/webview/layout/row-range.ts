/** Several rows that are selected together, from one to another in the order of the table, and how they are copied. */
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { sizeNumberAt } from '../../core/memory-map/region-table.ts';
import { formatBytes, formatCount } from '../../core/memory-map/size.ts';
import { mapsLine } from '../../core/table/maps-line.ts';
import { send } from './host.ts';
import type { Scene } from './scene.ts';

/** More lines are a file, not something to paste; and their text would stop the page for a second. */
const MOST_COPIED = 100_000;

/** Positions in the order of the table, both included. */
interface Range {
  readonly from: number;
  readonly to: number;
}

export interface RowRange {
  has(index: number): boolean;
  /** Selects from the row that was active before to this one. */
  extendTo(index: number): void;
  selectAll(): void;
  clear(): void;
  /** What is selected, or was copied; empty when there is nothing to tell. */
  readonly words: string;
}

/**
 * @param rows of the table in its order
 * @param active the position of the one selected region; -1 when it is not in the table
 */
export function useRowRange(
  rows: Uint32Array,
  active: number,
  grid: RefObject<HTMLElement | null>,
  { listing, sized }: Scene,
): RowRange {
  const { regions } = listing;
  const [range, setRange] = useState<Range | undefined>(undefined);
  const [told, setTold] = useState('');
  const anchor = useRef(-1);
  const clear = (): void => {
    anchor.current = -1;
    setRange(undefined);
    setTold('');
  };
  // Positions mean other rows once the order changed.
  useLayoutEffect(clear, [rows]);
  // A selection that was made elsewhere is of one region.
  useLayoutEffect(() => {
    if (range && (active < range.from || active > range.to)) clear();
  }, [active]);

  const chosen = range ?? (active >= 0 ? { from: active, to: active } : undefined);
  useEffect(() => {
    // VS Code's Copy comes as this event too, wherever the keys are bound.
    const copy = (event: ClipboardEvent): void => {
      if (!chosen || document.activeElement !== grid.current) return;
      event.preventDefault();
      const count = chosen.to - chosen.from + 1;
      const tooMany = count > MOST_COPIED;
      if (!tooMany) {
        const lines = Array.from(rows.subarray(chosen.from, chosen.to + 1), (row) => `${mapsLine(regions, row)}\n`);
        send({ type: 'copy', text: lines.join('') });
      }
      setTold(
        tooMany
          ? `${formatCount(count)} lines are too many to copy: filter them to ${formatCount(MOST_COPIED)} at most`
          : `${formatCount(count)} ${count === 1 ? 'line' : 'lines'} copied`,
      );
    };
    document.addEventListener('copy', copy);
    return () => document.removeEventListener('copy', copy);
  }, [rows, regions, chosen?.from, chosen?.to]);

  return {
    has: (index) => range !== undefined && index >= range.from && index <= range.to,
    extendTo: (index) => {
      if (anchor.current < 0) anchor.current = active < 0 ? index : active;
      setRange({ from: Math.min(anchor.current, index), to: Math.max(anchor.current, index) });
      setTold('');
    },
    selectAll: () => {
      anchor.current = -1;
      setRange(rows.length > 0 ? { from: 0, to: rows.length - 1 } : undefined);
      setTold('');
    },
    clear,
    words: [range && selectedInWords(range), told].filter((part) => part).join(' \u00b7 '),
  };

  function selectedInWords({ from, to }: Range): string {
    let size = 0;
    for (let i = from; i <= to; i++) size += Math.max(0, sizeNumberAt(regions, rows[i] ?? 0));
    const words = `${formatCount(to - from + 1)} regions selected`;
    return sized ? `${words}, ${formatBytes(size)}` : words;
  }
}
