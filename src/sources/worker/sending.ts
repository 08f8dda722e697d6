/** What goes to the worker, and what comes back as an error. */
import { Cancelled } from '../cancelled.ts';
import { SourceFailure } from '../source.ts';
import type { SentError } from './protocol.ts';
import { ownBuffer } from './transfer.ts';

/** Bytes that can move to the worker: a view of a larger buffer would be sent with all of that buffer, so it is copied. */
export function movable(bytes: Uint8Array): { readonly sent: Uint8Array; readonly transfer: ArrayBuffer[] } {
  const sent = ownBuffer(bytes) ? bytes : Uint8Array.from(bytes);
  const buffer = ownBuffer(sent);
  return { sent, transfer: buffer ? [buffer] : [] };
}

/** An error as it was thrown in the worker. */
export function failure({ name, message, advice }: SentError): Error {
  if (name === 'SourceFailure') return new SourceFailure(message, advice);
  return name === 'AbortError' ? new Cancelled() : Object.assign(new Error(message), { name });
}
