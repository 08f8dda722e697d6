/** What there is to know of a kind of target: how its program is called, and what its ends mean. */
import { SourceFailure } from '../source.ts';
import type { KnownEnd, Subject } from './known-end.ts';

export interface Target extends Subject {
  /** The command line that ends in a POSIX shell, without the program's own name. */
  readonly args: readonly string[];
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly ends: readonly KnownEnd[];
}

/**
 * A name that a command line can hold: it is no option, and nothing in it means anything to a shell, on this side (some of
 * a user's own ssh configuration runs commands with the name in them) or the other.
 * @param what what the name is one of, such as `name of a container`
 * @throws SourceFailure when it cannot be one
 */
export function checkedName(name: string, pattern: RegExp, what: string): string {
  if (name.length <= LONGEST && !name.startsWith('-') && pattern.test(name)) return name;
  throw new SourceFailure(`${JSON.stringify(name.slice(0, LONGEST))} cannot be the ${what}.`);
}

/** Longer than any host, serial number or pod has a name. */
const LONGEST = 300;
