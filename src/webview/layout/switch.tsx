/** Picture, table, both, or the composition: one of them (WAI-ARIA radio group: one tab stop, the arrow keys choose). */
import type { JSX } from 'preact';
import { SHOWS, type Show } from '../../protocol/layout-state.ts';

const LABELS: Readonly<Record<Show, string>> = {
  picture: 'Picture',
  table: 'Table',
  both: 'Both',
  composition: 'Composition',
};

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

interface SwitchProps {
  readonly show: Show;
  readonly choose: (show: Show) => void;
}

export function ShowSwitch({ show, choose }: SwitchProps): JSX.Element {
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const next = SHOWS[(SHOWS.indexOf(show) + step + SHOWS.length) % SHOWS.length];
    if (!next || !(event.currentTarget instanceof HTMLElement)) return;
    choose(next);
    event.currentTarget.querySelector<HTMLElement>(`[data-show=${next}]`)?.focus();
  };
  return (
    <div class="switch" role="radiogroup" aria-label="What is shown" onKeyDown={onKeyDown}>
      {SHOWS.map((each) => (
        <button
          key={each}
          role="radio"
          data-show={each}
          aria-checked={each === show}
          tabIndex={each === show ? 0 : -1}
          onClick={() => choose(each)}
        >
          {LABELS[each]}
        </button>
      ))}
    </div>
  );
}
