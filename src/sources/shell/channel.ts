/** The way to a shell on another machine: the programs that open one stand on one side, the shell's source on the other. */
import type { SourceFailure } from '../source.ts';

/** A shell on another machine: what is written goes to its standard input, what it prints comes back. */
export interface Channel {
  /** Queues bytes; never blocks and never throws, also when the channel has ended. */
  write(bytes: Uint8Array): void;
  /** Called with what the shell prints; set by the user of the channel before anything is printed. */
  onData: (bytes: Uint8Array) => void;
  /** The shell has begun to answer: what was printed before was printed by others, and what is printed now tells of no end. */
  answers(): void;
  /**
   * Called once, when the channel ended by itself, also before the first answer: with a sentence that says why, from what the
   * program told (the standard error of ssh and its like). Set by the user of the channel.
   */
  onClose: (reason: SourceFailure) => void;
  /** Ends the program; resolves when it is gone. May be called more than once, and after it ended by itself. */
  close(): Promise<void>;
}

/**
 * Starts the program that leads to a shell. Failures come through `onClose`, never before the caller has set it.
 * @param signal aborted to give up while the program starts
 */
export type OpenChannel = (signal: AbortSignal) => Channel;
