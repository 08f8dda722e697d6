/** What the keys do in the table. */

export type TableAction =
  | { readonly do: 'move'; readonly by: 'row' | 'page' | 'end'; readonly direction: 1 | -1; readonly extend: boolean }
  | { readonly do: 'column'; readonly direction: 1 | -1 }
  | { readonly do: 'act' | 'select-all' | 'clear' };

const MOVES: Readonly<Record<string, { readonly by: 'row' | 'page' | 'end'; readonly direction: 1 | -1 }>> = {
  ArrowDown: { by: 'row', direction: 1 },
  ArrowUp: { by: 'row', direction: -1 },
  PageDown: { by: 'page', direction: 1 },
  PageUp: { by: 'page', direction: -1 },
  Home: { by: 'end', direction: -1 },
  End: { by: 'end', direction: 1 },
};

/** The action of a key, or undefined when the key is not the table's. */
export function tableAction(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey'>,
): TableAction | undefined {
  const { key, shiftKey } = event;
  const withCommand = event.ctrlKey || event.metaKey;
  if (event.altKey) return undefined;
  const move = MOVES[key];
  if (move) return !withCommand || move.by === 'end' ? { do: 'move', ...move, extend: shiftKey } : undefined;
  if (withCommand) return key.toLowerCase() === 'a' ? { do: 'select-all' } : undefined;
  if (key === 'ArrowRight' || key === 'ArrowLeft') {
    return { do: 'column', direction: key === 'ArrowRight' ? 1 : -1 };
  }
  if (key === 'Enter' || key === ' ') return { do: 'act' };
  return key === 'Escape' ? { do: 'clear' } : undefined;
}

/** The keys in words, for the table's description. */
export const TABLE_KEYS_IN_WORDS =
  'Up and Down move by region, Page Up and Page Down by a page, Home and End to the first and last. Enter shows the line in the ' +
  'text, e explains the region. Up from the first row goes to the headings, where Left and Right choose a column and Enter sorts by it. Shift with the ' +
  'arrow keys selects several, Ctrl+A all; Ctrl+C copies them as lines of maps.';
