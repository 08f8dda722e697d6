/** Chooses what the colours mean. What the map does not tell cannot be chosen, and says what it needs. */
import type { JSX } from 'preact';
import { DEFAULT_COLOURING } from '../../core/layout/colouring-ids.ts';
import { COLOURINGS, unavailable } from '../../core/layout/colourings.ts';
import { withColouring } from './model.ts';
import type { PartProps } from './props.ts';
import type { Scene } from './scene.ts';

export function ColourBy({ scene, change }: Pick<PartProps, 'change'> & { readonly scene: Scene }): JSX.Element {
  const choose = (value: string): void => {
    const id = COLOURINGS.find((colouring) => colouring.id === value)?.id ?? DEFAULT_COLOURING;
    change((now) => withColouring(now, id));
  };
  return (
    <label class="colour-by">
      Colour by
      <select value={scene.coloured.by.id} onChange={({ currentTarget }) => choose(currentTarget.value)}>
        {COLOURINGS.map((colouring) => {
          const why = unavailable(colouring, scene.listing);
          return (
            <option key={colouring.id} value={colouring.id} disabled={why !== undefined}>
              {why === undefined ? colouring.label : `${colouring.label} (${why})`}
            </option>
          );
        })}
      </select>
    </label>
  );
}
