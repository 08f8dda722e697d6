/** The icons of buttons, drawn in the text's colour; the button's name says what they mean. */
import type { JSX } from 'preact';

const PATHS = {
  back: 'M7 3.3 2.3 8 7 12.7l.7-.7L4.2 8.5H14v-1H4.2L7.7 4z',
  forward: 'M9 3.3 13.7 8 9 12.7l-.7-.7 3.5-3.5H2v-1h9.8L8.3 4z',
  bookmark: 'M4 2h8v12.2l-4-3.1-4 3.1zM5 3v9.1l3-2.3 3 2.3V3z',
  bookmarked: 'M4 2h8v12.2l-4-3.1-4 3.1z',
  help: 'M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zm0 1a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM7.4 11h1.2v1.2H7.4zM5.7 6.4C5.7 5 6.7 4 8.1 4s2.3.9 2.3 2.1c0 .9-.5 1.5-1.2 2-.5.4-.6.6-.6 1.2v.5h-1.1v-.6c0-1 .3-1.5 1-2 .6-.4.8-.7.8-1.1 0-.6-.5-1-1.2-1-.8 0-1.2.5-1.3 1.3z',
  'zoom-in': 'M7 3v4H3v1h4v4h1V8h4V7H8V3z',
  'zoom-out': 'M3 7h9v1H3z',
  fit: 'M2 2h4v1H3v3H2zM10 2h4v4h-1V3h-3zM2 10h1v3h3v1H2zM13 10h1v4h-4v-1h3zM5 5h6v6H5zM6 6v4h4V6z',
  fold: 'M2 3h4l1 3-1 3 1 4H2zM3 4v8h2.7L5 9l1-3-.7-2zM14 3h-4l1 3-1 3 1 4h3zM13 4v8h-.8l-.9-3 1-3-.6-2z',
  export: 'M8 1.3 12 5.3l-.7.7-2.8-2.8V11h-1V3.2L4.7 6 4 5.3zM2 9h1v5h10V9h1v6H2z',
  pause: 'M4 3h3v10H4zM9 3h3v10H9z',
  play: 'M4 2.5 13 8l-9 5.5zM5 4.3v7.4L11 8z',
  refresh: 'M13 3v4H9V6h2.4A4 4 0 1 0 12 9h1a5 5 0 1 1-1-3.3V3z',
  text: 'M2 3h12v1H2zM2 6h9v1H2zM2 9h12v1H2zM2 12h7v1H2z',
  target:
    'M7.5 1h1v2.1A5 5 0 0 1 12.9 7.5H15v1h-2.1a5 5 0 0 1-4.4 4.4V15h-1v-2.1a5 5 0 0 1-4.4-4.4H1v-1h2.1a5 5 0 0 1 4.4-4.4zM8 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM8 6.5a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3z',
  explain: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zM8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM7.5 7h1v5h-1zM7.5 4.5h1v1h-1z',
  close: 'M3.7 3 8 7.3 12.3 3l.7.7L8.7 8l4.3 4.3-.7.7L8 8.7 3.7 13l-.7-.7L7.3 8 3 3.7z',
  warning: 'M8 1.5 15 14H1zM8 3.6 2.7 13h10.6zM7.5 6h1v4h-1zM7.5 11h1v1h-1z',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg class="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path fill="currentColor" fill-rule="evenodd" d={PATHS[name]} />
    </svg>
  );
}
