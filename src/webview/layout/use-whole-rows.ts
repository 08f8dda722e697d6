/** A list that is as high as its rows allow, so that a row which sticks to its end covers no half of another. */
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/**
 * Keeps the list's height at whole rows of the room that its parent has; sideways it may scroll.
 * @param row in CSS pixels
 */
export function useWholeRows(row: number): RefObject<HTMLDivElement | null> {
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const room = list.current?.parentElement;
    if (!room) return undefined;
    const observer = new ResizeObserver(() => {
      if (!list.current) return;
      const bar = list.current.offsetHeight - list.current.clientHeight;
      list.current.style.maxHeight = `${Math.floor((room.clientHeight - bar) / row) * row + bar}px`;
    });
    observer.observe(room);
    return () => observer.disconnect();
  }, [row]);
  return list;
}
