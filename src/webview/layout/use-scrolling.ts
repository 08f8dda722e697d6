/** Scrolls a table of any height; see core/table/scroll.ts. Lengths are in CSS pixels. */
import type { RefObject } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import {
  isScaled,
  placeAt,
  placeScrolled,
  placeShowing,
  scrolledHeight,
  TOP,
  type Extent,
  type Place,
} from '../../core/table/scroll.ts';

export interface Scrolling {
  readonly extent: Extent;
  readonly place: Place;
  /** Whole rows in the viewport, at least one. */
  readonly page: number;
  /** The width of the viewport in digits. */
  readonly digits: number;
  /** The height of the element that is scrolled, the heading included, and of what is seen of it. */
  readonly height: number;
  readonly seen: number;
  /** Brings a row into view. */
  show(index: number): void;
  /** For the element with the scroll bar. */
  readonly scroller: {
    readonly ref: RefObject<HTMLDivElement | null>;
    readonly onScroll: () => void;
    readonly onWheel: (event: WheelEvent) => void;
  };
  /** For an element with ten digits. */
  readonly probe: RefObject<HTMLElement | null>;
}

interface Sizes {
  readonly width: number;
  readonly height: number;
  readonly rowHeight: number;
  readonly digit: number;
}

const DIGITS = 10;
/** Above and below the text of a row, together. */
const PADDING = 4;

/** @param rows of the table */
export function useScrolling(rows: number): Scrolling {
  const element = useRef<HTMLDivElement>(null);
  const probe = useRef<HTMLElement>(null);
  const [sizes, setSizes] = useState<Sizes>({ width: 0, height: 0, rowHeight: 22, digit: 8 });
  const [place, setPlace] = useState<Place>(TOP);
  const now = useRef<Place>(TOP);
  const { rowHeight } = sizes;
  const room = Math.max(0, sizes.height - rowHeight);
  // Whole rows: the last one is not cut where the table stands at its top or its end.
  const viewport = room < rowHeight ? room : Math.floor(room / rowHeight) * rowHeight;
  const extent = useMemo<Extent>(() => ({ rows, rowHeight, viewport }), [rows, rowHeight, viewport]);

  useLayoutEffect(() => {
    const measure = (): void => {
      if (!element.current || !probe.current) return;
      const { clientWidth: width, clientHeight: height } = element.current;
      const text = probe.current.getBoundingClientRect();
      setSizes({ width, height, rowHeight: Math.ceil(text.height) + PADDING, digit: text.width / DIGITS || 8 });
    };
    const observer = new ResizeObserver(measure);
    for (const { current } of [element, probe]) if (current) observer.observe(current);
    return () => observer.disconnect();
  }, []);

  const moveTo = (next: Place): void => {
    if (next === now.current) return;
    now.current = next;
    setPlace(next);
    if (element.current && element.current.scrollTop !== next.scrollTop) element.current.scrollTop = next.scrollTop;
  };
  // The element has its new height by now, so that it can be scrolled there.
  useLayoutEffect(() => moveTo(placeAt(extent, now.current.top)), [extent]);

  return {
    extent,
    place,
    page: Math.max(1, Math.floor(viewport / rowHeight)),
    digits: sizes.width / sizes.digit,
    height: scrolledHeight(extent) + rowHeight + room - viewport,
    seen: viewport + rowHeight,
    // Before the first layout of the page there is no view to bring it into.
    show: (index) => viewport > 0 && moveTo(placeShowing(extent, now.current, index)),
    scroller: {
      ref: element,
      onScroll: () => {
        if (!element.current) return;
        const next = placeScrolled(extent, now.current, element.current.scrollTop);
        now.current = next;
        setPlace(next);
      },
      onWheel: (event) => {
        // A pixel of the scroll bar is several of the table: the wheel moves by the table's own.
        if (!isScaled(extent) || event.ctrlKey || event.shiftKey || event.deltaY === 0) return;
        event.preventDefault();
        const pixels = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : rowHeight;
        moveTo(placeAt(extent, now.current.top + event.deltaY * pixels));
      },
    },
    probe,
  };
}
