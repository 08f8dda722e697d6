/** One tab stop for a row of buttons: Tab enters and leaves it, the arrow keys move in it (WAI-ARIA toolbar pattern). */
import { useState } from 'preact/hooks';
import { rowAction } from './keys.ts';

export interface Roving {
  /** For the element around the buttons. */
  readonly row: { readonly onKeyDown: (event: KeyboardEvent) => void; readonly onFocusIn: (event: FocusEvent) => void };
  /** For the button with that index. */
  readonly tabIndex: (index: number) => 0 | -1;
}

/** @param count buttons in the row, in the order of the document */
export function useRoving(count: number): Roving {
  const [wanted, setCurrent] = useState(0);
  const current = Math.min(wanted, Math.max(0, count - 1));
  const buttons = (row: EventTarget | null): HTMLElement[] =>
    row instanceof HTMLElement ? [...row.querySelectorAll<HTMLElement>('button')] : [];
  return {
    row: {
      onKeyDown: (event) => {
        const action = rowAction(event);
        if (!action) return;
        const all = buttons(event.currentTarget);
        // From where the keyboard is: what a key before moved may not be drawn yet.
        const from = all.findIndex((button) => button === event.target);
        const target = {
          next: (from + 1) % count,
          previous: (from - 1 + count) % count,
          first: 0,
          last: count - 1,
        }[action];
        event.preventDefault();
        event.stopPropagation();
        all[target]?.focus();
      },
      onFocusIn: (event) => {
        const index = buttons(event.currentTarget).findIndex((button) => button === event.target);
        if (index >= 0) setCurrent(index);
      },
    },
    tabIndex: (index) => (index === current ? 0 : -1),
  };
}
