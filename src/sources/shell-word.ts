/** Words of a command that a person copies into a shell. */

/** A word so that a POSIX shell takes it as it is, whatever it holds. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A command line of words. See `shellWord`. */
export function shellLine(...words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}
