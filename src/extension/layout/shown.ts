/** What showing a map came to. */
import type { Drawn, Failure, Snapshot } from '../../protocol/layout.ts';

/** How a request to show a map ended. Times are milliseconds since 1970 with fractions. */
export interface Shown {
  readonly regions: number;
  /** How long reading and parsing took. */
  readonly readMs: number;
  /** When the message to the page was sent; undefined when it could not be. */
  readonly sentAt: number | undefined;
  /** When the message came to the page. */
  readonly arrivedAt: number | undefined;
  /** When the picture stood in the page; undefined when the page was hidden or closed before. */
  readonly drawnAt: number | undefined;
  /** Why there is no picture. */
  readonly failure: string | undefined;
}

/** What came of a message. @param drawn what the page answered; undefined when it did not */
export function shownBy(message: Snapshot | Failure, readMs: number, sentAt: number, drawn: Drawn | undefined): Shown {
  return {
    regions: drawn?.regions ?? 0,
    readMs,
    sentAt: drawn && sentAt,
    arrivedAt: drawn?.arrivedAt,
    drawnAt: drawn?.at,
    failure: message.type === 'failure' ? message.message : undefined,
  };
}

/** Why nothing was shown. */
export function nothing(failure: string): Shown {
  return { regions: 0, readMs: 0, sentAt: undefined, arrivedAt: undefined, drawnAt: undefined, failure };
}
