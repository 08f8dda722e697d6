/** What the map is made of: as a treemap, as a flame graph, as totals, and how its address space is cut up. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { MEASURES, missing } from '../../core/composition/measures.ts';
import { TOTALS_BY } from '../../core/composition/totals.ts';
import { COMPOSITION_VIEWS, type CompositionChoice, type CompositionView } from '../../protocol/composition-state.ts';
import { Choices } from './choices.tsx';
import { FragmentationReport } from './fragmentation-report.tsx';
import type { PartProps } from './props.ts';
import type { Scene } from './scene.ts';
import { composeScene, measureFor } from './tile-layout.ts';
import { TileView } from './tile-view.tsx';
import { TotalsTable } from './totals-table.tsx';
import './composition.css';

const VIEWS: Readonly<Record<CompositionView, { readonly label: string; readonly description: string }>> = {
  treemap: {
    label: 'Treemap',
    description: 'Areas as large as what they hold: kinds, in them objects, in those regions',
  },
  flame: { label: 'Flame', description: 'Kinds below the whole, below them objects, below those regions' },
  totals: { label: 'Totals', description: 'Sums by kind, object or permissions' },
  fragmentation: { label: 'Fragmentation', description: 'Holes, sizes of regions, and neighbours that could be one' },
};

export function Composition(props: PartProps & { readonly scene: Scene }): JSX.Element {
  const { model, change, scene } = props;
  const { listing, groups, passes } = scene;
  const composition = useMemo(() => composeScene({ listing, groups, passes }), [listing, groups, passes]);
  const choice = model.composition;
  const { view, by } = choice;
  const set = (part: Partial<CompositionChoice>): void =>
    change((now) => ({ ...now, composition: { ...now.composition, ...part } }));
  const measures = useMemo(() => MEASURES.map((each) => ({ ...each, why: missing(listing, each) })), [listing]);
  const measure = measureFor(listing, choice.measure);
  return (
    <section class="composition" aria-label="Composition">
      <div class="choices">
        <Choices
          label="View of the composition"
          options={COMPOSITION_VIEWS.map((id) => ({ id, ...VIEWS[id] }))}
          chosen={view}
          choose={(next) => set({ view: next })}
        />
        {view === 'totals' && (
          <Choices label="Totals by" options={TOTALS_BY} chosen={by} choose={(next) => set({ by: next })} />
        )}
        {(view === 'treemap' || view === 'flame') && (
          <Choices
            label="Measured by"
            options={measures}
            chosen={measure?.id}
            choose={(next) => set({ measure: next })}
          />
        )}
      </div>
      {view === 'totals' && <TotalsTable {...props} composition={composition} set={set} />}
      {view === 'fragmentation' && <FragmentationReport {...props} />}
      {(view === 'treemap' || view === 'flame') && (
        <TileView {...props} key={view} composition={composition} measure={measure} style={view} />
      )}
    </section>
  );
}
