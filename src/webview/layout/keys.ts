/** What the keys do on the picture. */
import type { Move } from '../../core/layout/movement.ts';

export type KeyAction =
  | { readonly do: 'move'; readonly step: Move; readonly extend: boolean }
  | { readonly do: 'zoom'; readonly factor: number }
  | { readonly do: 'pan'; readonly lanes: number }
  | { readonly do: 'fit' }
  | { readonly do: 'zoom-to-selection' }
  | { readonly do: 'next-scale' }
  | { readonly do: 'reveal' }
  | { readonly do: 'clear' };

/** One step of the zoom keys and buttons. */
export const ZOOM_STEP = 1.5;

const MOVES: Readonly<Record<string, Move>> = {
  ArrowRight: 'next-region',
  ArrowLeft: 'previous-region',
  ArrowDown: 'lane-down',
  ArrowUp: 'lane-up',
  Home: 'first',
  End: 'last',
};

const OBJECT_MOVES: Readonly<Record<string, Move>> = {
  ArrowRight: 'next-object',
  ArrowDown: 'next-object',
  ArrowLeft: 'previous-object',
  ArrowUp: 'previous-object',
  Home: 'first',
  End: 'last',
};

const OTHERS: Readonly<Record<string, KeyAction>> = {
  '+': { do: 'zoom', factor: ZOOM_STEP },
  '=': { do: 'zoom', factor: ZOOM_STEP },
  '-': { do: 'zoom', factor: 1 / ZOOM_STEP },
  _: { do: 'zoom', factor: 1 / ZOOM_STEP },
  '0': { do: 'fit' },
  z: { do: 'zoom-to-selection' },
  s: { do: 'next-scale' },
  PageDown: { do: 'pan', lanes: 1 },
  PageUp: { do: 'pan', lanes: -1 },
  Enter: { do: 'reveal' },
  Escape: { do: 'clear' },
};

/** The action of a key, or undefined when the key is not the picture's. */
export function keyAction(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey'>,
): KeyAction | undefined {
  const byObject = event.ctrlKey || event.altKey;
  if (event.metaKey) return undefined;
  const step = (byObject ? OBJECT_MOVES : MOVES)[event.key];
  if (step) return { do: 'move', step, extend: event.shiftKey };
  return byObject ? undefined : OTHERS[event.key];
}

/** The keys in words, for the picture's description. */
export const KEYS_IN_WORDS =
  'Arrow keys move by region, Ctrl or Alt with arrow keys by object, Home and End to the first and last; with Shift they select several. ' +
  'Enter shows the line in the text, e explains the region. Plus and minus zoom, 0 shows all, z zooms to the selection, s takes the next scale, Page Up and Page Down move on. ' +
  'Escape clears the selection.';
