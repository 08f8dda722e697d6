/** The landmarks of the address space and how far ASLR moved things, to read: all that the ticks of the picture stand for. */
import type { JSX } from 'preact';
import { reveal } from '../../core/layout/viewport.ts';
import { formatAddress } from '../../core/memory-map/address.ts';
import { withView } from './model.ts';
import type { PartProps } from './props.ts';

export function LandmarkList({ model, change }: Pick<PartProps, 'model' | 'change'>): JSX.Element | null {
  const { scene, snapshot } = model;
  if (!scene || scene.space.places.length === 0) return null;
  const { places, slides } = scene.space;
  const show = (rank: number, list: HTMLDetailsElement | null): void => {
    const unit = scene.landmarks.find((landmark) => landmark.rank === rank)?.unit ?? 0;
    change((now) => withView(now, reveal(now.view, scene.axis.length, unit, unit)));
    if (list) close(list);
  };
  return (
    <details class="landmarks" onKeyDown={closeOnEscape}>
      <summary>Landmarks</summary>
      <div class="sheet" role="group" aria-label="Landmarks">
        <ul>
          {places.map(({ label, start, text, source }, rank) => (
            <li key={label}>
              <button
                class="link"
                title="Show it in the picture"
                onClick={({ currentTarget }) => show(rank, currentTarget.closest('details'))}
              >
                {label}
              </button>{' '}
              <code>{formatAddress(start)}</code>
              <br />
              {text} <span class="source">{source}</span>
            </li>
          ))}
        </ul>
        <h2>Randomisation (ASLR)</h2>
        <ul>
          {slides.map((text) => (
            <li key={text}>{text}</li>
          ))}
          {slides.length === 0 && (
            <li>
              {snapshot?.arch === undefined
                ? 'Nothing tells the architecture, so'
                : 'The addresses do not tell the layout, so'}{' '}
              nothing can be said of it.
            </li>
          )}
        </ul>
      </div>
    </details>
  );
}

function closeOnEscape(event: KeyboardEvent): void {
  if (event.key !== 'Escape' || !(event.currentTarget instanceof HTMLDetailsElement)) return;
  event.stopPropagation();
  close(event.currentTarget);
}

function close(list: HTMLDetailsElement): void {
  list.open = false;
  list.querySelector('summary')?.focus();
}
