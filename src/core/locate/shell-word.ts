/** Words of a command that a person copies into a shell. */

/**
 * A word that a shell takes as it is, whatever it holds. Control characters, which a terminal would obey when the command is shown or
 * pasted, are written out as `$'…'` (POSIX.1-2024), which shells such as an older dash do not know.
 */
export function shellWord(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  if (!/[\u0000-\u001f\u007f-\u009f]/.test(text)) return `'${text.replaceAll("'", "'\\''")}'`;
  const escaped = text.replace(/[\\'\u0000-\u001f\u007f-\u009f]/g, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x80 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
  return `$'${escaped}'`;
}

/** A command line of words. See `shellWord`. */
export function shellLine(...words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}
