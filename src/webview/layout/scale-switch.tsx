/** Chooses the scale of the picture. A scale that the map cannot be drawn on says why. */
import type { JSX } from 'preact';
import { FOLDED, SCALES, scaleOf, whyNot } from '../../core/layout/scales.ts';
import { withScale } from './model.ts';
import type { PartProps } from './props.ts';

export function ScaleSwitch({ model, change }: Pick<PartProps, 'model' | 'change'>): JSX.Element {
  const now = model.scene?.axis.scale ?? FOLDED.id;
  const choose = (value: string): void => {
    const scale = SCALES.find(({ id }) => id === value);
    if (scale) change((before) => withScale(before, { ...before.scale, id: scale.id }));
  };
  return (
    <select
      class="maps scales"
      aria-label="Scale"
      title={`Scale: ${scaleOf(now).description} (s takes the next one)`}
      value={now}
      onChange={({ currentTarget }) => choose(currentTarget.value)}
    >
      {SCALES.map(({ id, label }) => {
        const why = whyNot(id, model.scene?.listing.counters);
        return (
          <option key={id} value={id} disabled={why !== undefined}>
            {why === undefined ? label : `${label} (${why})`}
          </option>
        );
      })}
    </select>
  );
}
