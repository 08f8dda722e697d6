/** What a next step is; which there are is told in steps.ts. */
import type { SourceSpec } from '../source-spec.ts';
import type { AccessFacts } from './access-facts.ts';
import type { Remedy } from './gates.ts';

/** A sentence, and the command that does it; empty where there is none to be copied. Both are safe to print. */
export interface Step {
  readonly text: string;
  readonly command: string;
}

/** What steps may name. */
export interface StepSubject<Spec extends SourceSpec> {
  readonly source: Spec;
  readonly facts: AccessFacts;
  /** The program that reads on this machine. */
  readonly executable: string;
}

/** What is to be done; `gone` is for processes that are not there, where there may be more of them than the source shows. */
export type Need = Remedy | 'gone';

/** The steps for each need, the one to try first at the front. */
export type Steps<Spec extends SourceSpec> = Readonly<Record<Need, (subject: StepSubject<Spec>) => readonly Step[]>>;

/** A source by its kind. */
export type SpecOf<Kind extends SourceSpec['kind']> = Extract<SourceSpec, { kind: Kind }>;

/** A step; without a command when there is none. */
export function step(text: string, command = ''): Step {
  return { text, command };
}

/** Where a module refuses, its refusals are in the kernel's log. @param prefix what runs a command where the process is */
export function logStep(prefix: string): Step {
  return step('Look for the refusal in the log of the kernel', `${prefix}journalctl -k | grep -i -e avc -e apparmor`);
}
