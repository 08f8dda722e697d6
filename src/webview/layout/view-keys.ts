/** The keys that do the same in every part of the view. */
import { useLayoutEffect } from 'preact/hooks';
import { goToNextBookmark, toggleBookmark } from './bookmarks.ts';
import { focusFilter } from './focus.ts';
import { send } from './host.ts';
import type { ViewAction } from './key-table.ts';
import { viewAction } from './keys.ts';
import type { Model } from './model.ts';
import { togglePages } from './pages-model.ts';
import type { PartProps } from './props.ts';
import { clearBaseline, setBaseline } from './set-baseline.ts';
import { travel } from './travel.ts';

const CHANGES: Readonly<Record<Exclude<ViewAction, 'filter' | 'compare'>, (model: Model) => Model>> = {
  help: (model) => ({ ...model, help: true }),
  back: (model) => travel(model, -1),
  forward: (model) => travel(model, 1),
  bookmark: toggleBookmark,
  'next-bookmark': (model) => goToNextBookmark(model, 1),
  'previous-bookmark': (model) => goToNextBookmark(model, -1),
  'set-baseline': setBaseline,
  'clear-baseline': clearBaseline,
  pages: togglePages,
};

/** Does what a key means that no part has taken, wherever the keyboard is in the page, until the sheet of keys has it. */
export function useViewKeys({ model, change }: Pick<PartProps, 'model' | 'change'>): void {
  // The listener holds what it uses, for as long as it listens: not the model, with the map of that time.
  const { help } = model;
  // With the page that shows it: a key that comes right after the sheet was closed is not lost.
  useLayoutEffect(() => {
    if (help) return undefined;
    const onKeyDown = (event: KeyboardEvent): void => {
      const action = viewAction(event);
      if (!action || (isTyped(event) && takesText(event.target))) return;
      if (action === 'filter') {
        if (!focusFilter()) return;
      } else if (action === 'compare') send({ type: 'compare', uri: undefined });
      else change(CHANGES[action]);
      // VS Code listens on the window: its Alt+Left goes to another editor.
      event.preventDefault();
      event.stopPropagation();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [help]);
}

function isTyped({ key, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
  return key.length === 1 && !ctrlKey && !altKey && !metaKey;
}

/** True where a character is written, or chooses an entry that starts with it. */
export function takesText(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
}
