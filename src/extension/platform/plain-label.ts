/** Text of processes, debuggers and other machines in labels of the workbench. */
import { printable } from '../../core/memory-map/printable.ts';

/** Quick picks draw `$(name)` as an icon; a process must not choose one. */
export function plainLabel(text: string): string {
  return printable(text).replaceAll('$(', '$\u200b(');
}
