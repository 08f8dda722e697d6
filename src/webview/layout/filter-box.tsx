/** The filter that is typed: its box, what can be written next, what is wrong with it, and how much it finds. */
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { completeFilter, type FilterCompletion } from '../../core/filter/complete.ts';
import { Completions, optionId, type Choice } from './completions.tsx';
import { FilterErrors } from './filter-errors.tsx';
import { Icon } from './icons.tsx';
import { focusRegions } from './focus.ts';
import type { FilterAction } from './key-table.ts';
import { filterAction } from './keys.ts';
import { selectFirst, withQuery } from './model.ts';
import type { PartProps } from './props.ts';
import { foundInWords } from './search-words.ts';

/** From so many regions on the filter is applied when typing pauses, in milliseconds: it takes a frame or more. */
const LARGE = 200_000;
const PAUSE = 150;

const EXAMPLES = 'Filter, such as heap  size>1M  perms:w+x  path:libc';

export function FilterBox({ model, change }: PartProps): JSX.Element {
  const { search, scene } = model;
  const box = useRef<HTMLInputElement>(null);
  const { text, setText, sent, applying } = useTyped(search.text);
  const [choice, setChoice] = useState<Choice | undefined>(undefined);

  const apply = (next: string): void => {
    setText(next);
    clearTimeout(applying.current);
    const now = (): void => {
      sent.current = next;
      change((before) => withQuery(before, next));
    };
    if ((scene?.axis.count ?? 0) < LARGE) now();
    else applying.current = setTimeout(now, PAUSE);
  };
  const offer = (value: string, caret: number): void => {
    const options = completeFilter(value, caret, scene?.listing);
    // What stands there already is nothing to choose.
    const [first] = options;
    const isTyped = options.length === 1 && first?.insert === value.slice(first?.from, first?.to);
    setChoice(options.length > 0 && !isTyped ? { options, active: -1 } : undefined);
  };
  const accept = (option: FilterCompletion): void => {
    const { current } = box;
    if (!current) return;
    const next = text.slice(0, option.from) + option.insert + text.slice(option.to);
    const caret = option.from + option.insert.length;
    current.value = next;
    current.setSelectionRange(caret, caret);
    apply(next);
    // After `kind:` come the kinds; after a whole term nothing is to be chosen.
    if (/[:=<>]$/.test(option.insert)) offer(next, caret);
    else setChoice(undefined);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const caret = box.current?.selectionStart ?? text.length;
    const action = keyAction(filterAction(event), choice, text);
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    switch (action.do) {
      case 'offer':
        return offer(text, caret);
      case 'activate':
        return setChoice(action.choice);
      case 'accept':
        return accept(action.option);
      case 'close':
        return setChoice(undefined);
      case 'clear':
        return apply('');
      case 'find':
        clearTimeout(applying.current);
        sent.current = text;
        change((before) => selectFirst(withQuery(before, text)));
        return focusRegions();
      case 'leave':
        return focusRegions();
    }
  };
  const active = choice && choice.active >= 0 ? optionId(choice.active) : undefined;
  return (
    <div class="search" role="search">
      <div class="box">
        <input
          ref={box}
          id="filter"
          class={search.errors.length > 0 ? 'wrong' : ''}
          type="text"
          role="combobox"
          aria-label="Filter"
          aria-autocomplete="list"
          aria-expanded={choice !== undefined}
          aria-controls="completions"
          aria-activedescendant={active}
          aria-invalid={search.errors.length > 0}
          aria-describedby="filter-errors"
          placeholder={EXAMPLES}
          spellcheck={false}
          autocomplete="off"
          value={text}
          onInput={({ currentTarget: { value, selectionStart } }) => {
            apply(value);
            if (value === '') setChoice(undefined);
            else offer(value, selectionStart ?? value.length);
          }}
          onKeyDown={onKeyDown}
          onBlur={() => setChoice(undefined)}
        />
        {text !== '' && (
          <button
            class="tool clear"
            title="Clear the filter (Escape)"
            aria-label="Clear the filter"
            onClick={() => {
              apply('');
              box.current?.focus();
            }}
          >
            <Icon name="close" />
          </button>
        )}
        {choice && <Completions choice={choice} accept={accept} />}
      </div>
      <p class="found">{foundInWords(model)}</p>
      <FilterErrors search={search} />
    </div>
  );
}

interface Typed {
  readonly text: string;
  readonly setText: (text: string) => void;
  /** What was last given to the model. */
  readonly sent: { current: string };
  /** The timer that gives it the text. */
  readonly applying: { current: number };
}

/** The text that is typed, ahead of the one that filters. Apart from the box, as its effects live longer than a map is shown. */
function useTyped(applied: string): Typed {
  const [text, setText] = useState(applied);
  const applying = useRef(0);
  const sent = useRef(applied);
  // What comes back is what was sent: whoever types fast is further by then.
  useLayoutEffect(() => {
    if (applied === sent.current) return;
    sent.current = applied;
    setText(applied);
  }, [applied]);
  useEffect(() => () => clearTimeout(applying.current), []);
  return { text, setText, sent, applying };
}

type KeyAction =
  | { readonly do: 'offer' | 'close' | 'clear' | 'find' | 'leave' }
  | { readonly do: 'activate'; readonly choice: Choice }
  | { readonly do: 'accept'; readonly option: FilterCompletion };

/** What a key does in the box; undefined leaves it to the browser. */
function keyAction(action: FilterAction | undefined, choice: Choice | undefined, text: string): KeyAction | undefined {
  const { options, active } = choice ?? { options: [], active: -1 };
  const option = options[active];
  const to = (next: number): KeyAction => ({ do: 'activate', choice: { options, active: next } });
  switch (action) {
    case 'offer':
      return { do: 'offer' };
    case 'next':
      return choice ? to((active + 1) % options.length) : { do: 'offer' };
    case 'previous':
      return choice && to(active <= 0 ? options.length - 1 : active - 1);
    case 'complete':
      return option && { do: 'accept', option };
    case 'accept':
      return option ? { do: 'accept', option } : { do: 'find' };
    case 'out':
      return { do: choice ? 'close' : text === '' ? 'leave' : 'clear' };
    case undefined:
      return undefined;
  }
}
