/**
 * Sentences that mix our own words with text from a file or process. The two are kept apart until a view renders them,
 * because only the view knows how its format is escaped.
 */

/** Text that is shown as it is in the source: names, keys, addresses, letters. It may be hostile. */
export interface Quoted {
  readonly code: string;
}

/** A sentence in parts. */
export type Text = readonly (string | Quoted)[];

/** Marks text that comes from a file or is shown as code. */
export function quoted(code: string): Quoted {
  return { code };
}

/** A sentence of ours, a constant: what stands between backquotes is shown as code. */
export function prose(sentence: string): Text {
  return sentence
    .split('`')
    .map((piece, i) => (i % 2 === 1 ? quoted(piece) : piece))
    .filter((part) => part !== '');
}

/** A sentence with values in it; a `Quoted` stays apart, a whole text is taken over part by part. */
export function text(strings: TemplateStringsArray, ...values: readonly (string | number | Quoted | Text)[]): Text {
  const parts: (string | Quoted)[] = [];
  const add = (part: string | Quoted): void => {
    const last = parts.at(-1);
    if (part === '') return;
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
    else parts.push(part);
  };
  strings.forEach((piece, i) => {
    add(piece);
    const value = values[i];
    if (value === undefined) return;
    if (typeof value === 'number') add(String(value));
    else if (typeof value === 'string' || 'code' in value) add(value);
    else value.forEach(add);
  });
  return parts;
}

const NAMES: Readonly<Record<string, string>> = { '\n': 'LF', '\r': 'CR', '\t': 'TAB', '\u001b': 'ESC', '\0': 'NUL' };

/**
 * The text with every character that cannot be seen told by name: `‹LF›`, `‹ESC›`, `‹U+202E›`. Those are control and format
 * characters (which can turn the reading direction or hide), blanks other than the space, and halves of surrogate pairs.
 */
export function visible(hostile: string): string {
  return hostile.replace(/[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu, (char) => {
    const point = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return `‹${NAMES[char] ?? `U+${point}`}›`;
  });
}

/** The most characters of a name that are shown. */
const MOST = 160;

/**
 * The text in at most 160 characters: a longer one loses its middle, because a path's ends tell most, and says how
 * much is gone.
 */
export function shortened(long: string, most = MOST): string {
  if (long.length <= most) return long;
  const chars = Array.from(long);
  if (chars.length <= most) return long;
  const gone = chars.length - most;
  const head = Math.ceil(most / 2);
  return `${chars.slice(0, head).join('')} …${gone} more characters… ${chars.slice(head + gone).join('')}`;
}
