/** What is being read, how far it is, and the button that stops it. */
import type { JSX } from 'preact';
import { formatBytes } from '../../core/memory-map/size.ts';
import { printable } from '../../core/memory-map/printable.ts';
import type { Reading } from '../../protocol/layout.ts';
import { send } from './host.ts';

const STEPS = { read: 'Reading', parse: 'Parsing' } as const;

export function ReadingBar({ reading }: { readonly reading: Reading }): JSX.Element {
  const { title, progress } = reading;
  const far = progress && ` ${formatBytes(progress.done)} of ${formatBytes(progress.total)}`;
  return (
    <div class="reading">
      <span class="name">
        {/* How far it is changes many times a second: the bar tells it to who asks. */}
        <span role="status">
          {STEPS[progress?.step ?? 'read']} {printable(title)}
        </span>
        {far ?? ' \u2026'}
      </span>
      <progress aria-label="Progress" {...(progress && { max: progress.total, value: progress.done })} />
      <button class="button secondary" onClick={() => send({ type: 'cancel' })}>
        Cancel
      </button>
    </div>
  );
}
