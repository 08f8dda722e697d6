/** What a command of the command line is. */

export interface Command {
  /** The word that calls it. */
  readonly name: string;
  /** How it is called, after `memory-maps`. */
  readonly usage: string;
  /** What `--help` says below the usage. */
  readonly help: string;
  /** @returns the exit code: 0 when everything was read, 1 when something could not be read or written */
  run(args: readonly string[]): Promise<number>;
}

/** A command line that cannot be understood; its message says why. It leads to the usage and to exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
