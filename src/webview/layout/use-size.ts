/** How large an element is, and its size whenever it changes. */
import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

/** In CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

const UNKNOWN: Size = { width: 0, height: 0 };

/**
 * The size of an element; 0 by 0 before it is measured. Told before the frame that shows the new size, so that what is drawn
 * fits it from the start. The observer lives as long as the element and holds nothing of a component: what is in its scope
 * would stay in memory with it, such as the map of its first drawing.
 */
export function useSize(element: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState(UNKNOWN);
  useLayoutEffect(() => {
    const { current } = element;
    if (!current) return undefined;
    const observer = new ResizeObserver(() => setSize(sizeOf(current)));
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  return size;
}

/** What the page lays out now. */
export function sizeOf({ clientWidth: width, clientHeight: height }: HTMLElement): Size {
  return { width, height };
}
