/** A refusal by the kernel, told with the gate that closed and the next step. */
import type { ReadFailure } from '../process.ts';
import type { Procfs } from '../procfs.ts';
import type { SourceSpec } from '../source-spec.ts';
import { accessFacts, type AccessFacts, accessPaths } from './access-facts.ts';
import { closedGate, mayBeHidden } from './gates.ts';
import type { Step } from './step.ts';
import { nextSteps, READERS } from './steps.ts';

/**
 * Tells why a process may not be read, from what everybody may look at; in two round trips.
 * @param code of the system call that failed: `EACCES`, `EPERM`, or `ENOENT` where hidepid may hide the process
 * @param source where the next step is to be done
 * @throws Cancelled, and SourceFailure when the source cannot be reached
 */
export async function refusalFrom(
  procfs: Procfs,
  pid: number,
  code: string,
  signal: AbortSignal,
  source: SourceSpec,
): Promise<ReadFailure> {
  return refusalOf(await gatherFacts(procfs, pid, code, signal), source);
}

/**
 * Tells of a process that was never seen and is not there: hidepid may hide it. undefined when it does not: then it has ended.
 * See `refusalFrom`.
 */
export async function hiddenFrom(
  procfs: Procfs,
  pid: number,
  signal: AbortSignal,
  source: SourceSpec,
): Promise<ReadFailure | undefined> {
  const facts = await gatherFacts(procfs, pid, 'ENOENT', signal);
  return mayBeHidden(facts) ? refusalOf(facts, source) : undefined;
}

/** Looks at all that the gates look at. See `refusalFrom`. */
export async function gatherFacts(
  procfs: Procfs,
  pid: number,
  code: string,
  signal: AbortSignal,
): Promise<AccessFacts> {
  const paths = accessPaths(pid);
  const reads = await procfs.read(paths, signal);
  const texts = new Map<string, string>();
  reads.forEach((read, i) => {
    const path = paths[i];
    if (path !== undefined && 'bytes' in read) texts.set(path, decoder.decode(read.bytes));
  });
  const isOwn = await procfs.isOwn(`${pid}/maps`, signal);
  return accessFacts({ pid, code, isOwn, mountPoint: '/proc' }, texts);
}

/** Numbers, and names of users: what is not UTF-8 in them is marked. */
const decoder = new TextDecoder();

/** The refusal in sentences. @param what is refused, with a capital */
export function refusalOf(facts: AccessFacts, source: SourceSpec, what = 'The memory map'): ReadFailure {
  const { pid } = facts;
  const gate = closedGate(facts);
  const message =
    source.kind === 'saved'
      ? 'It was not saved with it: whoever saved it was not allowed to read it.'
      : gate.message(facts, READERS[source.kind]);
  return {
    ok: false,
    pid,
    reason: gate.remedy === 'hidepid' ? 'hidden' : 'denied',
    title: gate.title,
    message: `${what} of process ${pid} may not be read. ${message}`,
    advice: adviceOf(nextSteps(gate.remedy, source, facts)),
  };
}

/** The first of the steps as a sentence. */
function adviceOf([first]: readonly Step[]): string {
  if (!first) return '';
  return first.command === '' ? `${first.text}.` : `${first.text}: ${first.command}`;
}
