/** The legend: what colours mean, how much there is of each, and the filter. */
import type { JSX } from 'preact';
import { GROUPS } from '../../core/kinds/kinds.ts';
import { onlyGroup, toggleGroup, toggleTrait } from '../../core/layout/filter.ts';
import { TRAITS } from '../../core/layout/traits.ts';
import { formatBytes, formatCount } from '../../core/memory-map/size.ts';
import type { PartProps } from './props.ts';
import { legendAction } from './keys.ts';
import { withFilter } from './model.ts';
import { useRoving } from './roving.ts';
import { Swatch } from './swatch.tsx';

export function Legend({ model, palette, change }: PartProps): JSX.Element | null {
  const { scene, filter } = model;
  const totals = scene?.totals ?? [];
  const traits = TRAITS.map((trait, i) => ({ ...trait, regions: scene?.traits.positions[i]?.length ?? 0 })).filter(
    ({ regions }) => regions > 0,
  );
  const { row, tabIndex } = useRoving(totals.length + traits.length);
  if (!scene) return null;
  const present = totals.flatMap(({ group }) => GROUPS[group]?.id ?? []);
  return (
    <div class="legend" role="toolbar" aria-label="Legend and filter" {...row}>
      {totals.map(({ group, regions, size }, i) => {
        const of = GROUPS[group];
        if (!of) return null;
        const only = (): void => change((now) => withFilter(now, onlyGroup(now.filter, of.id, present)));
        const toggle = (): void => change((now) => withFilter(now, toggleGroup(now.filter, of.id)));
        return (
          <button
            key={of.id}
            class="chip"
            data-group={of.id}
            aria-pressed={!filter.hidden.includes(of.id)}
            title={`${of.description}\nClick to hide or show; Alt+click, double-click or o to show only these.`}
            tabIndex={tabIndex(i)}
            onClick={(event) => (event.altKey ? only() : toggle())}
            onDblClick={only}
            onKeyDown={(event) => legendAction(event) === 'only' && only()}
          >
            <Swatch palette={palette} group={group} />
            <span class="name">{of.label}</span>
            {scene.sized && <span class="size">{formatBytes(size)}</span>}
            <Count regions={regions} />
          </button>
        );
      })}
      {traits.map(({ id, label, description, regions }, i) => (
        <button
          key={id}
          class={`chip trait ${id}`}
          aria-pressed={filter.traits.includes(id)}
          title={`${description}\nClick to show only these.`}
          tabIndex={tabIndex(totals.length + i)}
          onClick={() => change((now) => withFilter(now, toggleTrait(now.filter, id)))}
        >
          <span class="mark" aria-hidden="true" />
          <span class="unseen">Only </span>
          <span class="name">{label}</span>
          <Count regions={regions} />
        </button>
      ))}
    </div>
  );
}

/** How many there are; what a voice needs to make a sentence of it is not seen. */
function Count({ regions }: { readonly regions: number }): JSX.Element {
  return (
    <>
      <span class="unseen">, </span>
      <span class="count">{formatCount(regions)}</span>
      <span class="unseen"> {regions === 1 ? 'region' : 'regions'}</span>
    </>
  );
}
