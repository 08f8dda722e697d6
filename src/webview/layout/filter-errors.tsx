/** What is wrong with the filter, with the wrong part marked, and what it asks of a map that does not have it. */
import type { JSX } from 'preact';
import { printable } from '../../core/memory-map/printable.ts';
import type { Search } from './search.ts';

/** So many errors are told; the next ones show when these are gone. */
const MOST = 2;
/** How much of the text is shown around the wrong part. */
const AROUND = 24;

export function FilterErrors({ search: { text, errors, missing } }: { readonly search: Search }): JSX.Element {
  return (
    <div id="filter-errors" class="errors" role="alert">
      {errors.slice(0, MOST).map(({ from, to, message }) => (
        <p key={`${from}:${message}`} class="error">
          <code>
            {from > AROUND && '\u2026'}
            {printable(text.slice(Math.max(0, from - AROUND), from))}
            <mark>{printable(text.slice(from, to)) || '\u00a0'}</mark>
            {printable(text.slice(to, to + AROUND))}
            {to + AROUND < text.length && '\u2026'}
          </code>
          <span>{printable(message)}</span>
        </p>
      ))}
      {missing.length > 0 && errors.length === 0 && (
        <p class="error">
          <span>No region of this map has {missing.map(printable).join(', ')}: those terms find nothing.</span>
        </p>
      )}
    </div>
  );
}
