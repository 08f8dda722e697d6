/** Keys and what they do, as tables: the parts look their keys up in them, and the help sheet lists the very same rows. */

export interface Binding<Action> {
  /** Chords that do the same, such as `Ctrl+ArrowRight` (see `chordOf`). */
  readonly keys: readonly string[];
  /** Chords that do it too, and are not worth a word: another key of the same meaning. */
  readonly also?: readonly string[];
  readonly run: Action;
  /** True for what turns something on and off, or asks the extension: a key that is held down does it once. */
  readonly once?: boolean;
  /** What they do, for the help sheet. Neighbours with the same words are one line of it. */
  readonly words: string;
}

export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey'> & {
  /** Which key it is, whatever is written on it: `KeyF`. */
  readonly code?: string;
};

/**
 * The name of a key with its modifiers: `Ctrl+F`, `Shift+ArrowDown`, `N`, `?`. A Mac's Command is Ctrl. Of a character Shift
 * is a part already, unless Ctrl is held.
 */
export function chordOf(press: KeyPress): string {
  const { ctrlKey, altKey, metaKey, shiftKey } = press;
  const command = ctrlKey || metaKey;
  const key = letterOf(press);
  const isCharacter = key.length === 1;
  const name = key === ' ' ? 'Space' : isCharacter && command ? key.toUpperCase() : key;
  const shift = shiftKey && (!isCharacter || command || key === ' ');
  return `${command ? 'Ctrl+' : ''}${altKey ? 'Alt+' : ''}${shift ? 'Shift+' : ''}${name}`;
}

/**
 * The letter that is meant: Caps Lock is no Shift, and where letters are Cyrillic, Greek or any others the key is the one that has
 * the Latin letter elsewhere. Other keys as they are.
 */
function letterOf({ key, code = '', shiftKey }: KeyPress): string {
  const isForeign = key.length === 1 && key > '\u007f';
  const letter = (isForeign && /^Key([A-Z])$/.exec(code)?.[1]) || key;
  if (!/^[a-z]$/i.test(letter)) return key;
  return shiftKey ? letter.toUpperCase() : letter.toLowerCase();
}

/** What looks a key up in a table; it gives undefined for a key that is not there. */
export function actionsOf<Action>(bindings: readonly Binding<Action>[]): (press: KeyPress) => Action | undefined {
  const byChord = new Map(
    bindings.flatMap(({ keys, also = [], run }) => [...keys, ...also].map((chord) => [chord, run] as const)),
  );
  return (press) => byChord.get(chordOf(press));
}

/** Whether a key is to do it once while it is held down. */
export function onceOf(bindings: readonly Binding<unknown>[]): (press: KeyPress) => boolean {
  const chords = new Set(bindings.flatMap(({ keys, also = [], once = false }) => (once ? [...keys, ...also] : [])));
  return (press) => chords.has(chordOf(press));
}

/** The lines of a table: what is done, and the chords that do it. */
export function linesOf(
  bindings: readonly Binding<unknown>[],
): readonly { readonly words: string; readonly keys: readonly string[] }[] {
  const lines: { words: string; keys: readonly string[] }[] = [];
  for (const { words, keys } of bindings) {
    const last = lines.at(-1);
    if (last?.words === words) last.keys = [...last.keys, ...keys];
    else lines.push({ words, keys });
  }
  return lines;
}

/** Keys as they stand on a keyboard; the others are shown as they are. */
const CAPS: Readonly<Record<string, string>> = {
  ArrowRight: '\u2192',
  ArrowLeft: '\u2190',
  ArrowUp: '\u2191',
  ArrowDown: '\u2193',
  PageUp: 'Page Up',
  PageDown: 'Page Down',
  Escape: 'Esc',
  '-': '\u2212',
};

/** The same for a voice. */
const SPOKEN: Readonly<Record<string, string>> = {
  ArrowRight: 'Right',
  ArrowLeft: 'Left',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  PageUp: 'Page Up',
  PageDown: 'Page Down',
  Escape: 'Escape',
  '+': 'Plus',
  '-': 'Minus',
  '?': 'question mark',
  '/': 'slash',
};

/** The keys of a chord one by one, as they are written on a keyboard. */
export function capsOf(chord: string): readonly string[] {
  return partsOf(chord).map((part) => CAPS[part] ?? part);
}

/** The keys of a table in sentences, for the description of a part. */
export function inWords(bindings: readonly Binding<unknown>[]): string {
  const spoken = (chord: string): string =>
    partsOf(chord)
      .map((part) => SPOKEN[part] ?? part)
      .join(' ');
  return linesOf(bindings)
    .map(({ words, keys }) => `${keys.map(spoken).join(', ')}: ${words}.`)
    .join(' ');
}

/** `Ctrl+Alt++` holds a plus that is a key. */
function partsOf(chord: string): readonly string[] {
  return chord.split(/\+(?=.)/);
}
