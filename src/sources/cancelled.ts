/** Thrown where a cancelled call stops, on either side of the worker. */
export class Cancelled extends Error {
  override readonly name = 'AbortError';

  constructor() {
    super('The call was cancelled.');
  }
}
