/** What showing a map came to. */
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

/** Why nothing was shown. */
export function nothing(failure: string): Shown {
  return { regions: 0, readMs: 0, sentAt: undefined, arrivedAt: undefined, drawnAt: undefined, failure };
}
