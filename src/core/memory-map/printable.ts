/**
 * Text from a file or a process that is safe to show on a terminal or a label: control characters, which could move the
 * cursor or change the window's title, and the marks that turn the direction of writing become `\xNN` or `\uNNNN`.
 */
export function printable(text: string): string {
  return text.replace(UNSAFE, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
