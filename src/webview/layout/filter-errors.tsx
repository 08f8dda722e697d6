/** What is wrong with the filter, with the wrong part marked, and what it asks of a map that does not have it. */
import type { JSX } from 'preact';
import { printable } from '../../core/memory-map/printable.ts';
import { missingInWords, MOST_ERRORS } from './search-words.ts';
import type { Search } from './search.ts';

/** How much of the text is shown around the wrong part. */
const AROUND = 24;

export function FilterErrors({ search }: { readonly search: Search }): JSX.Element {
  const { text, errors } = search;
  const missing = missingInWords(search);
  return (
    <div id="filter-errors" class="errors">
      {errors.slice(0, MOST_ERRORS).map(({ from, to, message }) => (
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
      {missing !== '' && (
        <p class="error">
          <span>{missing}</span>
        </p>
      )}
    </div>
  );
}
