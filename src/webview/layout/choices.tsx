/** One of a few (WAI-ARIA radio group: one tab stop, the arrow keys choose). What cannot be chosen says why. */
import type { JSX } from 'preact';

export interface Option<Id extends string> {
  readonly id: Id;
  readonly label: string;
  readonly description?: string | undefined;
  /** Why it cannot be chosen; undefined when it can. */
  readonly why?: string | undefined;
}

interface ChoicesProps<Id extends string> {
  readonly label: string;
  readonly options: readonly Option<Id>[];
  readonly chosen: Id | undefined;
  readonly choose: (id: Id) => void;
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

export function Choices<Id extends string>({ label, options, chosen, choose }: ChoicesProps<Id>): JSX.Element {
  const open = options.filter(({ why }) => why === undefined);
  const stop = open.some(({ id }) => id === chosen) ? chosen : open[0]?.id;
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    // From where the keyboard is: what was chosen by a key before may not be drawn yet.
    const from = event.target instanceof HTMLElement ? event.target.dataset['choice'] : stop;
    const next = open[(open.findIndex(({ id }) => id === from) + step + open.length) % open.length];
    if (!next || !(event.currentTarget instanceof HTMLElement)) return;
    choose(next.id);
    event.currentTarget.querySelector<HTMLElement>(`[data-choice="${next.id}"]`)?.focus();
  };
  return (
    <div class="switch" role="radiogroup" aria-label={label} onKeyDown={onKeyDown}>
      {options.map(({ id, label: text, description, why }) => (
        <button
          key={id}
          role="radio"
          data-choice={id}
          title={why ?? description}
          aria-checked={id === chosen}
          aria-disabled={why !== undefined}
          aria-label={why === undefined ? undefined : `${text}: ${why}`}
          tabIndex={id === stop ? 0 : -1}
          onClick={() => why === undefined && choose(id)}
        >
          {text}
        </button>
      ))}
    </div>
  );
}
