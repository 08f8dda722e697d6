// A recorded end of a tool, and what a user reads of it.
import type { ShellSpec } from '../../../../src/sources/targets/open-target.ts';

export interface RecordedEnd {
  readonly spec: ShellSpec;
  readonly stderr: string;
  readonly code: number;
  /** What the user reads. */
  readonly message: string;
  readonly advice: RegExp;
}

type Row = readonly [stderr: string, code: number, message: string, advice: RegExp];

/** Of a row an end. */
export const rows = (spec: ShellSpec, ...list: readonly Row[]): readonly RecordedEnd[] =>
  list.map(([stderr, code, message, advice]) => ({ spec, stderr, code, message, advice }));
