/** A source that is not reached, as a reason for having no map. */
import type { ReadFailure } from './process.ts';

/** The failure of a question about a process whose source cannot be reached, or may not be asked. */
export function unreachable(pid: number, message: string, advice: string): ReadFailure {
  return { ok: false, pid, reason: 'unreachable', title: 'Not reached', message, advice };
}
