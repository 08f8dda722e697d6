/** Stops and resumes the reading of a live process, and says how often it is read. */
import type { JSX } from 'preact';
import type { Live } from '../../protocol/layout.ts';
import { send } from './host.ts';
import { Icon } from './icons.tsx';

export function LiveControl({ live }: { readonly live: Live }): JSX.Element | null {
  const { state, words } = live;
  const isOffered = state !== 'none';
  return (
    <div class="live">
      {isOffered && (
        <button
          class="tool"
          title={state === 'running' ? 'Pause live reading' : 'Resume live reading'}
          aria-label="Live reading"
          aria-pressed={state === 'running'}
          onClick={() => send({ type: 'set-live', to: 'toggle' })}
        >
          <Icon name={state === 'running' ? 'pause' : 'play'} />
        </button>
      )}
      {isOffered && (
        <button
          class="link pace"
          title="How often the process is read"
          aria-label={`Live: ${words}. Change\u2026`}
          onClick={() => send({ type: 'set-live', to: 'choose' })}
        >
          Live: {words}
        </button>
      )}
      {/* Said when it changes, and not at each reading. The button shows it while there is one. */}
      <span class={isOffered ? 'unseen' : 'hint'} role="status">
        {words === '' ? '' : `Live reading: ${words}`}
      </span>
    </div>
  );
}
