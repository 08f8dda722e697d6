/** Copies the selected rows as lines of maps, in the order of the table. */
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { formatCount } from '../../core/memory-map/size.ts';
import type { RegionTable } from '../../core/memory-map/region-table.ts';
import { mapsLine } from '../../core/table/maps-line.ts';
import { send } from './host.ts';
import type { Several } from './several.ts';

/** More lines are a file, not something to paste; and their text would stop the page for a second. */
const MOST_COPIED = 100_000;

/**
 * @param rows of the table in its order
 * @param active the index of the one selected region; -1 when it is not in the table
 * @returns what was copied, in words; empty until then
 */
export function useCopying(
  rows: Uint32Array,
  active: number,
  several: Several | undefined,
  grid: RefObject<HTMLElement | null>,
  regions: RegionTable,
): string {
  const [told, setTold] = useState('');
  useLayoutEffect(() => setTold(''), [rows, active, several]);
  useEffect(() => {
    // VS Code's Copy comes as this event too, wherever the keys are bound.
    const copy = (event: ClipboardEvent): void => {
      if (document.activeElement !== grid.current) return;
      const chosen = several ? rows.filter((row) => several.rows[row] === 1) : rows.slice(active, active + 1);
      const count = chosen.length;
      if (active < 0 && !several) return;
      event.preventDefault();
      const tooMany = count > MOST_COPIED;
      if (!tooMany) send({ type: 'copy', text: Array.from(chosen, (row) => `${mapsLine(regions, row)}\n`).join('') });
      setTold(
        tooMany
          ? `${formatCount(count)} lines are too many to copy: filter them to ${formatCount(MOST_COPIED)} at most`
          : `${formatCount(count)} ${count === 1 ? 'line' : 'lines'} copied`,
      );
    };
    document.addEventListener('copy', copy);
    return () => document.removeEventListener('copy', copy);
  }, [rows, regions, active, several]);
  return told;
}
