/** Something that can be added as a source. */
import type { ShellSpec } from './open-target.ts';

export interface Found {
  readonly spec: ShellSpec;
  /** Its name. Safe to print. */
  readonly label: string;
  /** A few words more, such as its address or image; may be empty. Safe to print. */
  readonly detail: string;
}

/** Words side by side; those that are empty or unknown are left out. */
export function detailOf(...words: readonly (string | undefined)[]): string {
  return words.filter((word) => word !== undefined && word !== '').join(' · ');
}
