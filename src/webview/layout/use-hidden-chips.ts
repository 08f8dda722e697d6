/** How many entries of the legend have no room in the rows that it shows at first. */
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** @param entries what is drawn anew when the entries change */
export function useHiddenChips(entries: unknown): {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly hidden: number;
} {
  const box = useRef<HTMLDivElement>(null);
  const [hidden, setHidden] = useState(0);
  useLayoutEffect(() => {
    const { current } = box;
    if (!current) return undefined;
    const count = (): void => {
      const end = current.getBoundingClientRect().bottom;
      const chips = [...current.querySelectorAll('.chip')];
      setHidden(chips.filter((chip) => chip.getBoundingClientRect().top >= end).length);
    };
    const observer = new ResizeObserver(count);
    observer.observe(current);
    count();
    return () => observer.disconnect();
  }, [entries]);
  return { box, hidden };
}
