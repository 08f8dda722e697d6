/** What the keys do in a treemap or a flame graph. */
import type { Direction } from '../../core/composition/steps.ts';

export type TileAction =
  | { readonly do: 'step'; readonly to: Direction }
  | { readonly do: 'first' | 'last' | 'in' | 'out' };

const ACTIONS: Readonly<Record<string, TileAction>> = {
  ArrowLeft: { do: 'step', to: 'left' },
  ArrowRight: { do: 'step', to: 'right' },
  ArrowUp: { do: 'step', to: 'up' },
  ArrowDown: { do: 'step', to: 'down' },
  Home: { do: 'first' },
  End: { do: 'last' },
  Enter: { do: 'in' },
  ' ': { do: 'in' },
  Backspace: { do: 'out' },
  Escape: { do: 'out' },
};

/** The action of a key, or undefined when the key is none of the view's. */
export function tileAction(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey'>,
): TileAction | undefined {
  return event.ctrlKey || event.altKey || event.metaKey || event.shiftKey ? undefined : ACTIONS[event.key];
}

/** The keys in words, for the description. */
export const TILE_KEYS_IN_WORDS =
  'The arrow keys move between neighbours, Home and End to the largest and the smallest. Enter goes into a kind or an object, ' +
  'and of a region shows the line in the text. Backspace and Escape go out.';
