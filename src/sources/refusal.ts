/** Why the kernel of a target refuses a map. */
import type { ReadFailure } from './process.ts';
import type { Procfs } from './procfs.ts';

/**
 * Tells a refusal.
 * @param code of the system call, `EACCES` or `EPERM`
 * @throws Cancelled, and SourceFailure when the source cannot be reached
 */
export async function refusalFrom(
  procfs: Procfs,
  pid: number,
  code: string,
  signal: AbortSignal,
): Promise<ReadFailure> {
  const own = await procfs.isOwn(`${pid}/stat`, signal);
  return {
    ok: false,
    pid,
    reason: 'denied',
    title: own === false ? 'Belongs to another user' : 'Refused by the kernel',
    message:
      `The memory map of process ${pid} may not be read: the kernel refuses it (${code}).` +
      (own === false ? ' It belongs to another user than the one who reads.' : ''),
    advice: own === false ? 'Read as that user, or as root.' : '',
  };
}
