/** The legend: what colours mean, how much there is of each, and the filter. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { onlyCategory, toggleCategory, toggleTrait } from '../../core/layout/filter.ts';
import { formatBytes, formatCount } from '../../core/memory-map/size.ts';
import { ColourBy } from './colour-by.tsx';
import { legendTraits } from './legend-traits.ts';
import { Levels } from './levels.tsx';
import { withFill, withFilter } from './model.ts';
import type { PartProps } from './props.ts';
import { legendAction } from './keys.ts';
import { useRoving } from './roving.ts';
import { Swatch } from './swatch.tsx';
import { useHiddenChips } from './use-hidden-chips.ts';

export function Legend(props: PartProps & { readonly hasPicture: boolean }): JSX.Element | null {
  const { model, palette, change, hasPicture } = props;
  const { scene, filter } = model;
  const totals = scene?.legend ?? [];
  const traits = scene ? legendTraits(scene, filter) : [];
  const { row, tabIndex } = useRoving(totals.length + traits.length);
  const { box, hidden } = useHiddenChips(scene);
  const [isWhole, setWhole] = useState(false);
  if (!scene) return null;
  const { categories } = scene.coloured;
  const present = totals.flatMap(({ category }) => categories[category]?.id ?? []);
  return (
    <>
      <div
        ref={box}
        class={isWhole ? 'legend whole' : 'legend'}
        onFocusIn={({ currentTarget, target }) => {
          // The keyboard went to an entry that was not seen.
          if (target instanceof HTMLElement && target.matches(':focus-visible') && isBelow(target, currentTarget))
            setWhole(true);
        }}
      >
        {(hidden > 0 || isWhole) && (
          <button
            class="link rest"
            aria-expanded={isWhole}
            onClick={() => {
              box.current?.scrollTo(0, 0);
              setWhole(!isWhole);
            }}
          >
            {isWhole ? 'Fewer' : `${formatCount(hidden)} more`}
          </button>
        )}
        <ColourBy scene={scene} change={change} />
        {hasPicture && scene.fillable && (
          <button
            class="chip fill"
            aria-pressed={scene.fill !== undefined}
            title="Draws inside each region what of it is in memory, private or shared, clean or dirty, or in swap."
            onClick={() => change((now) => withFill(now, !now.fill))}
          >
            Fill
          </button>
        )}
        <div class="chips" role="toolbar" aria-label="Legend and filter" {...row}>
          {totals.map(({ category, regions, size }, i) => {
            const of = categories[category];
            if (!of) return null;
            const only = (): void => change((now) => withFilter(now, onlyCategory(now.filter, of.id, present)));
            const toggle = (): void => change((now) => withFilter(now, toggleCategory(now.filter, of.id)));
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
                <Swatch palette={palette} category={category} />
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
      </div>
      {hasPicture && scene.fill && <Levels fill={scene.fill} palette={palette} />}
    </>
  );
}

function isBelow(element: HTMLElement, box: HTMLElement): boolean {
  return box.scrollTop > 0 || element.getBoundingClientRect().top >= box.getBoundingClientRect().bottom;
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
