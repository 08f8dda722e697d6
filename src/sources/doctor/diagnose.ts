/** All that can be told of a process that cannot be read: what keeps it closed, what was looked at, and what to do. */
import type { FailureReason, ReadFailure } from '../process.ts';
import type { Procfs } from '../procfs.ts';
import type { SourceSpec } from '../source-spec.ts';
import { type Evidence, evidenceOf } from './evidence.ts';
import { closedGate } from './gates.ts';
import { gatherFacts } from './refusal.ts';
import type { Need, Step } from './step.ts';
import { nextSteps } from './steps.ts';
import { stateEvidence } from './state-evidence.ts';

/** See ReadFailure for what it has of it. */
export interface Diagnosis extends Pick<ReadFailure, 'pid' | 'reason' | 'title' | 'message'> {
  readonly evidence: readonly Evidence[];
  /** The one to try first stands at the front; empty when there is nothing to be done. */
  readonly steps: readonly Step[];
}

/** The code of the system call that reasons come from. */
const CODES: Partial<Readonly<Record<FailureReason, string>>> = { denied: 'EACCES', hidden: 'EPERM' };

/**
 * Looks once more at what a failure came from.
 * @param failure what reading its map, or only opening it, came to
 * @throws see `refusalFrom`
 */
export async function diagnose(
  failure: ReadFailure,
  procfs: Procfs,
  source: SourceSpec,
  signal: AbortSignal,
): Promise<Diagnosis> {
  const { pid, reason, title, message, advice } = failure;
  const code = CODES[reason];
  const facts = await gatherFacts(procfs, pid, code ?? '', signal);
  if (code !== undefined) {
    // A process of which nothing is told may be hidden or gone: the failure knows which, by how it failed.
    const told = reason === 'hidden' && facts.mount?.hidePid !== '1' ? { ...facts, code: 'ENOENT' } : facts;
    const { remedy } = closedGate(told);
    return { pid, reason, title, message, evidence: evidenceOf(told), steps: nextSteps(remedy, source, told) };
  }
  const need: Need | undefined = reason === 'gone' ? 'gone' : undefined;
  const own = advice === '' ? [] : [{ text: advice.replace(/\.$/, ''), command: '' }];
  const steps = need === undefined ? own : [...own, ...nextSteps(need, source, facts)];
  return { pid, reason, title, message, evidence: await stateEvidence(procfs, pid, signal), steps };
}
