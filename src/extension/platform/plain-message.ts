/** Texts from files and processes in messages of VS Code. */
import { plainLabel } from './plain-label.ts';

/**
 * A sentence that may quote a file or a process, for a message, the remark below an input box, or the language status: those draw
 * `[text](link)` as a link, which may be a command, and some also icons.
 */
export function plainMessage(sentence: string): string {
  return plainLabel(sentence).replaceAll('](', ']\u200b(');
}
