/** The list under the filter's box (WAI-ARIA listbox of a combobox: the box keeps the keyboard). */
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { FilterCompletion } from '../../core/filter/complete.ts';
import { printable } from '../../core/memory-map/printable.ts';

/** What can be chosen from. */
export interface Choice {
  readonly options: readonly FilterCompletion[];
  /** Index of the one that Enter takes; -1 for none. */
  readonly active: number;
}

/** The id of an option, for the box's aria-activedescendant. */
export function optionId(index: number): string {
  return `completion-${index}`;
}

interface CompletionsProps {
  readonly choice: Choice;
  readonly accept: (option: FilterCompletion) => void;
}

export function Completions({ choice: { options, active }, accept }: CompletionsProps): JSX.Element {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => list.current?.children[Math.max(0, active)]?.scrollIntoView({ block: 'nearest' }), [active, options]);
  return (
    <ul ref={list} id="completions" class="completions" role="listbox" aria-label="Completions">
      {options.map((option, i) => (
        <li
          key={`${i} ${option.label}`}
          id={optionId(i)}
          role="option"
          aria-selected={i === active}
          onPointerDown={(event) => {
            // The box keeps the keyboard.
            event.preventDefault();
            if (event.button === 0) accept(option);
          }}
        >
          <span class="label">{printable(option.label)}</span>
          <span class="detail">{printable(option.detail)}</span>
        </li>
      ))}
    </ul>
  );
}
