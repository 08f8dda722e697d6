/** A source that is not reached, as a reason for having no map. */
import type { ReadFailure } from './process.ts';

/** The failure of a question about a process whose source cannot be reached, or may not be asked. */
export function unreachable(pid: number, message: string, advice: string): ReadFailure {
  return { ok: false, pid, reason: 'unreachable', title: 'Not reached', message, advice };
}

/** The failure of a question about pages of a process whose source can read files from their start only. */
export function noPages(pid: number): ReadFailure {
  return {
    ok: false,
    pid,
    reason: 'unsupported',
    title: 'No pages from here',
    message: 'The pages of a process can be read only on its own machine.',
    advice: 'Open a folder there in VS Code, over SSH or in the container, and show the layout of the process there.',
  };
}
