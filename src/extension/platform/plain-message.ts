/** Texts from files and processes in messages of VS Code. */
import { printable } from '../../core/memory-map/printable.ts';

/** A sentence that may quote a file or a process, for a message: those draw `[text](link)` as a link. */
export function plainMessage(sentence: string): string {
  return printable(sentence).replaceAll('](', ']\u200b(');
}
