/**
 * The keys of the explanation: `e` goes to it from wherever the keyboard is and back, Escape closes it, and inside it the arrow
 * keys move. It is one tab stop.
 */
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { focusRegions } from './focus.ts';
import { explainAction } from './keys.ts';

export interface PanelKeys {
  readonly panel: RefObject<HTMLElement | null>;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

export function usePanelKeys(open: boolean, setOpen: (open: boolean) => void): PanelKeys {
  const panel = useRef<HTMLElement>(null);
  const wanted = useRef(false);

  const goBack = (): void => {
    focusRegions();
  };
  useEffect(() => {
    const toPanel = (event: KeyboardEvent): void => {
      const { target } = event;
      if (explainAction(event) !== 'explain') return;
      if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) return;
      event.preventDefault();
      if (open && panel.current?.contains(document.activeElement)) {
        setOpen(false);
        return goBack();
      }
      wanted.current = true;
      if (open) enter();
      else setOpen(true);
    };
    document.addEventListener('keydown', toPanel);
    return () => document.removeEventListener('keydown', toPanel);
  });

  const enter = (): void => {
    wanted.current = false;
    const [first] = itemsOf(panel.current);
    for (const item of itemsOf(panel.current)) setStop(item, item === first);
    (first ?? panel.current)?.focus();
  };
  useLayoutEffect(() => {
    // Whatever was rendered: one of its items is the tab stop, the one that was, if it is still there.
    const items = itemsOf(panel.current);
    const stop = items.find((item) => item === document.activeElement) ?? items.find(isStop) ?? items[0];
    for (const item of items) setStop(item, item === stop);
    if (open && wanted.current) enter();
  });

  useLayoutEffect(() => {
    // In a view that is too low for all it would open below the end.
    if (open) panel.current?.scrollIntoView({ block: 'nearest' });
  }, [open]);

  return {
    panel,
    onKeyDown: (event) => {
      const { key, target } = event;
      if (event.ctrlKey || event.altKey || event.metaKey || !(target instanceof HTMLElement)) return;
      if (key === 'Escape' && open) {
        setOpen(false);
        goBack();
      } else {
        const items = itemsOf(panel.current);
        const from = items.indexOf(target);
        const to = targetOf(key, from, items.length);
        const item = to === undefined ? undefined : items[to];
        if (!item) return;
        for (const each of items) setStop(each, each === item);
        item.focus();
      }
      event.preventDefault();
      event.stopPropagation();
    },
  };
}

/** Where a key leads to; undefined for a key that is none of ours. */
function targetOf(key: string, from: number, count: number): number | undefined {
  if (key === 'ArrowDown' || key === 'ArrowRight') return Math.min(count - 1, from + 1);
  if (key === 'ArrowUp' || key === 'ArrowLeft') return Math.max(0, from - 1);
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : undefined;
}

/** What has a tabindex of 0 was made the stop: a button that was not looked at yet has none. */
function isStop(item: HTMLElement): boolean {
  return item.getAttribute('tabindex') === '0';
}

function setStop(item: HTMLElement, isOne: boolean): void {
  item.setAttribute('tabindex', isOne ? '0' : '-1');
}

/** What can be used in the panel and is not folded away, in the order of the page. */
function itemsOf(panel: HTMLElement | null): readonly HTMLElement[] {
  return panel
    ? [...panel.querySelectorAll<HTMLElement>('button, summary')].filter((item) => item.offsetParent !== null)
    : [];
}
